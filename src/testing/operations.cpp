// Handles the operations of the service.
#include "testing/operations.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>
#include <variant>
#include <vector>

#include <lookoutvision/validation.h>

#include "base/json.h"
#include "testing/path_template.h"
#include "testing/responses.h"

namespace lookoutvision::testing {
namespace {

ServiceError Unreadable(std::string message) {
  return {.status = 400, .type = "SerializationException", .message = std::move(message)};
}

/// One response for all violations, as the service sends it.
std::optional<Response> Refuse(const std::vector<Violation>& violations) {
  if (violations.empty()) return std::nullopt;
  std::ostringstream message;
  message << violations.size() << (violations.size() == 1 ? " validation error" : " validation errors")
          << " detected: ";
  const char* separator = "";
  for (const Violation& violation : violations) message << std::exchange(separator, "; ") << violation;
  return ErrorResponse({.status = 400, .type = "ValidationException", .message = message.str()});
}

}  // namespace

Operations::Operations(const MockServiceOptions& options)
    : base_path_(options.base_path),
      verify_signatures_(options.verify_signatures),
      rules_{.credentials = options.credentials,
             .region = options.signing_region,
             .service = options.signing_name},
      denied_access_keys_(options.denied_access_keys),
      throttle_(options.max_request_rate, options.platform.steady_now),
      jobs_(options) {
  if (!options.seed.empty()) jobs_.AddSeed(ReadSeed(options.seed), options.platform.system_now());
}

// Each operation is a row here and a member function.
std::span<const Operations::Route> Operations::Routes() {
  static constexpr Route kRoutes[] = {
      {"POST", "/2020-11-20/projects/{ProjectName}/modelpackagingjobs", "StartModelPackagingJob",
       &Operations::Start},
      {"GET", "/2020-11-20/projects/{ProjectName}/modelpackagingjobs", "ListModelPackagingJobs",
       &Operations::List},
      {"GET", "/2020-11-20/projects/{ProjectName}/modelpackagingjobs/{JobName}", "DescribeModelPackagingJob",
       &Operations::Describe},
  };
  return kRoutes;
}

Response Operations::Handle(const RecordedRequest& request, internal::SystemTime now) {
  std::string_view path = request.target;
  std::string_view query;
  if (const auto mark = path.find('?'); mark != path.npos) {
    query = path.substr(mark + 1);
    path = path.substr(0, mark);
  }
  if (path.starts_with(base_path_)) {
    path.remove_prefix(base_path_.size());
    for (const Route& route : Routes()) {
      if (route.method != request.method) continue;
      if (auto labels = MatchPath(route.path, path)) {
        return Handle(route, {.labels = *std::move(labels), .query = query, .headers = request.headers},
                      request, now);
      }
    }
  }
  return ErrorResponse({.status = 404,
                        .type = "UnknownOperationException",
                        .message = "No operation has this method and path."});
}

Response Operations::Handle(const Route& route, const internal::RequestHead& head,
                            const RecordedRequest& request, internal::SystemTime now) {
  const std::lock_guard lock(mutex_);
  Call call{.head = head, .body = request.body, .region = rules_.region.value_or("us-east-1"), .now = now};
  if (const auto error = Check(request, route.operation, call.region, now)) return ErrorResponse(*error);
  return (this->*route.handle)(call);
}

void Operations::Inspect(internal::SystemTime now, const std::function<void(const JobStore&)>& inspect) {
  const std::lock_guard lock(mutex_);
  jobs_.Advance(now);
  inspect(jobs_);
}

// Checks that precede the content: signature, permission and rate. Sets the region that was signed for.
std::optional<ServiceError> Operations::Check(const RecordedRequest& request, std::string_view operation,
                                              std::string& region, internal::SystemTime now) {
  if (verify_signatures_) {
    auto checked = CheckSignature(request, rules_, now);
    if (auto* error = std::get_if<ServiceError>(&checked)) return std::move(*error);
    region = std::get<std::string>(std::move(checked));
  }
  const std::string_view signer = SignerOf(request);
  if (std::ranges::find(denied_access_keys_, signer) != denied_access_keys_.end()) {
    return ServiceError{.status = 403,
                        .type = "AccessDeniedException",
                        .message = "User: arn:aws:iam::123456789012:user/" + std::string(signer) +
                                   " is not authorized to perform: lookoutvision:" + std::string(operation)};
  }
  if (const auto wait = throttle_.Take()) {
    return ServiceError{.status = 429,
                        .type = "ThrottlingException",
                        .message = "The rate of requests is too high.",
                        .quota_code = "L-MOCKRATE",
                        .service_code = "lookoutvision",
                        .retry_after = *wait};
  }
  return std::nullopt;
}

Response Operations::Start(const Call& call) {
  const std::string_view text = call.body.empty() ? "{}" : call.body;
  auto body = internal::ParseJson(text, text.size());
  if (!body) return ErrorResponse(Unreadable("The body " + body.problem() + '.'));
  std::optional<internal::JsonMismatch> mismatch;
  internal::JsonReader reader(*body, "", mismatch);
  const auto [request, missing] = internal::ReadStartModelPackagingJob(call.head, reader);
  if (mismatch) {
    return ErrorResponse(Unreadable((mismatch->path.empty() ? "The body" : mismatch->path) + " must be " +
                                    mismatch->expected + '.'));
  }
  auto violations = Validate(request);
  violations.insert(violations.end(), missing.begin(), missing.end());
  if (auto refusal = Refuse(violations)) return *std::move(refusal);

  auto started = jobs_.Start(request, call.region, call.now);
  if (const auto* error = std::get_if<ServiceError>(&started)) return ErrorResponse(*error);
  return {
      .status = 202,
      .body = internal::WriteResult(StartModelPackagingJobResult{std::get<std::string>(std::move(started))})};
}

Response Operations::Describe(const Call& call) {
  const auto request = internal::ReadDescribeModelPackagingJob(call.head);
  if (auto refusal = Refuse(Validate(request))) return *std::move(refusal);
  auto described = jobs_.Describe(request, call.now);
  if (const auto* error = std::get_if<ServiceError>(&described)) return ErrorResponse(*error);
  return {.body = internal::WriteResult(
              DescribeModelPackagingJobResult{std::get<ModelPackagingDescription>(std::move(described))})};
}

Response Operations::List(const Call& call) {
  const auto request = internal::ReadListModelPackagingJobs(call.head);
  if (auto refusal = Refuse(Validate(request))) return *std::move(refusal);
  const auto listed = jobs_.List(request, call.now);
  if (const auto* error = std::get_if<ServiceError>(&listed)) return ErrorResponse(*error);
  return {.body = internal::WriteResult(std::get<ListModelPackagingJobsResult>(listed))};
}

}  // namespace lookoutvision::testing
