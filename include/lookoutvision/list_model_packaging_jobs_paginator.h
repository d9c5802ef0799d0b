// ListModelPackagingJobsPaginator: a range over all pages of a project's packaging jobs.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>

#include <lookoutvision/export.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/outcome.h>

namespace lookoutvision {

namespace internal {
class PaginatorState;
}

/// A paginator: the pages from the one that the request names to the last. Each step requests a page:
///
///     for (const auto& page : client.ListModelPackagingJobsPages(list_request)) {
///       if (!page) return Report(page.error());
///       for (const auto& job : page->model_packaging_jobs) Use(job);
///     }
///
/// It ends after the last page, or after the first error. Endless pages end it with an error of kind
/// `kUnreadableResponse`: a page token that repeats, or 100 consecutive pages without a job but with a token
/// for the next. After the latter, continue with a new paginator whose request has the `next_token` of the
/// last page.
///
/// A single-pass input range for one thread: copies and iterators share the current page.
class LOOKOUTVISION_EXPORT ListModelPackagingJobsPaginator {
 public:
  /// An input iterator over the pages.
  class LOOKOUTVISION_EXPORT iterator {  // NOLINT(readability-identifier-naming): the name that ranges use
   public:
    using iterator_concept = std::input_iterator_tag;          ///< For std::input_iterator.
    using difference_type = std::ptrdiff_t;                    ///< For std::input_iterator.
    using value_type = Outcome<ListModelPackagingJobsResult>;  ///< A page, or the error that ends the range.

    /// The current page, until the next step.
    const value_type& operator*() const;
    /// The current page, until the next step.
    const value_type* operator->() const { return std::addressof(**this); }
    /// Requests the next page.
    iterator& operator++();
    void operator++(int) { ++*this; }  ///< @overload

    /// Whether there is no page left.
    friend bool operator==(const iterator& at, std::default_sentinel_t) { return at.AtEnd(); }

   private:
    friend class ListModelPackagingJobsPaginator;
    explicit iterator(std::shared_ptr<internal::PaginatorState> state) : state_(std::move(state)) {}
    bool AtEnd() const;

    std::shared_ptr<internal::PaginatorState> state_;
  };

  /// Requests the first page, at each call.
  iterator begin();
  std::default_sentinel_t end() const { return std::default_sentinel; }  ///< After the last page.

 private:
  friend class Client;
  explicit ListModelPackagingJobsPaginator(std::shared_ptr<internal::PaginatorState> state)
      : state_(std::move(state)) {}

  std::shared_ptr<internal::PaginatorState> state_;
};

}  // namespace lookoutvision
