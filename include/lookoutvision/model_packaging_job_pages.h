// ListModelPackagingJobsPaginator: all pages of a project's packaging jobs, as a range.
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
class PageWalk;
}

/// The pages from the one that the request asks for to the last, each asked for when it is come to:
///
///     for (const auto& page : client.ListModelPackagingJobsPages(request)) {
///       if (!page) return Report(page.error());
///       for (const auto& job : page->model_packaging_jobs) Use(job);
///     }
///
/// It ends after the last page, or after the first error. Pages that would never end are followed by an error
/// of kind `kUnreadableResponse`: a page token that comes a second time leads in a circle, and 100 pages in a
/// row without a job, each with a token for another, lead nowhere. After those, a new range whose request has
/// the `next_token` of the last page continues.
///
/// A single-pass input range for one thread: copies and iterators all stand at the same page.
class LOOKOUTVISION_EXPORT ListModelPackagingJobsPaginator {
 public:
  class LOOKOUTVISION_EXPORT iterator {  // NOLINT(readability-identifier-naming): the name that ranges use
   public:
    using iterator_concept = std::input_iterator_tag;
    using difference_type = std::ptrdiff_t;
    using value_type = Outcome<ListModelPackagingJobsResult>;

    const value_type& operator*() const;
    const value_type* operator->() const { return &**this; }
    /// Asks for the next page.
    iterator& operator++();
    void operator++(int) { ++*this; }

    friend bool operator==(const iterator& at, std::default_sentinel_t) { return at.AtEnd(); }

   private:
    friend class ListModelPackagingJobsPaginator;
    explicit iterator(std::shared_ptr<internal::PageWalk> walk) : walk_(std::move(walk)) {}
    bool AtEnd() const;

    std::shared_ptr<internal::PageWalk> walk_;
  };

  /// Asks for the first page, each time it is called.
  iterator begin();
  std::default_sentinel_t end() const { return std::default_sentinel; }

 private:
  friend class Client;
  explicit ListModelPackagingJobsPaginator(std::shared_ptr<internal::PageWalk> walk)
      : walk_(std::move(walk)) {}

  std::shared_ptr<internal::PageWalk> walk_;
};

}  // namespace lookoutvision
