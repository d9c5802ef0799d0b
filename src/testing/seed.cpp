// Reads a seed; the request of a job has the form of the operation's input.
#include "testing/seed.h"

#include <chrono>
#include <cstdint>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <lookoutvision/validation.h>

#include "base/json_reader.h"
#include "protocol/rest_json_service.h"

namespace lookoutvision::testing {
namespace {

using internal::JsonReader;
using internal::JsonValue;

[[noreturn]] void Refuse(const std::string& path, const std::string& why) {
  throw std::invalid_argument("the seed" + (path.empty() ? path : "'s " + path) + ' ' + why);
}

void RefuseMismatch(const JsonReader& reader, const std::string& before = "") {
  if (const auto& wrong = reader.mismatch()) Refuse(before + wrong->path, "must be " + wrong->expected);
}

/// Epoch seconds, as the service writes them.
std::optional<SystemTime> ReadTime(JsonReader& job, const char* name) {
  const JsonValue* const found = job.Find(name);
  if (found == nullptr) return std::nullopt;
  constexpr double kMaxEpochSeconds = 9e9;
  if (found->type != JsonValue::Type::kNumber || !(found->number >= 0 && found->number <= kMaxEpochSeconds)) {
    job.Report(name, "epoch seconds");
    return std::nullopt;
  }
  const std::chrono::duration<double> since_epoch{found->number};
  return SystemTime(std::chrono::round<std::chrono::milliseconds>(since_epoch));
}

StartModelPackagingJobRequest ReadStart(const JsonReader& job) {
  const std::string path = job.PathOf("Start");
  JsonValue* const start = job.Find("Start");
  if (start == nullptr || start->type != JsonValue::Type::kObject) {
    Refuse(path, "must be an object: the input of StartModelPackagingJob");
  }
  std::optional<internal::JsonMismatch> mismatch;
  JsonReader input(*start, "", mismatch);
  auto [request, violations] = internal::ReadStartModelPackagingJob(input);
  RefuseMismatch(input, path + '.');
  const auto further = Validate(request);
  violations.insert(violations.begin(), further.begin(), further.end());
  if (!violations.empty()) {
    std::ostringstream why;
    why << "violates the service's model: " << violations.front();
    Refuse(path, why.str());
  }
  return std::move(request);
}

std::optional<JobStore::Progress> ReadProgress(JsonReader& job) {
  const auto read = [&job](const char* name, auto bounds) {
    return job.Integer(name, bounds.min(), bounds.max());
  };
  const std::numeric_limits<int> polls;
  const auto running_at = read("RunningAtPoll", polls), finished_at = read("FinishedAtPoll", polls);
  if (running_at && finished_at) {
    return ProgressByPolls{.running_at = static_cast<int>(*running_at),
                           .finished_at = static_cast<int>(*finished_at)};
  }
  const std::numeric_limits<std::int64_t> milliseconds;
  const auto running = read("RunningAfterMs", milliseconds), finished = read("FinishedAfterMs", milliseconds);
  if (!running || !finished) return std::nullopt;
  return ProgressByTime{.running_after = std::chrono::milliseconds(*running),
                        .finished_after = std::chrono::milliseconds(*finished)};
}

JobStore::Job ReadJob(JsonReader& reader, SystemTime now) {
  RefuseMismatch(reader);
  JobStore::Job job{.request = ReadStart(reader)};
  job.name = reader.String("JobName").value_or("");
  if (auto region = reader.String("Region")) job.region = *std::move(region);
  if (const auto status = reader.String("Status")) {
    job.status = FromString<ModelPackagingJobStatus>(*status);
    if (job.status == ModelPackagingJobStatus::kUnknown) {
      reader.Report("Status", "CREATED, RUNNING, SUCCEEDED or FAILED");
    }
  }
  job.progress = ReadProgress(reader);
  job.polls = static_cast<int>(reader.Integer("Polls", 0, std::numeric_limits<int>::max()).value_or(0));
  job.failure = reader.String(job.progress ? "Failure" : "StatusMessage");
  job.created = ReadTime(reader, "CreationTimestamp").value_or(now);
  job.updated = ReadTime(reader, "LastUpdatedTimestamp").value_or(job.created);
  return job;
}

std::map<std::string, std::vector<std::string>> ReadProjects(const JsonValue& value) {
  using Type = JsonValue::Type;
  bool fits = value.type == Type::kObject;
  std::map<std::string, std::vector<std::string>> projects;
  for (const JsonValue& project : value.values) {
    fits = fits && project.type == Type::kArray;
    std::vector<std::string> models;
    for (const JsonValue& model : project.values) {
      fits = fits && model.type == Type::kString;
      models.push_back(model.text);
    }
    projects.insert_or_assign(project.name, std::move(models));
  }
  if (!fits) {
    Refuse("projects", "must be an object of project names, each with a list of model versions as strings");
  }
  return projects;
}

}  // namespace

Seed ReadSeed(std::string_view text, SystemTime now, std::chrono::milliseconds clock_advance) {
  // A state may be of any size; a document has at most as many values as bytes.
  auto root = internal::ParseJson(text, text.size());
  if (!root) Refuse("", root.problem());
  std::optional<internal::JsonMismatch> mismatch;
  JsonReader reader(*root, "", mismatch);
  Seed seed{.clock_advance = clock_advance};
  if (const auto ms = reader.Integer("clock_advance_ms", 0, kMaxClockAdvance.count()))
    seed.clock_advance = std::chrono::milliseconds(*ms);
  now += seed.clock_advance;
  if (const JsonValue* const projects = reader.Find("projects")) seed.projects = ReadProjects(*projects);
  if (auto jobs = reader.Objects("jobs", [now](JsonReader& job) { return ReadJob(job, now); }))
    seed.jobs = *std::move(jobs);
  RefuseMismatch(reader);
  return seed;
}

}  // namespace lookoutvision::testing
