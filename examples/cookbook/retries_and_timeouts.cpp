// A client with its own retries and timeouts, and a call with a timeout of its own.
#include <chrono>
#include <utility>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

// For a nightly run: five retries, up to 0.5, 1, 2, 4 and 8 seconds apart, survive a short outage.
lfv::Client MakePatientClient(lfv::ClientConfig config) {
  config.retry.max_attempts = 6;
  config.retry.base_backoff = std::chrono::milliseconds(500);
  config.timeouts = {.connect = std::chrono::seconds(2),
                     .attempt = std::chrono::seconds(15),
                     .call = std::chrono::minutes(2)};
  return lfv::Client(std::move(config));
}

// For a page that somebody looks at: the job, or an error, after 3 seconds at most.
lfv::Outcome<lfv::DescribeModelPackagingJobResult> DescribeSoon(
    const lfv::Client& client, const lfv::DescribeModelPackagingJobRequest& job) {
  return client.DescribeModelPackagingJob(job, {.timeout = std::chrono::seconds(3)});
}
