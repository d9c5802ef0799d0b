// StartModelPackagingJob's request and result as one line of text.
#include <ostream>

#include <lookoutvision/start_model_packaging_job.h>

#include "model/shape_printer.h"

namespace lookoutvision {

std::ostream& operator<<(std::ostream& out, const StartModelPackagingJobRequest& request) {
  return internal::ShapePrinter(out, "StartModelPackagingJobRequest")
      .Member("ProjectName", request.project_name())
      .Member("ModelVersion", request.model_version())
      .Member("Configuration", request.configuration())
      .Member("JobName", request.job_name())
      .Member("Description", request.description())
      .Member("ClientToken", request.client_token())
      .End();
}

std::ostream& operator<<(std::ostream& out, const StartModelPackagingJobResult& result) {
  return internal::ShapePrinter(out, "StartModelPackagingJobResult")
      .Member("JobName", result.job_name)
      .Member("ClientToken", result.client_token)
      .Member("RequestId", result.request_id)
      .End();
}

}  // namespace lookoutvision
