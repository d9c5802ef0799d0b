// Fuzz target: an answer of any status, headers and body, read as an error, and what the retry rules make of
// it. Results: results_fuzz.cpp.
#include <chrono>

#include "input.h"
#include "protocol/rest_json.h"
#include "retry/classification.h"
#include "retry/clock_skew.h"
#include "retry/standard_retry.h"

namespace lookoutvision {
namespace {

using fuzz::Must;
using namespace std::chrono_literals;

void CheckError(const Error& error, const HttpResponse& response) {
  Must(error.kind == ErrorKind::kService, "an error is the service's");
  Must(error.http_status == response.status, "the error has the answer's status");
  Must(error.request_id == internal::RequestIdOf(response.headers), "the error has the answer's request id");
  Must(!error.message.empty(), "there is a message");
  Must(error.code == ErrorCode::kUnknown || ToString(error.code) == error.code_name,
       "code and name say the same");
  Must(error.code_name.find(':') == error.code_name.npos, "a name carries no URI");
  Must(!error.retry_after || (*error.retry_after >= 0ms && *error.retry_after <= 24h * 365 * 100),
       "the wait that is asked for is sane");
  Must(fuzz::Print(error).size() <= 4096, "an error prints within bounds");
}

// What stands in the header is not changed by what stands in the body.
void CheckPrecedence(const Error& error, HttpResponse response) {
  if (response.headers.Find("X-Amzn-Errortype").value_or("").empty()) return;
  response.body = R"({"code": "FromTheBody", "__type": "FromTheBody"})";
  Must(internal::ParseError(response).code_name == error.code_name, "the header names the error");
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
    Must(*decision.delay >= 0ns && *decision.delay <= config.max_backoff + 5s, "a back-off is bounded");
  }
  Must(retries == (retry_class == internal::RetryClass::kNotRetryable ? 0 : 2), "three attempts at most");
}

void CheckClockSkew(const HttpResponse& response) {
  constexpr auto kSent = internal::SystemTime(1'767'225'600s);
  const auto date = response.headers.Find("Date");
  const auto skew = internal::MeasureClockSkew(date, response.headers.Find("Age").has_value(), kSent, 100ms);
  if (!skew) return;
  const bool leap_second = date->substr(23, 2) == "60";
  const auto corrected =
      internal::FormatIso8601(std::chrono::floor<internal::SystemTime::duration>(kSent + 50ms + *skew));
  Must(leap_second || corrected.substr(0, 4) == date->substr(12, 4), "the corrected clock is the service's");
  Must(internal::SkewExplainsRejection(0ns, *skew) == (*skew > 4min || *skew < -4min),
       "a signature is off by minutes");
}

}  // namespace
}  // namespace lookoutvision

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto response = lookoutvision::fuzz::AnswerFrom(lookoutvision::fuzz::AsText(data, size));
  auto error = lookoutvision::internal::ParseError(response);
  error.retry_after = lookoutvision::internal::RetryAfterOf(response.headers, {});
  lookoutvision::CheckError(error, response);
  lookoutvision::CheckPrecedence(error, response);
  lookoutvision::CheckRetry(error);
  lookoutvision::CheckClockSkew(response);
  return 0;
}
