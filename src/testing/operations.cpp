// From request to answer; see operations.h.
#include "testing/operations.h"

#include <algorithm>
#include <climits>
#include <cstddef>
#include <optional>
#include <sstream>
#include <utility>
#include <variant>
#include <vector>

#include <lookoutvision/validation.h>

#include "testing/answers.h"
#include "testing/start_reader.h"

namespace lookoutvision::testing {
namespace {

/// What a path names: a project's packaging jobs, or one of them.
struct Route {
  std::string project;
  std::optional<std::string> job = {};
};

std::string_view TakeSegment(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return segment;
}

/// `<base>/2020-11-20/projects/{projectName}/modelpackagingjobs[/{jobName}]`
std::optional<Route> FindRoute(std::string_view target, std::string_view base_path) {
  std::string_view path = target.substr(0, target.find('?'));
  if (!path.starts_with(base_path)) return std::nullopt;
  path.remove_prefix(base_path.size());
  if (!path.starts_with('/')) return std::nullopt;
  path.remove_prefix(1);

  if (TakeSegment(path) != "2020-11-20" || TakeSegment(path) != "projects") return std::nullopt;
  Route route{.project = internal::PercentDecode(TakeSegment(path))};
  constexpr std::string_view kJobs = "modelpackagingjobs";
  if (path == kJobs) return route;
  if (TakeSegment(path) != kJobs || path.empty() || path.find('/') != std::string_view::npos) {
    return std::nullopt;
  }
  route.job = internal::PercentDecode(path);
  return route;
}

/// The decoded value of a query's parameter; absent where there is none of that name.
std::optional<std::string> QueryValue(std::string_view target, std::string_view name) {
  const std::size_t mark = target.find('?');
  std::string_view query = mark == std::string_view::npos ? "" : target.substr(mark + 1);
  while (!query.empty()) {
    const std::string_view parameter = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), parameter.size() + 1));
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    if (internal::PercentDecode(parameter.substr(0, equals)) != name) continue;
    return internal::PercentDecode(parameter.substr(std::min(parameter.size(), equals + 1)));
  }
  return std::nullopt;
}

/// One answer for all of them, as the service has it.
std::optional<Answer> Refuse(const std::vector<Violation>& violations) {
  if (violations.empty()) return std::nullopt;
  std::ostringstream message;
  message << violations.size() << (violations.size() == 1 ? " validation error" : " validation errors")
          << " detected: ";
  const char* separator = "";
  for (const Violation& violation : violations) message << std::exchange(separator, "; ") << violation;
  return ErrorAnswer({.status = 400, .type = "ValidationException", .message = message.str()});
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
  if (!options.seed.empty()) jobs_.Plant(ReadSeed(options.seed), options.platform.system_now());
}

Answer Operations::Handle(const RecordedRequest& request, internal::SystemTime now) {
  const auto route = FindRoute(request.target, base_path_);
  const bool starts = route && !route->job && request.method == "POST";
  const bool describes = route && route->job && request.method == "GET";
  const bool lists = route && !route->job && request.method == "GET";
  if (!starts && !describes && !lists) {
    return ErrorAnswer({.status = 404,
                        .type = "UnknownOperationException",
                        .message = "No operation has this method and path."});
  }

  const std::string_view operation = starts  ? "StartModelPackagingJob"
                                     : lists ? "ListModelPackagingJobs"
                                             : "DescribeModelPackagingJob";
  const std::lock_guard lock(mutex_);
  std::string region = rules_.region.value_or("us-east-1");
  if (const auto error = Check(request, operation, region, now)) return ErrorAnswer(*error);
  if (starts) return Start(request, route->project, region, now);
  return lists ? List(route->project, request.target, now) : Describe(route->project, *route->job, now);
}

void Operations::Look(internal::SystemTime now, const std::function<void(const JobStore&)>& look) {
  const std::lock_guard lock(mutex_);
  jobs_.MoveOn(now);
  look(jobs_);
}

// What is held against every request before its content is looked at. Sets the region that it was signed for.
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

Answer Operations::Start(const RecordedRequest& request, std::string project, std::string_view region,
                         internal::SystemTime now) {
  const auto read = ReadStartModelPackagingJob(request, std::move(project));
  if (const auto* error = std::get_if<ServiceError>(&read)) return ErrorAnswer(*error);
  const auto& start = std::get<ReadStart>(read);
  auto violations = Validate(start.request);
  violations.insert(violations.end(), start.missing.begin(), start.missing.end());
  if (auto refusal = Refuse(violations)) return *std::move(refusal);

  const auto started = jobs_.Start(start.request, region, now);
  if (const auto* error = std::get_if<ServiceError>(&started)) return ErrorAnswer(*error);
  return StartAnswer(std::get<std::string>(started));
}

Answer Operations::Describe(std::string project, std::string job, internal::SystemTime now) {
  const auto request =
      DescribeModelPackagingJobRequest().WithProjectName(std::move(project)).WithJobName(std::move(job));
  if (auto refusal = Refuse(Validate(request))) return *std::move(refusal);
  const auto described = jobs_.Describe(request, now);
  if (const auto* error = std::get_if<ServiceError>(&described)) return ErrorAnswer(*error);
  return DescribeAnswer(std::get<ModelPackagingDescription>(described));
}

Answer Operations::List(std::string project, std::string_view target, internal::SystemTime now) {
  ListModelPackagingJobsRequest request;
  request.WithProjectName(std::move(project)).WithNextToken(QueryValue(target, "nextToken"));
  if (const auto max_results = QueryValue(target, "maxResults")) {
    const auto number = internal::ParseNonNegative(*max_results);
    // A number that is none is told like one that is out of range.
    request.WithMaxResults(number && *number <= INT_MAX ? static_cast<int>(*number) : -1);
  }
  if (auto refusal = Refuse(Validate(request))) return *std::move(refusal);
  const auto listed = jobs_.List(request, now);
  if (const auto* error = std::get_if<ServiceError>(&listed)) return ErrorAnswer(*error);
  return ListAnswer(std::get<ListModelPackagingJobsResult>(listed));
}

}  // namespace lookoutvision::testing
