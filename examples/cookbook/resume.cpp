// Starts a job and waits for it, or continues to wait for the job that an earlier run has started.
#include <stop_token>
#include <string>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

// `run` names the try, for example `boards-3-1`, and is the same after a crash or a restart.
lfv::WaitOutcome PackageOrResume(const lfv::Client& client, lfv::StartModelPackagingJobRequest request,
                                 const std::string& run, const std::stop_token& stop) {
  request.WithClientToken(run);
  return client.StartModelPackagingJobAndWait(request, {}, {.stop_token = stop});
}
