// DescribeModelPackagingJob: its request and its result.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <utility>

#include <lookoutvision/export.h>
#include <lookoutvision/shapes.h>

namespace lookoutvision {

/// Asks how a packaging job stands.
class DescribeModelPackagingJobRequest {
 public:
  /// Required. 1-255 of `a-zA-Z0-9_-`, beginning with a letter or digit.
  DescribeModelPackagingJobRequest& WithProjectName(std::string value) {
    project_name_ = std::move(value);
    return *this;
  }
  DescribeModelPackagingJobRequest& WithProjectName(std::nullptr_t) = delete;

  /// Required. 1-64 of `a-zA-Z0-9-`.
  DescribeModelPackagingJobRequest& WithJobName(std::string value) {
    job_name_ = std::move(value);
    return *this;
  }
  DescribeModelPackagingJobRequest& WithJobName(std::nullptr_t) = delete;

  const std::string& project_name() const { return project_name_; }
  const std::string& job_name() const { return job_name_; }

  friend bool operator==(const DescribeModelPackagingJobRequest&,
                         const DescribeModelPackagingJobRequest&) = default;

 private:
  std::string project_name_;
  std::string job_name_;
};

/// How a packaging job stands.
struct DescribeModelPackagingJobResult {
  /// All members absent where the service described nothing.
  ModelPackagingDescription model_packaging_description;
  /// The service's id of the request.
  std::string request_id = {};

  friend bool operator==(const DescribeModelPackagingJobResult&,
                         const DescribeModelPackagingJobResult&) = default;
};

LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const DescribeModelPackagingJobRequest& request);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const DescribeModelPackagingJobResult& result);

}  // namespace lookoutvision
