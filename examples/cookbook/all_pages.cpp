// All jobs of a project, or the error of the page that failed.
#include <string>
#include <vector>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

lfv::Outcome<std::vector<lfv::ModelPackagingJobMetadata>> AllJobs(const lfv::Client& client,
                                                                  const std::string& project) {
  std::vector<lfv::ModelPackagingJobMetadata> jobs;
  const auto request = lfv::ListModelPackagingJobsRequest().WithProjectName(project);
  for (const auto& page : client.ListModelPackagingJobsPages(request)) {
    if (!page) return lfv::Failure(page.error());
    jobs.insert(jobs.end(), page->model_packaging_jobs.begin(), page->model_packaging_jobs.end());
  }
  return jobs;
}
