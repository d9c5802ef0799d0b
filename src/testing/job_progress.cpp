// Advances jobs by their polls or by time.
#include "testing/job_progress.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

namespace lookoutvision::testing {
namespace {

using std::chrono::milliseconds;
using Status = ModelPackagingJobStatus;

// The status now, and since when.
std::pair<Status, SystemTime> StatusAt(const JobStore::Job& job, SystemTime now) {
  const Status end = job.failure ? Status::kFailed : Status::kSucceeded;
  if (const auto* polls = std::get_if<ProgressByPolls>(&*job.progress)) {
    if (job.polls >= polls->finished_at) return {end, now};
    return {job.polls >= polls->running_at ? Status::kRunning : job.status, now};
  }
  const auto& time = std::get<ProgressByTime>(*job.progress);
  // In milliseconds, because the duration of a job may be out of range in the clock's unit.
  const auto age = std::chrono::floor<milliseconds>(now - job.created);
  // A negative one may be out of range, too.
  const auto at = [&job](milliseconds after) { return job.created + std::max(after, milliseconds{0}); };
  if (age >= time.finished_after) return {end, at(time.finished_after)};
  if (age >= time.running_after) return {Status::kRunning, at(time.running_after)};
  return {job.status, now};
}

}  // namespace

bool HasEnded(const JobStore::Job& job) {
  return job.status == Status::kSucceeded || job.status == Status::kFailed;
}

bool Advance(JobStore::Job& job, SystemTime now) {
  if (HasEnded(job)) return false;
  const auto [status, since] = StatusAt(job, now);
  if (status == job.status) return false;
  job.status = status;
  job.updated = since;
  return true;
}

}  // namespace lookoutvision::testing
