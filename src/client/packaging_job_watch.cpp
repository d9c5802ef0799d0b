// PackagingJobWatch: the public form of the Waiter, and its state as text.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "client/client_impl.h"
#include "client/waiter.h"

namespace lookoutvision {
namespace {

using internal::PercentDecode;
using internal::PercentEncode;

// The line after which a line per job follows.
constexpr std::string_view kFirstLine = "lookoutvision-watch 1\n";

std::string LineOf(const DescribeModelPackagingJobRequest& request, const std::string& client_token) {
  return PercentEncode(request.project_name()) + ' ' + PercentEncode(request.job_name()) +
         (client_token.empty() ? "" : ' ' + PercentEncode(client_token)) + '\n';
}

// It does not quote the line.
Failure Malformed(std::size_t line, const std::string& problem) {
  return Failure({.kind = ErrorKind::kInvalidRequest,
                  .message = "line " + std::to_string(line) + " of the saved watch " + problem});
}

}  // namespace

PackagingJobWatch::PackagingJobWatch(const Client& client, WaitForJobsOptions options,
                                     CallOptions call_options)
    : waiter_(std::make_shared<internal::Waiter>(Client::Impl::PipelineOf(client), std::move(options),
                                                 std::move(call_options))) {}

std::size_t PackagingJobWatch::Add(DescribeModelPackagingJobRequest request, std::string client_token) {
  return waiter_->Add(std::move(request), std::move(client_token));
}

std::optional<std::chrono::steady_clock::time_point> PackagingJobWatch::Step() {
  // A callback may drop the watch.
  const auto waiter = waiter_;
  const auto next = waiter->Step();
  if (waiter->options().on_end) waiter->TakeOutcomes();
  return next;
}

std::vector<EndedJob> PackagingJobWatch::TakeOutcomes() {
  return waiter_->TakeOutcomes();
}

std::size_t PackagingJobWatch::remaining() const {
  return waiter_->jobs().size();
}

std::string PackagingJobWatch::Save() const {
  std::string text(kFirstLine);
  for (const auto& job : waiter_->ended()) text += LineOf(job.request, job.client_token);
  for (const auto& job : waiter_->jobs()) text += LineOf(job.request, job.client_token);
  return text;
}

Outcome<PackagingJobWatch> PackagingJobWatch::Resume(const Client& client, std::string_view text,
                                                     WaitForJobsOptions options, CallOptions call_options) {
  if (!text.starts_with(kFirstLine)) {
    return Malformed(1, "must be \"lookoutvision-watch 1\": a newer version of the library wrote another");
  }
  text.remove_prefix(kFirstLine.size());
  PackagingJobWatch watch(client, std::move(options), std::move(call_options));
  for (std::size_t number = 2; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n') + 1);
    std::array<std::string, 3> fields;
    std::size_t field = 0;
    for (const char c : line) {
      if (c == ' ') field = std::min(field + 1, fields.size() - 1);
      if (c != ' ' && c != '\n') fields[field] += c;
    }
    auto request = DescribeModelPackagingJobRequest()
                       .WithProjectName(PercentDecode(fields[0]))
                       .WithJobName(PercentDecode(fields[1]));
    std::string client_token = PercentDecode(fields[2]);
    if (line != LineOf(request, client_token)) {
      return Malformed(number,
                       "must be a project, a job and perhaps a client token, percent-encoded, with a "
                       "space between them and a line feed at the end");
    }
    watch.Add(std::move(request), std::move(client_token));
    text.remove_prefix(line.size());
  }
  return watch;
}

}  // namespace lookoutvision
