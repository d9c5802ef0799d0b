// The setters of the requests. Inline, each file with client.h would instantiate the moves of all shapes.
#include <optional>
#include <string>
#include <utility>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/shapes.h>
#include <lookoutvision/start_model_packaging_job.h>

namespace lookoutvision {

StartModelPackagingJobRequest& StartModelPackagingJobRequest::WithProjectName(std::string value) {
  project_name_ = std::move(value);
  return *this;
}

StartModelPackagingJobRequest& StartModelPackagingJobRequest::WithModelVersion(std::string value) {
  model_version_ = std::move(value);
  return *this;
}

StartModelPackagingJobRequest& StartModelPackagingJobRequest::WithConfiguration(
    ModelPackagingConfiguration value) {
  configuration_ = std::move(value);
  return *this;
}

StartModelPackagingJobRequest& StartModelPackagingJobRequest::WithJobName(std::optional<std::string> value) {
  job_name_ = std::move(value);
  return *this;
}

StartModelPackagingJobRequest& StartModelPackagingJobRequest::WithDescription(
    std::optional<std::string> value) {
  description_ = std::move(value);
  return *this;
}

StartModelPackagingJobRequest& StartModelPackagingJobRequest::WithClientToken(
    std::optional<std::string> value) {
  client_token_ = std::move(value);
  return *this;
}

DescribeModelPackagingJobRequest& DescribeModelPackagingJobRequest::WithProjectName(std::string value) {
  project_name_ = std::move(value);
  return *this;
}

DescribeModelPackagingJobRequest& DescribeModelPackagingJobRequest::WithJobName(std::string value) {
  job_name_ = std::move(value);
  return *this;
}

ListModelPackagingJobsRequest& ListModelPackagingJobsRequest::WithProjectName(std::string value) {
  project_name_ = std::move(value);
  return *this;
}

ListModelPackagingJobsRequest& ListModelPackagingJobsRequest::WithNextToken(
    std::optional<std::string> value) {
  next_token_ = std::move(value);
  return *this;
}

ListModelPackagingJobsRequest& ListModelPackagingJobsRequest::WithMaxResults(std::optional<int> value) {
  max_results_ = value;
  return *this;
}

}  // namespace lookoutvision
