// ListModelPackagingJobs: its request and its result, which is one page. All pages:
// Client::ListModelPackagingJobsPages.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <lookoutvision/export.h>
#include <lookoutvision/shapes.h>

namespace lookoutvision {

/// Asks for a page of a project's packaging jobs.
class ListModelPackagingJobsRequest {
 public:
  /// Required. 1-255 of `a-zA-Z0-9_-`, beginning with a letter or digit.
  ListModelPackagingJobsRequest& WithProjectName(std::string value) {
    project_name_ = std::move(value);
    return *this;
  }
  ListModelPackagingJobsRequest& WithProjectName(std::nullptr_t) = delete;

  /// The `next_token` of the page before: at most 2048 of `a-zA-Z0-9/+=`. Absent: the first page.
  ListModelPackagingJobsRequest& WithNextToken(std::optional<std::string> value) {
    next_token_ = std::move(value);
    return *this;
  }
  ListModelPackagingJobsRequest& WithNextToken(std::nullptr_t) = delete;

  /// The most jobs that a page may hold, 1-100. Absent: 100.
  ListModelPackagingJobsRequest& WithMaxResults(std::optional<int> value) {
    max_results_ = value;
    return *this;
  }

  const std::string& project_name() const { return project_name_; }
  const std::optional<std::string>& next_token() const { return next_token_; }
  const std::optional<int>& max_results() const { return max_results_; }

  friend bool operator==(const ListModelPackagingJobsRequest&,
                         const ListModelPackagingJobsRequest&) = default;

 private:
  std::string project_name_;
  std::optional<std::string> next_token_;
  std::optional<int> max_results_;
};

/// A page of a project's packaging jobs.
struct ListModelPackagingJobsResult {
  std::vector<ModelPackagingJobMetadata> model_packaging_jobs;
  /// Asks for the next page; absent, or empty, on the last.
  std::optional<std::string> next_token = {};
  /// The service's id of the request.
  std::string request_id = {};

  friend bool operator==(const ListModelPackagingJobsResult&, const ListModelPackagingJobsResult&) = default;
};

LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const ListModelPackagingJobsRequest& request);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const ListModelPackagingJobsResult& result);

}  // namespace lookoutvision
