// Waits for a job, and prints each status that it reaches.
#include <optional>
#include <ostream>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

lfv::WaitOutcome WaitAndPrint(const lfv::Client& client, const lfv::DescribeModelPackagingJobRequest& job,
                              std::ostream& out) {
  std::optional<lfv::OpenEnum<lfv::ModelPackagingJobStatus>> last;
  const auto print = [&](const lfv::ModelPackagingDescription& described) {
    if (!described.status || described.status == last) return;
    last = described.status;
    out << job.job_name() << " is " << *last << std::endl;
  };
  return client.WaitForModelPackagingJob(job, {.on_poll = print});
}
