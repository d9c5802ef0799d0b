// Fuzz target: parses a response of any status as an error, and applies the retry rules to it.
#include <chrono>

#include "input.h"
#include "protocol/rest_json.h"
#include "retry/classification.h"
#include "retry/clock_skew.h"
#include "retry/standard_retry.h"

namespace lookoutvision {
namespace {

using fuzz::Require;
using namespace std::chrono_literals;

void CheckError(const Error& error, const HttpResponse& response) {
  Require(error.kind == ErrorKind::kService, "an error is of the service");
  Require(error.http_status == response.status, "the error has the status of the response");
  Require(error.request_id == internal::RequestIdOf(response.headers),
          "the error has the request id of the response");
  Require(!error.message.empty(), "an error has a message");
  Require(error.code == ErrorCode::kUnknown || ToString(error.code) == error.code_name,
          "code and name agree");
  Require(error.code_name.find(':') == error.code_name.npos, "a name contains no URI");
  Require(!error.retry_after || (*error.retry_after >= 0ms && *error.retry_after <= 24h * 365 * 100),
          "retry_after is in range");
  Require(fuzz::Print(error).size() <= 4096, "the length of a printed error is limited");
}

// The header takes precedence over the body.
void CheckPrecedence(const Error& error, HttpResponse response) {
  if (response.headers.Find("X-Amzn-Errortype").value_or("").empty()) return;
  response.body = R"({"code": "FromTheBody", "__type": "FromTheBody"})";
  Require(internal::ParseError(response).code_name == error.code_name, "the header names the error");
}

void CheckRetry(const Error& error) {
  const auto retry_class = internal::Classify(error);
  const RetryConfig config;
  internal::StandardRetry retry(config, 3);
  internal::RetryState state;
  int retries = 0;
  for (;; ++retries) {
    const auto decision = retry.AfterFailure(
        state, {.retry_class = retry_class, .retry_after = error.retry_after, .random = 0.999});
    if (!decision.delay) break;
    Require(*decision.delay >= 0ns && *decision.delay <= config.max_backoff + 5s, "a back-off is limited");
  }
  Require(retries == (retry_class == internal::RetryClass::kNotRetryable ? 0 : 2),
          "there are at most three attempts");
}

void CheckClockSkew(const HttpResponse& response) {
  constexpr auto kSent = internal::SystemTime(1'767'225'600s);
  const auto date = response.headers.Find("Date");
  const auto skew = internal::MeasureClockSkew(date, response.headers.Find("Age").has_value(), kSent, 100ms);
  if (!skew) return;
  const bool leap_second = date->substr(23, 2) == "60";
  const auto corrected =
      internal::FormatIso8601(std::chrono::floor<internal::SystemTime::duration>(kSent + 50ms + *skew));
  Require(leap_second || corrected.substr(0, 4) == date->substr(12, 4),
          "the corrected clock is the service's");
  Require(internal::SkewExplainsRejection(0ns, *skew) == (*skew > 4min || *skew < -4min),
          "a skew above four minutes explains a rejection");
}

}  // namespace
}  // namespace lookoutvision

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto response = lookoutvision::fuzz::ResponseFrom(lookoutvision::fuzz::AsText(data, size));
  auto error = lookoutvision::internal::ParseError(response);
  error.retry_after = lookoutvision::internal::RetryAfterOf(response.headers, {});
  lookoutvision::CheckError(error, response);
  lookoutvision::CheckPrecedence(error, response);
  lookoutvision::CheckRetry(error);
  lookoutvision::CheckClockSkew(response);
  return 0;
}
