// Parses the errors of credentials endpoints, in JSON, in XML and as text; see error_responses.h.
#include "credentials/error_responses.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "credentials/secret_json.h"
#include "credentials/xml_reader.h"
#include "protocol/rest_json.h"

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kMaxQuotedBytes = 200;

// What a response says about its error. A member that it lacks is empty.
struct Description {
  std::string code = {};
  std::string message = {};
  std::string request_id = {};
};

// The first of the members that has text.
std::string FirstText(const JsonValue& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto text = object.TextOf(name); !text.empty()) return text;
  }
  return "";
}

// The object that describes the error: that of a member, or all of `body`.
const JsonValue& ErrorIn(const JsonValue& body) {
  for (const char* name : {"Error", "error"}) {
    const JsonValue* const error = body.Find(name);
    if (error != nullptr && error->type == JsonValue::Type::kObject) return *error;
  }
  return body;
}

// Absent if `body` is not a JSON object.
std::optional<Description> ReadJson(std::string_view body) {
  const auto json = SecretJson::Parse(body);
  if (!json) return std::nullopt;
  const JsonValue& error = ErrorIn(json->value());
  const std::string code = FirstText(error, {"code", "Code", "__type", "error"});
  return Description{.code = code.substr(code.rfind('#') + 1),
                     .message = FirstText(error, {"message", "Message", "errorMessage", "error_description"}),
                     .request_id = FirstText(json->value(), {"RequestId"})};
}

// Absent if `body` is not XML with an `Error`.
std::optional<Description> ReadXml(std::string_view body) {
  const auto leaves = ParseXml(body);
  const auto is_of_error = [](const XmlLeaf& leaf) {
    return (leaf.path + '/').find("/Error/") != std::string::npos;
  };
  if (!leaves || std::ranges::none_of(*leaves, is_of_error)) return std::nullopt;
  std::string request_id = FindText(*leaves, "/RequestId");
  if (request_id.empty()) request_id = FindText(*leaves, "/RequestID");
  return Description{.code = FindText(*leaves, "/Error/Code"),
                     .message = FindText(*leaves, "/Error/Message"),
                     .request_id = std::move(request_id)};
}

// The beginning of any other text: of a proxy's page, or of an agent's plain words.
Description ReadText(const std::string& status, std::string_view body) {
  const auto begin = body.find_first_not_of(" \t\r\n");
  if (begin == body.npos) return {};
  const auto end = body.find_last_not_of(" \t\r\n") + 1;
  return {.message = status + ": \"" + Printable(body.substr(begin, end - begin), kMaxQuotedBytes) + '"'};
}

}  // namespace

Error ReadErrorResponse(const HttpResponse& response) {
  const std::string status = "the response has status " + std::to_string(response.status);
  auto description = ReadJson(response.body);
  if (!description) description = ReadXml(response.body);
  if (!description) description = ReadText(status, response.body);
  Error error{.kind = ErrorKind::kService,
              .message = description->message.empty() ? status : description->message,
              .code = FromString<ErrorCode>(description->code),
              .code_name = description->code,
              .http_status = response.status,
              .request_id = RequestIdOf(response.headers)};
  if (error.request_id.empty()) error.request_id = description->request_id;
  return error;
}

}  // namespace lookoutvision::internal
