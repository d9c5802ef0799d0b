// The static library of the program.
#include "libraries.h"

namespace lfv = lookoutvision;

std::size_t CountJobs(const lfv::Client& client) {
  return client.ListModelPackagingJobs(lfv::ListModelPackagingJobsRequest().WithProjectName("circuit-boards"))
      .value()
      .model_packaging_jobs.size();
}
