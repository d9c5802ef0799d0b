// DescribeModelPackagingJob's request and result as one line of text.
#include <ostream>

#include <lookoutvision/describe_model_packaging_job.h>

#include "model/shape_printer.h"

namespace lookoutvision {

std::ostream& operator<<(std::ostream& out, const DescribeModelPackagingJobRequest& request) {
  return internal::ShapePrinter(out, "DescribeModelPackagingJobRequest")
      .Member("ProjectName", request.project_name())
      .Member("JobName", request.job_name())
      .End();
}

std::ostream& operator<<(std::ostream& out, const DescribeModelPackagingJobResult& result) {
  return internal::ShapePrinter(out, "DescribeModelPackagingJobResult")
      .Member("ModelPackagingDescription", result.model_packaging_description)
      .Member("RequestId", result.request_id)
      .End();
}

}  // namespace lookoutvision
