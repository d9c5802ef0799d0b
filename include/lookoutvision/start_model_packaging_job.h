// StartModelPackagingJob: its request and its result.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>

#include <lookoutvision/export.h>
#include <lookoutvision/shapes.h>

namespace lookoutvision {

/// Asks to package a model as a Greengrass component.
///
/// A value: keep it, copy it, send it many times. A setter of an optional member takes `std::nullopt` to
/// clear it.
class StartModelPackagingJobRequest {
 public:
  /// Required. 1-255 of `a-zA-Z0-9_-`, beginning with a letter or digit.
  StartModelPackagingJobRequest& WithProjectName(std::string value) {
    project_name_ = std::move(value);
    return *this;
  }
  StartModelPackagingJobRequest& WithProjectName(std::nullptr_t) = delete;

  /// Required. A number without leading zeros, of at most 10 digits, or `latest`.
  StartModelPackagingJobRequest& WithModelVersion(std::string value) {
    model_version_ = std::move(value);
    return *this;
  }
  StartModelPackagingJobRequest& WithModelVersion(std::nullptr_t) = delete;

  /// Required.
  StartModelPackagingJobRequest& WithConfiguration(ModelPackagingConfiguration value) {
    configuration_ = std::move(value);
    return *this;
  }

  /// 1-64 of `a-zA-Z0-9-`. Absent: the service makes one.
  StartModelPackagingJobRequest& WithJobName(std::optional<std::string> value) {
    job_name_ = std::move(value);
    return *this;
  }
  StartModelPackagingJobRequest& WithJobName(std::nullptr_t) = delete;

  /// 1-256 of `a-zA-Z0-9-_. ()':,;?`.
  StartModelPackagingJobRequest& WithDescription(std::optional<std::string> value) {
    description_ = std::move(value);
    return *this;
  }
  StartModelPackagingJobRequest& WithDescription(std::nullptr_t) = delete;

  /// 1-64 of `a-zA-Z0-9-`. Within 8 hours the service answers the same token and input with the same job, and
  /// the same token with other input with ConflictException. Absent: a UUID made for each call.
  StartModelPackagingJobRequest& WithClientToken(std::optional<std::string> value) {
    client_token_ = std::move(value);
    return *this;
  }
  StartModelPackagingJobRequest& WithClientToken(std::nullptr_t) = delete;

  const std::string& project_name() const { return project_name_; }
  const std::string& model_version() const { return model_version_; }
  const ModelPackagingConfiguration& configuration() const { return configuration_; }
  const std::optional<std::string>& job_name() const { return job_name_; }
  const std::optional<std::string>& description() const { return description_; }
  const std::optional<std::string>& client_token() const { return client_token_; }

  friend bool operator==(const StartModelPackagingJobRequest&,
                         const StartModelPackagingJobRequest&) = default;

 private:
  std::string project_name_;
  std::string model_version_;
  ModelPackagingConfiguration configuration_;
  std::optional<std::string> job_name_;
  std::optional<std::string> description_;
  std::optional<std::string> client_token_;
};

/// The job that was started, or that the same client token had started before.
struct StartModelPackagingJobResult {
  std::string job_name;
  /// The token that was sent.
  std::string client_token = {};
  /// The service's id of the request.
  std::string request_id = {};

  friend bool operator==(const StartModelPackagingJobResult&, const StartModelPackagingJobResult&) = default;
};

LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const StartModelPackagingJobRequest& request);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const StartModelPackagingJobResult& result);

}  // namespace lookoutvision
