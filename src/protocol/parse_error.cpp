// restJson1 errors: who says no, in which words. See rest_json.h.
#include "base/json.h"
#include "base/text.h"
#include "protocol/rest_json.h"

namespace lookoutvision::internal {
namespace {

// `namespace#Name:http://uri` to `Name`.
std::string_view BareName(std::string_view name) {
  name = name.substr(0, name.find(':'));
  if (const auto hash = name.find('#'); hash != std::string_view::npos) name.remove_prefix(hash + 1);
  return Trim(name);
}

std::string ErrorName(const HttpHeaders& headers, const JsonValue& body) {
  const auto header = headers.Find("X-Amzn-Errortype");
  if (header && !header->empty()) return std::string(BareName(*header));
  for (const char* member : {"code", "__type"}) {
    if (const auto text = body.TextOf(member); !text.empty()) return std::string(BareName(text));
  }
  return "";
}

std::string ErrorMessage(const HttpResponse& response, const JsonValue& body) {
  const auto location = response.headers.Find("Location");
  if (location && response.status >= 300 && response.status < 400) {
    return "the endpoint answered with a redirect to \"" + Printable(*location, 200) +
           "\"; redirects are not followed, since they would carry signed headers elsewhere";
  }
  for (const char* member : {"message", "Message", "errorMessage"}) {
    if (auto text = body.TextOf(member); !text.empty()) return text;
  }
  if (response.body.empty()) return "the answer has no message";
  return "the answer has no message that can be read; it begins: \"" + Printable(response.body, 200) + "\"";
}

// How long to wait: the header that every service may send, else the one of these errors' model.
std::optional<std::chrono::milliseconds> RetryAfter(const HttpHeaders& headers, ErrorCode code) {
  // Beyond any sensible wait, and far from where the arithmetic on it could overflow.
  constexpr std::int64_t kLongestSeconds = 100LL * 365 * 24 * 3600;
  const auto header = [&](const char* name) -> std::optional<std::int64_t> {
    const auto text = headers.Find(name);
    return text ? ParseNonNegative(Trim(*text)) : std::nullopt;
  };
  if (const auto value = header("x-amz-retry-after"); value && *value <= kLongestSeconds * 1000) {
    return std::chrono::milliseconds(*value);
  }
  const bool modelled =
      code == ErrorCode::kThrottlingException || code == ErrorCode::kInternalServerException;
  if (const auto value = header("Retry-After"); modelled && value && *value <= kLongestSeconds) {
    return std::chrono::seconds(*value);
  }
  return std::nullopt;
}

}  // namespace

std::string RequestIdOf(const HttpHeaders& headers) {
  for (const char* name : {"x-amzn-RequestId", "x-amz-request-id"}) {
    if (const auto value = headers.Find(name)) return std::string(*value);
  }
  return "";
}

Error ParseError(const HttpResponse& response) {
  std::string why;
  const JsonValue body = ParseJson(response.body, why).value_or(JsonValue{});
  Error error{.kind = ErrorKind::kService,
              .message = ErrorMessage(response, body),
              .code_name = ErrorName(response.headers, body),
              .http_status = response.status,
              .request_id = RequestIdOf(response.headers),
              .resource_id = body.TextOf("ResourceId"),
              .resource_type = OpenEnum<ResourceType>::FromText(body.TextOf("ResourceType")),
              .quota_code = body.TextOf("QuotaCode"),
              .service_code = body.TextOf("ServiceCode")};
  FromName(error.code_name, error.code);
  error.retry_after = RetryAfter(response.headers, error.code);
  return error;
}

}  // namespace lookoutvision::internal
