// ListModelPackagingJobs: its request and its result, which is one page.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <lookoutvision/export.h>
#include <lookoutvision/shapes.h>

namespace lookoutvision {

/// Requests one page of a project's packaging jobs. For all pages: Client::ListModelPackagingJobsPages.
class LOOKOUTVISION_EXPORT ListModelPackagingJobsRequest {
 public:
  /// Sets the project. Required. 1-255 of `a-zA-Z0-9_-`, beginning with a letter or digit.
  ListModelPackagingJobsRequest& WithProjectName(std::string value);
  ListModelPackagingJobsRequest& WithProjectName(std::nullptr_t) = delete;

  /// Sets the `next_token` of the previous page: at most 2048 of `a-zA-Z0-9/+=`. Absent: the first page.
  ListModelPackagingJobsRequest& WithNextToken(std::optional<std::string> value);
  ListModelPackagingJobsRequest& WithNextToken(std::nullptr_t) = delete;

  /// Sets the maximum number of jobs per page, 1-100. Absent: 100.
  ListModelPackagingJobsRequest& WithMaxResults(std::optional<int> value);

  const std::string& project_name() const { return project_name_; }  ///< The project; empty if not set.
  const std::optional<std::string>& next_token() const { return next_token_; }  ///< The page token.
  const std::optional<int>& max_results() const { return max_results_; }        ///< The maximum per page.

  /// Compares all members.
  friend bool operator==(const ListModelPackagingJobsRequest&,
                         const ListModelPackagingJobsRequest&) = default;

 private:
  std::string project_name_;
  std::optional<std::string> next_token_;
  std::optional<int> max_results_;
};

/// One page of a project's packaging jobs.
struct ListModelPackagingJobsResult {
  /// The jobs of this page; it may be empty although more pages follow.
  std::vector<ModelPackagingJobMetadata> model_packaging_jobs;
  /// The token of the next page; absent or empty on the last page.
  std::optional<std::string> next_token = {};
  /// The service's id of the request.
  std::string request_id = {};

  /// Compares all members.
  friend bool operator==(const ListModelPackagingJobsResult&, const ListModelPackagingJobsResult&) = default;
};

/// Prints one line for logs, with control characters escaped.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const ListModelPackagingJobsRequest& request);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const ListModelPackagingJobsResult& result);

}  // namespace lookoutvision
