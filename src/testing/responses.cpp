// Encodes responses.
#include "testing/responses.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>
#include <utility>

#include <boost/beast/http/status.hpp>

#include <lookoutvision/error.h>

#include "base/json_writer.h"

namespace lookoutvision::testing {
namespace {

namespace http = boost::beast::http;
using internal::JsonWriter;
using internal::SystemTime;

// Omits empty members.
void Write(JsonWriter& json, const char* key, const std::string& text) {
  if (!text.empty()) json.Key(key).String(text);
}

/// IMF-fixdate, whatever the locale.
std::string HttpDate(SystemTime time) {
  const auto seconds = SystemTime::clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::put_time(&utc, "%a, %d %b %Y %H:%M:%S GMT");
  return std::move(text).str();
}

std::string MakeBody(const Response& response) {
  if (response.body) return *response.body;
  if (response.message.empty()) return {};
  JsonWriter json;
  json.BeginObject().Key("message").String(response.message).EndObject();
  return std::move(json).Take();
}

}  // namespace

Response ErrorResponse(const ServiceError& error) {
  // The model's own errors have a member Message; AWS's front ends write message.
  const char* const message_key =
      FromString<ErrorCode>(error.type) == ErrorCode::kUnknown ? "message" : "Message";
  JsonWriter json;
  json.BeginObject();
  // Messages quote requests, whose headers may contain any bytes.
  const bool readable = internal::IsUtf8(error.message);
  json.Key(message_key)
      .String(readable ? error.message : internal::Printable(error.message, std::size_t{8} * 1024));
  Write(json, "ResourceId", error.resource_id);
  Write(json, "ResourceType", error.resource_type);
  Write(json, "QuotaCode", error.quota_code);
  Write(json, "ServiceCode", error.service_code);
  json.EndObject();
  Response response{.status = error.status,
                    .error_type = error.type,
                    .message = error.message,
                    .body = std::move(json).Take()};
  if (error.retry_after) {
    response.headers.emplace_back("Retry-After", std::to_string(error.retry_after->count()));
  }
  return response;
}

ResponseBytes WriteResponse(const Response& response, std::string_view request_id, SystemTime now,
                            bool with_body) {
  if (response.raw) {
    const std::size_t end = response.raw->find("\r\n\r\n");
    return {.text = *response.raw, .head_size = end == std::string::npos ? response.raw->size() : end + 4};
  }
  const std::string body = MakeBody(response);
  const auto status = http::int_to_status(static_cast<unsigned>(response.status));
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + ' ' +
                     std::string(http::obsolete_reason(status)) + "\r\n";
  const auto add = [&](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
  };
  const auto add_usual = [&](std::string_view name, std::string_view value) {
    if (std::ranges::none_of(response.headers, [&](const auto& header) {
          return internal::EqualsIgnoreCase(header.first, name);
        })) {
      add(name, value);
    }
  };
  add_usual("x-amzn-RequestId", request_id);
  add_usual("Date", HttpDate(now));
  add_usual("Content-Type", "application/json");
  add_usual("Content-Length", std::to_string(body.size()));
  if (!response.error_type.empty()) add_usual("x-amzn-ErrorType", response.error_type);
  for (const auto& [name, value] : response.headers) add(name, value);
  text += "\r\n";
  const std::size_t head_size = text.size();
  if (with_body) text += body;
  return {.text = std::move(text), .head_size = head_size};
}

}  // namespace lookoutvision::testing
