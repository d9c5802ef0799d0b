// Handles the operations of the service.
#include "testing/operations.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

#include <lookoutvision/json.h>
#include <lookoutvision/validation.h>

#include "base/json.h"
#include "testing/responses.h"
#include "testing/seed.h"
#include "testing/signature_check.h"

namespace lookoutvision::testing {
namespace {

[[noreturn]] void RefuseAsUnreadable(std::string message) {
  throw ServiceError{.status = 400, .type = "SerializationException", .message = std::move(message)};
}

/// Throws one error for all violations, as the service reports them.
void Refuse(const std::vector<Violation>& violations) {
  if (violations.empty()) return;
  std::ostringstream message;
  message << violations.size() << (violations.size() == 1 ? " validation error" : " validation errors")
          << " detected: ";
  const char* separator = "";
  for (const Violation& violation : violations) message << std::exchange(separator, "; ") << violation;
  throw ServiceError{.status = 400, .type = "ValidationException", .message = message.str()};
}

// Removes a '/' and the segment after it, so that `path` begins with the next '/'.
std::string_view TakeSegment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

// The decoded labels of `path` by name if it matches `path_template`, for example `/projects/{ProjectName}`.
// A label is one segment of the path and not empty.
std::optional<std::map<std::string_view, std::string>> MatchPath(std::string_view path_template,
                                                                 std::string_view path) {
  std::map<std::string_view, std::string> labels;
  while (path_template.starts_with('/') && path.starts_with('/')) {
    const std::string_view expected = TakeSegment(path_template);
    const std::string_view segment = TakeSegment(path);
    if (expected.starts_with('{') && !segment.empty()) {
      labels.emplace(expected.substr(1, expected.size() - 2), internal::PercentDecode(segment));
    } else if (segment != expected) {
      return std::nullopt;
    }
  }
  if (!path_template.empty() || !path.empty()) return std::nullopt;
  return labels;
}

// The service's times have milliseconds.
internal::SystemTime InMilliseconds(internal::SystemTime time) {
  return std::chrono::floor<std::chrono::milliseconds>(time);
}

}  // namespace

Operations::Operations(MockServiceOptions options) : options_(std::move(options)), jobs_(MakeJobs()) {}

internal::SystemTime Operations::Now() const {
  return InMilliseconds(options_.platform.system_now());
}

JobStore Operations::MakeJobs() const {
  JobStore jobs(options_);
  if (!options_.seed.empty()) jobs.AddSeed(ReadSeed(options_.seed, Now()));
  return jobs;
}

// Performs a change of the jobs and reports it, so that on_change sees changes in order.
template <typename Changing>
void Operations::Change(Changing change) {
  const std::lock_guard lock(mutex_);
  change();
  if (options_.on_change && jobs_.TakeChanged()) options_.on_change(WriteSeed(jobs_));
}

void Operations::Reset() {
  Change([this] {
    jobs_ = MakeJobs();
    period_begin_.reset();
  });
}

void Operations::Replace(std::string_view seed) {
  Change([&] {
    MockServiceOptions options = options_;
    options.projects.reset();
    JobStore jobs(std::move(options));
    jobs.AddSeed(ReadSeed(seed, Now(), jobs_.clock_advance()));
    jobs_ = std::move(jobs);
  });
}

void Operations::EndJob(std::string_view project, std::string_view name, std::optional<std::string> failure) {
  Change([&] { jobs_.End(project, name, std::move(failure), Now() + jobs_.clock_advance()); });
}

void Operations::AdvanceClock(std::chrono::milliseconds by) {
  Change([&] { jobs_.AdvanceClock(by); });
}

void Operations::ReportChange() {
  Change([] {});
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

std::optional<Operations::Match> Operations::FindRoute(const RecordedRequest& request) const {
  std::string_view path = request.target;
  std::string_view query;
  if (const auto mark = path.find('?'); mark != path.npos) {
    query = path.substr(mark + 1);
    path = path.substr(0, mark);
  }
  if (!path.starts_with(options_.base_path)) return std::nullopt;
  path.remove_prefix(options_.base_path.size());
  for (const Route& route : Routes()) {
    if (route.method != request.method) continue;
    if (auto labels = MatchPath(route.path, path)) {
      return Match{route, {.labels = *std::move(labels), .query = query, .headers = request.headers}};
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> Operations::Names() {
  std::vector<std::string_view> names;
  for (const Route& route : Routes()) names.push_back(route.operation);
  return names;
}

RequestSubject Operations::SubjectOf(const RecordedRequest& request) {
  const auto match = FindRoute(request);
  if (!match) return {};
  const auto& labels = match->head.labels;
  RequestSubject subject{.operation = match->route.operation, .project = labels.at("ProjectName")};
  if (match->route.handle == &Operations::Start) {
    const auto body = internal::ParseJson(request.body, request.body.size());
    const auto* const configuration = body ? body->Find("Configuration") : nullptr;
    const auto* const greengrass = configuration ? configuration->Find("Greengrass") : nullptr;
    if (greengrass) subject.component = greengrass->TextOf("ComponentName");
  } else if (const auto name = labels.find("JobName"); name != labels.end()) {
    const std::lock_guard lock(mutex_);
    for (const JobStore::Job& job : jobs_.jobs()) {
      if (job.name == name->second && job.request.project_name() == subject.project) {
        subject.component = job.request.configuration().greengrass.component_name;
      }
    }
  }
  return subject;
}

Response Operations::Handle(const RecordedRequest& request, internal::SystemTime now) {
  if (const auto match = FindRoute(request)) {
    return Handle(match->route, match->head, request, InMilliseconds(now));
  }
  return ErrorResponse({.status = 404,
                        .type = "UnknownOperationException",
                        .message = "No operation has this method and path."});
}

Response Operations::Handle(const Route& route, const internal::RequestHead& head,
                            const RecordedRequest& request, internal::SystemTime now) {
  Response response;
  Change([&] {
    try {
      const std::string region = Check(request, route.operation, now);
      response = (this->*route.handle)(
          {.head = head, .body = request.body, .region = region, .now = now + jobs_.clock_advance()});
    } catch (const ServiceError& error) {
      response = ErrorResponse(error);
    }
  });
  return response;
}

void Operations::Inspect(internal::SystemTime now, const std::function<void(const JobStore&)>& inspect) {
  Change([&] {
    jobs_.Advance(now + jobs_.clock_advance());
    inspect(jobs_);
  });
}

// Checks signature, permission and rate, which precede the content. Returns the region of the signature.
std::string Operations::Check(const RecordedRequest& request, std::string_view operation,
                              internal::SystemTime now) {
  std::string region = options_.signing_region.value_or("us-east-1");
  if (options_.verify_signatures) region = CheckSignature(request, options_, now);
  const std::string_view signer = SignerOf(request);
  const auto& denied = options_.denied_access_keys;
  if (std::ranges::find(denied, signer) != denied.end()) {
    throw ServiceError{.status = 403,
                       .type = "AccessDeniedException",
                       .message = "User: arn:aws:iam::123456789012:user/" + std::string(signer) +
                                  " is not authorized to perform: lookoutvision:" + std::string(operation)};
  }
  if (const auto wait = CountRequest()) {
    throw ServiceError{.status = 429,
                       .type = "ThrottlingException",
                       .message = "The rate of requests is too high.",
                       .quota_code = "L-MOCKRATE",
                       .service_code = "lookoutvision",
                       .retry_after = *wait};
  }
  return region;
}

// If the request exceeds the rate, returns the time until the next period.
std::optional<std::chrono::seconds> Operations::CountRequest() {
  const auto& rate = options_.max_request_rate;
  if (!rate) return std::nullopt;
  const auto now = options_.platform.steady_now();
  if (!period_begin_ || now - *period_begin_ >= rate->period) {
    period_begin_ = now;
    requests_in_period_ = 0;
  }
  if (requests_in_period_ >= rate->requests) {
    return std::chrono::ceil<std::chrono::seconds>(*period_begin_ + rate->period - now);
  }
  ++requests_in_period_;
  return std::nullopt;
}

Response Operations::Start(const Call& call) {
  const std::string_view text = call.body.empty() ? "{}" : call.body;
  auto body = internal::ParseJson(text, text.size());
  if (!body) RefuseAsUnreadable("The body " + body.problem() + '.');
  std::optional<internal::JsonMismatch> mismatch;
  internal::JsonReader reader(*body, "", mismatch);
  const auto [request, missing] = internal::ReadStartModelPackagingJob(call.head, reader);
  if (mismatch) {
    RefuseAsUnreadable((mismatch->path.empty() ? "The body" : mismatch->path) + " must be " +
                       mismatch->expected + '.');
  }
  auto violations = Validate(request);
  violations.insert(violations.end(), missing.begin(), missing.end());
  Refuse(violations);
  return {
      .status = 202,
      .body = ToJson(StartModelPackagingJobResult{.job_name = jobs_.Start(request, call.region, call.now)})};
}

Response Operations::Describe(const Call& call) {
  const auto request = internal::ReadDescribeModelPackagingJob(call.head);
  Refuse(Validate(request));
  return {.body = ToJson(DescribeModelPackagingJobResult{.model_packaging_description =
                                                             jobs_.Describe(request, call.now)})};
}

Response Operations::List(const Call& call) {
  const auto request = internal::ReadListModelPackagingJobs(call.head);
  Refuse(Validate(request));
  return {.body = ToJson(jobs_.List(request, call.now))};
}

}  // namespace lookoutvision::testing
