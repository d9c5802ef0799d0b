// ModelPackagingJobPages: one ListModelPackagingJobs after the other.
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <lookoutvision/client.h>

#include "base/limits.h"
#include "client/client_impl.h"
#include "protocol/rest_json.h"

namespace lookoutvision {
namespace {

// The User-Agent's feature id of a paginator.
constexpr std::string_view kPaginatorFeature = "C";

}  // namespace

// Where a range and its iterators stand.
class internal::PageWalk {
 public:
  using Page = Outcome<ListModelPackagingJobsResult>;

  PageWalk(std::shared_ptr<const Pipeline> pipeline, ListModelPackagingJobsRequest request,
           CallOptions options)
      : pipeline_(std::move(pipeline)), first_(std::move(request)), options_(std::move(options)) {}

  void Begin() {
    tokens_.clear();
    if (first_.next_token()) tokens_.insert(*first_.next_token());
    deadline_ = options_.timeout ? DeadlineAfter(pipeline_->platform().steady_now(), *options_.timeout)
                                 : std::nullopt;
    Load(first_);
  }

  void Next() {
    const std::string token = page_ && *page_ ? (*page_)->next_token.value_or("") : "";
    if (token.empty()) {
      page_.reset();
    } else if (!tokens_.insert(token).second) {
      page_ = Failure({.kind = ErrorKind::kUnreadableResponse,
                       .message = "the service gave the same page token twice: its pages would never end",
                       .http_status = 200,
                       .request_id = (*page_)->request_id,
                       .endpoint = pipeline_->origin()});
    } else {
      Load(ListModelPackagingJobsRequest(first_).WithNextToken(token));
    }
  }

  // Absent behind the last one.
  const std::optional<Page>& page() const { return page_; }

 private:
  void Load(const ListModelPackagingJobsRequest& request) {
    if (deadline_ && *deadline_ <= pipeline_->platform().steady_now()) {
      page_ = Failure({.kind = ErrorKind::kTimeout,
                       .message = "the limit of " + std::to_string(options_.timeout->count()) +
                                  " ms for all pages has passed",
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
    options.timeout = pipeline_->LimitOfOneCall(deadline_);
    page_ = pipeline_->Run(*call, options, ParseListModelPackagingJobs, kPaginatorFeature);
  }

  const std::shared_ptr<const Pipeline> pipeline_;
  const ListModelPackagingJobsRequest first_;
  const CallOptions options_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  std::set<std::string> tokens_;
  std::optional<Page> page_;
};

ModelPackagingJobPageRange Client::ModelPackagingJobPages(ListModelPackagingJobsRequest request,
                                                          CallOptions options) const {
  return ModelPackagingJobPageRange(
      std::make_shared<internal::PageWalk>(std::shared_ptr<const internal::Pipeline>(impl_, &impl_->pipeline),
                                           std::move(request), std::move(options)));
}

ModelPackagingJobPageRange::iterator ModelPackagingJobPageRange::begin() {
  walk_->Begin();
  return iterator(walk_);
}

const Outcome<ListModelPackagingJobsResult>& ModelPackagingJobPageRange::iterator::operator*() const {
  return *walk_->page();
}

ModelPackagingJobPageRange::iterator& ModelPackagingJobPageRange::iterator::operator++() {
  walk_->Next();
  return *this;
}

bool ModelPackagingJobPageRange::iterator::AtEnd() const {
  return !walk_->page();
}

}  // namespace lookoutvision
