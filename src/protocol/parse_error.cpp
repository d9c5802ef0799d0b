// Parses errors of the service from HTTP responses.
#include <algorithm>

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
  for (const char* member : {"code", "Code", "__type"}) {
    if (const auto text = body.TextOf(member); !text.empty()) return std::string(BareName(text));
  }
  return "";
}

std::string ErrorMessage(const HttpResponse& response, const JsonValue& body) {
  const auto location = response.headers.Find("Location");
  if (location && response.status >= 300 && response.status < 400) {
    return "the endpoint responded with a redirect to \"" + Printable(*location, 200) +
           "\"; redirects are not followed, since they would send signed headers to another server";
  }
  for (const char* member : {"message", "Message", "errorMessage"}) {
    if (auto text = body.TextOf(member); !text.empty()) return text;
  }
  if (response.body.empty()) return "the response has no message";
  return "the response has no readable message; it begins: \"" + Printable(response.body, 200) + "\"";
}

// Longer than any sensible wait, and small enough that arithmetic with it does not overflow.
constexpr std::chrono::milliseconds kLongestWait = std::chrono::hours{24 * 365 * 100};

// An integer number of `Unit`; one that is too large means the longest wait. Absent for any other text.
template <typename Unit>
std::optional<std::chrono::milliseconds> ParseWait(std::optional<std::string_view> header) {
  const std::string_view text = Trim(header.value_or(""));
  if (text.empty() || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
  const auto count = ParseNonNegative(text);
  if (!count || *count > std::chrono::duration_cast<Unit>(kLongestWait).count()) return kLongestWait;
  return Unit(*count);
}

}  // namespace

std::string RequestIdOf(const HttpHeaders& headers) {
  for (const char* name : {"x-amzn-RequestId", "x-amz-request-id"}) {
    if (const auto value = headers.Find(name)) return std::string(*value);
  }
  return "";
}

std::optional<std::chrono::milliseconds> RetryAfterOf(const HttpHeaders& headers, SystemTime now) {
  using std::chrono::milliseconds;
  if (const auto wait = ParseWait<milliseconds>(headers.Find("x-amz-retry-after"))) return wait;
  const auto header = headers.Find("Retry-After");
  if (const auto wait = ParseWait<std::chrono::seconds>(header)) return wait;
  const auto date = ParseHttpDate(Trim(header.value_or("")), now);
  if (!date) return std::nullopt;
  const auto wait = *date - ParseHttpDate(headers.Find("Date").value_or(""), now).value_or(now);
  return std::clamp(std::chrono::ceil<milliseconds>(wait), milliseconds{0}, kLongestWait);
}

Error ParseError(const HttpResponse& response) {
  const auto parsed = ParseJson(response.body);
  const JsonValue body = parsed ? *parsed : JsonValue{};
  Error error{.kind = ErrorKind::kService,
              .message = ErrorMessage(response, body),
              .code_name = ErrorName(response.headers, body),
              .http_status = response.status,
              .request_id = RequestIdOf(response.headers),
              .resource_id = body.TextOf("ResourceId"),
              .resource_type = OpenEnum<ResourceType>(body.TextOf("ResourceType")),
              .quota_code = body.TextOf("QuotaCode"),
              .service_code = body.TextOf("ServiceCode")};
  error.code = FromString<ErrorCode>(error.code_name);
  return error;
}

}  // namespace lookoutvision::internal
