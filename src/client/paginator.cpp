// The paginator, which calls ListModelPackagingJobs once per page.
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <lookoutvision/client.h>

#include "base/deadline.h"
#include "base/text.h"
#include "client/client_impl.h"
#include "protocol/rest_json.h"

namespace lookoutvision {
namespace {

// The User-Agent's feature id of a paginator.
constexpr std::string_view kPaginatorFeature = "C";

// A service that filters what it reads may return empty pages before the last. Nothing filters these jobs, so
// that a few in a row are plausible, and this many are not.
constexpr int kMaxEmptyPages = 100;

}  // namespace

// The state of a paginator, shared by its iterators.
class internal::PaginatorState {
 public:
  using Page = Outcome<ListModelPackagingJobsResult>;

  PaginatorState(std::shared_ptr<const Pipeline> pipeline, ListModelPackagingJobsRequest request,
                 CallOptions options)
      : pipeline_(std::move(pipeline)), first_(std::move(request)), options_(std::move(options)) {}

  void Begin() {
    tokens_.clear();
    empty_pages_ = 0;
    if (first_.next_token()) tokens_.insert(*first_.next_token());
    deadline_ = DeadlineAfter(pipeline_->platform().steady_now(), options_.timeout);
    Load(first_);
  }

  void Next() {
    const std::string token = page_ && *page_ ? (*page_)->next_token.value_or("") : "";
    if (token.empty()) {
      page_.reset();
    } else if (!tokens_.insert(token).second) {
      page_ = Endless("the service returned the same page token twice: its pages would never end");
    } else if (empty_pages_ == kMaxEmptyPages) {
      page_ = Endless("the service returned " + std::to_string(kMaxEmptyPages) +
                      " pages in a row without a job, each with a token for another: they may never end; to "
                      "continue, list from the next_token of the last page");
    } else {
      Load(ListModelPackagingJobsRequest(first_).WithNextToken(token));
    }
  }

  // Absent after the last page.
  const std::optional<Page>& page() const { return page_; }

 private:
  Failure Endless(std::string why) const {
    return Failure({.kind = ErrorKind::kUnreadableResponse,
                    .message = std::move(why),
                    .http_status = 200,
                    .request_id = (*page_)->request_id,
                    .endpoint = pipeline_->origin()});
  }

  void Load(const ListModelPackagingJobsRequest& request) {
    if (deadline_ && *deadline_ <= pipeline_->platform().steady_now()) {
      page_ = Failure(
          {.kind = ErrorKind::kTimeout,
           .message = "the timeout of " + DurationText(*options_.timeout) + " for all pages has passed",
           .endpoint = pipeline_->origin(),
           .retryable = true,
           .stop_reason = StopReason::kDeadlineTooNear});
      return;
    }
    auto call = Serialize(request);
    if (!call) {
      page_ = Failure(std::move(call).error());
      return;
    }
    CallOptions options = options_;
    options.timeout = pipeline_->CallTimeoutUntil(deadline_);
    page_ = pipeline_->Run(*std::move(call), options, ParseListModelPackagingJobs, kPaginatorFeature).outcome;
    empty_pages_ = *page_ && (*page_)->model_packaging_jobs.empty() ? empty_pages_ + 1 : 0;
  }

  const std::shared_ptr<const Pipeline> pipeline_;
  const ListModelPackagingJobsRequest first_;
  const CallOptions options_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  std::set<std::string> tokens_;
  /// In a row, up to this page.
  int empty_pages_ = 0;
  std::optional<Page> page_;
};

ListModelPackagingJobsPaginator Client::ListModelPackagingJobsPages(ListModelPackagingJobsRequest request,
                                                                    CallOptions options) const {
  return ListModelPackagingJobsPaginator(std::make_shared<internal::PaginatorState>(
      Impl::PipelineOf(*this), std::move(request), std::move(options)));
}

ListModelPackagingJobsPaginator::iterator ListModelPackagingJobsPaginator::begin() {
  state_->Begin();
  return iterator(state_);
}

const Outcome<ListModelPackagingJobsResult>& ListModelPackagingJobsPaginator::iterator::operator*() const {
  return *state_->page();
}

ListModelPackagingJobsPaginator::iterator& ListModelPackagingJobsPaginator::iterator::operator++() {
  state_->Next();
  return *this;
}

bool ListModelPackagingJobsPaginator::iterator::AtEnd() const {
  return !state_->page();
}

}  // namespace lookoutvision
