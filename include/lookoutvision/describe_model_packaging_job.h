// DescribeModelPackagingJob: its request and its result.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

#include <lookoutvision/export.h>
#include <lookoutvision/shapes.h>

namespace lookoutvision {

/// Requests the status of a packaging job.
class LOOKOUTVISION_EXPORT DescribeModelPackagingJobRequest {
 public:
  /// Sets the project. Required. 1-255 of `a-zA-Z0-9_-`, beginning with a letter or digit.
  DescribeModelPackagingJobRequest& WithProjectName(std::string value);
  DescribeModelPackagingJobRequest& WithProjectName(std::nullptr_t) = delete;

  /// Sets the job. Required. 1-64 of `a-zA-Z0-9-`.
  DescribeModelPackagingJobRequest& WithJobName(std::string value);
  DescribeModelPackagingJobRequest& WithJobName(std::nullptr_t) = delete;

  const std::string& project_name() const { return project_name_; }  ///< The project; empty if not set.
  const std::string& job_name() const { return job_name_; }          ///< The job; empty if not set.

  /// Compares all members.
  friend bool operator==(const DescribeModelPackagingJobRequest&,
                         const DescribeModelPackagingJobRequest&) = default;

 private:
  std::string project_name_;
  std::string job_name_;
};

/// The status of a packaging job.
struct DescribeModelPackagingJobResult {
  /// The job. All members are absent if the response has no description.
  ModelPackagingDescription model_packaging_description;
  /// The service's id of the request.
  std::string request_id = {};

  /// Compares all members.
  friend bool operator==(const DescribeModelPackagingJobResult&,
                         const DescribeModelPackagingJobResult&) = default;
};

/// Prints one line for logs, with control characters escaped.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const DescribeModelPackagingJobRequest& request);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const DescribeModelPackagingJobResult& result);

}  // namespace lookoutvision
