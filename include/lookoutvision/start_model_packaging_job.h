// StartModelPackagingJob: its request and its result.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>

#include <lookoutvision/export.h>
#include <lookoutvision/shapes.h>

namespace lookoutvision {

/// Requests a job that packages a model as a Greengrass component.
///
/// A value type: it can be copied, and sent many times. Pass `std::nullopt` to a setter to clear an optional
/// member.
class LOOKOUTVISION_EXPORT StartModelPackagingJobRequest {
 public:
  /// Sets the project. Required. 1-255 of `a-zA-Z0-9_-`, beginning with a letter or digit.
  StartModelPackagingJobRequest& WithProjectName(std::string value);
  StartModelPackagingJobRequest& WithProjectName(std::nullptr_t) = delete;

  /// Sets the version of the model. Required. A number without leading zeros, of at most 10 digits, or
  /// `latest`.
  StartModelPackagingJobRequest& WithModelVersion(std::string value);
  StartModelPackagingJobRequest& WithModelVersion(std::nullptr_t) = delete;

  /// Sets how to package the model. Required.
  StartModelPackagingJobRequest& WithConfiguration(ModelPackagingConfiguration value);

  /// Sets the job's name: 1-64 of `a-zA-Z0-9-`. Absent: the service makes one.
  StartModelPackagingJobRequest& WithJobName(std::optional<std::string> value);
  StartModelPackagingJobRequest& WithJobName(std::nullptr_t) = delete;

  /// Sets the job's description: 1-256 of `a-zA-Z0-9-_. ()':,;?`.
  StartModelPackagingJobRequest& WithDescription(std::optional<std::string> value);
  StartModelPackagingJobRequest& WithDescription(std::nullptr_t) = delete;

  /// Sets the idempotency token: 1-64 of `a-zA-Z0-9-`. Within 8 hours, the service returns the same job for
  /// the same token and input, and ConflictException for the same token with other input. Absent: a new UUID
  /// per call.
  StartModelPackagingJobRequest& WithClientToken(std::optional<std::string> value);
  StartModelPackagingJobRequest& WithClientToken(std::nullptr_t) = delete;

  const std::string& project_name() const { return project_name_; }    ///< The project; empty if not set.
  const std::string& model_version() const { return model_version_; }  ///< The version; empty if not set.
  const ModelPackagingConfiguration& configuration() const { return configuration_; }  ///< How to package.
  const std::optional<std::string>& job_name() const { return job_name_; }             ///< The job's name.
  const std::optional<std::string>& description() const { return description_; }  ///< The job's description.
  const std::optional<std::string>& client_token() const {
    return client_token_;
  }  ///< The idempotency token.

  /// Compares all members.
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

/// The job that this call or an earlier one with the same client token started.
struct StartModelPackagingJobResult {
  /// The job's name.
  std::string job_name;
  /// The idempotency token that was sent.
  std::string client_token = {};
  /// The service's id of the request.
  std::string request_id = {};

  /// Compares all members.
  friend bool operator==(const StartModelPackagingJobResult&, const StartModelPackagingJobResult&) = default;
};

/// Prints one line for logs, with control characters escaped.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const StartModelPackagingJobRequest& request);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const StartModelPackagingJobResult& result);

}  // namespace lookoutvision
