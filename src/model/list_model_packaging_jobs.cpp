// ListModelPackagingJobs' request and result as one line of text.
#include <ostream>

#include <lookoutvision/list_model_packaging_jobs.h>

#include "model/shape_printer.h"

namespace lookoutvision {

std::ostream& operator<<(std::ostream& out, const ListModelPackagingJobsRequest& request) {
  return internal::ShapePrinter(out, "ListModelPackagingJobsRequest")
      .Member("ProjectName", request.project_name())
      .Member("NextToken", request.next_token())
      .Member("MaxResults", request.max_results())
      .End();
}

std::ostream& operator<<(std::ostream& out, const ListModelPackagingJobsResult& result) {
  return internal::ShapePrinter(out, "ListModelPackagingJobsResult")
      .Member("ModelPackagingJobs", result.model_packaging_jobs)
      .Member("NextToken", result.next_token)
      .Member("RequestId", result.request_id)
      .End();
}

}  // namespace lookoutvision
