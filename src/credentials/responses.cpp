// Parses responses in JSON, in XML and, if they are errors, as text; see responses.h.
#include "credentials/responses.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/json.h"
#include "base/secrets.h"
#include "base/text.h"
#include "base/validate_credentials.h"
#include "credentials/secret_json.h"
#include "credentials/xml_reader.h"
#include "protocol/rest_json.h"

namespace lookoutvision::internal {
namespace {

// The names of the members.
struct MemberNames : CredentialNames {
  std::string_view expiration;
};

constexpr MemberNames kContainerNames{{"AccessKeyId", "SecretAccessKey", "Token"}, "Expiration"};
constexpr MemberNames kProcessNames{{"AccessKeyId", "SecretAccessKey", "SessionToken"}, "Expiration"};
constexpr const MemberNames& kStsNames = kProcessNames;
constexpr MemberNames kSsoNames{{"accessKeyId", "secretAccessKey", "sessionToken"}, "expiration"};

// `read`, if it is complete and valid. `needs_token` and `needs_time` say whether these are required.
Outcome<Credentials> Complete(Credentials read, const MemberNames& names, bool needs_token, bool needs_time) {
  SecretCredentials keys(std::move(read));
  std::string_view missing;
  if (keys.access_key_id.empty()) {
    missing = names.access_key_id;
  } else if (keys.secret_access_key.empty()) {
    missing = names.secret_access_key;
  } else if (keys.session_token.empty() && needs_token) {
    missing = names.session_token;
  } else if (!keys.expiration && needs_time) {
    missing = names.expiration;
  }
  if (!missing.empty()) return Unreadable({"has no valid ", missing});
  if (const auto invalid = ValidateCredentials(keys, names)) {
    return Unreadable({"has no usable ", invalid->name, ": it ", invalid->problem});
  }
  return Credentials(std::move(keys));
}

// The keys among the members of `object`. Token and expiration are optional if `may_be_permanent`.
Outcome<Credentials> ReadKeys(const JsonValue& object, const MemberNames& names,
                              bool may_be_permanent = false) {
  const JsonValue* const time = object.Find(names.expiration);
  const bool has_time = time != nullptr && time->type != JsonValue::Type::kNull;
  return Complete({.access_key_id = object.TextOf(names.access_key_id),
                   .secret_access_key = object.TextOf(names.secret_access_key),
                   .session_token = object.TextOf(names.session_token),
                   .expiration = has_time ? ParseExpiration(time->text) : std::nullopt},
                  names, !may_be_permanent, has_time || !may_be_permanent);
}

constexpr std::size_t kMaxQuotedBytes = 200;

// The first of the members that has text.
std::string FirstText(const JsonValue& object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto text = object.TextOf(name); !text.empty()) return text;
  }
  return "";
}

// The object that describes the error: a member, or all of `body`.
const JsonValue& ErrorIn(const JsonValue& body) {
  for (const char* name : {"Error", "error"}) {
    const JsonValue* const error = body.Find(name);
    if (error != nullptr && error->type == JsonValue::Type::kObject) return *error;
  }
  return body;
}

// Code name, message and request id, each empty if it is missing. Absent if `body` is not a JSON object.
std::optional<Error> ReadJson(std::string_view body) {
  const auto json = SecretJson::Parse(body);
  if (!json) return std::nullopt;
  const JsonValue& error = ErrorIn(*json);
  const std::string code = FirstText(error, {"code", "Code", "__type", "error"});
  return Error{.message = FirstText(error, {"message", "Message", "errorMessage", "error_description"}),
               .code_name = code.substr(code.rfind('#') + 1),
               .request_id = FirstText(*json, {"RequestId"})};
}

// The same. Absent if `body` is not XML with an `Error`.
std::optional<Error> ReadXml(std::string_view body) {
  const auto leaves = ParseXml(body);
  const auto is_of_error = [](const XmlLeaf& leaf) {
    return (leaf.path + '/').find("/Error/") != std::string::npos;
  };
  if (!leaves || std::ranges::none_of(*leaves, is_of_error)) return std::nullopt;
  std::string request_id = FindText(*leaves, "/RequestId");
  if (request_id.empty()) request_id = FindText(*leaves, "/RequestID");
  return Error{.message = FindText(*leaves, "/Error/Message"),
               .code_name = FindText(*leaves, "/Error/Code"),
               .request_id = std::move(request_id)};
}

// The beginning of any other text, such as a proxy's page or an agent's plain message.
Error ReadText(const std::string& status, std::string_view body) {
  const auto begin = body.find_first_not_of(" \t\r\n");
  if (begin == body.npos) return {};
  const auto end = body.find_last_not_of(" \t\r\n") + 1;
  return {.message =
              Concat({status, ": \"", Printable(body.substr(begin, end - begin), kMaxQuotedBytes), "\""})};
}

}  // namespace

Failure Unreadable(std::initializer_list<std::string_view> message) {
  return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "the response " + Concat(message)});
}

Outcome<Credentials> ReadContainerCredentials(const HttpResponse& response) {
  const auto json = SecretJson::Parse(response.body);
  return json ? ReadKeys(*json, kContainerNames) : Unreadable({json.problem()});
}

Outcome<Credentials> ReadMetadataCredentials(const HttpResponse& response) {
  const auto json = SecretJson::Parse(response.body);
  if (!json) return Unreadable({json.problem()});
  if (const auto code = json->TextOf("Code"); !code.empty() && code != "Success") {
    return Failure(
        {.kind = ErrorKind::kService,
         .message = Concat({"the response's Code is \"", Printable(code, 64), "\" and not \"Success\""}),
         .http_status = response.status});
  }
  return ReadKeys(*json, kContainerNames);
}

Outcome<Credentials> ReadSsoCredentials(const HttpResponse& response) {
  const auto json = SecretJson::Parse(response.body);
  if (!json) return Unreadable({json.problem()});
  const JsonValue* const keys = json->Find("roleCredentials");
  if (keys == nullptr || keys->type != JsonValue::Type::kObject) {
    return Unreadable({"has no valid roleCredentials"});
  }
  return ReadKeys(*keys, kSsoNames);
}

Outcome<Credentials> ReadProcessCredentials(std::string_view output) {
  const auto json = SecretJson::Parse(output);
  if (!json) {
    return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "its output " + json.problem()});
  }
  const JsonValue* const version = json->Find("Version");
  if (version == nullptr || version->Integer() != 1) {
    return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "its output's Version is not 1"});
  }
  return ReadKeys(*json, kProcessNames, true);
}

Outcome<Credentials> ReadStsCredentials(std::string_view action, const HttpResponse& response) {
  const auto leaves = ParseXml(response.body);
  if (!leaves) return Unreadable({"is not well-formed XML"});
  const std::string result = std::string(action) + "Result";
  const std::string path = Concat({"/", action, "Response/", result, "/Credentials"});
  if (std::ranges::none_of(*leaves, [&](const XmlLeaf& leaf) { return leaf.path.starts_with(path); })) {
    return Unreadable({"has no ", result, " with Credentials"});
  }
  const auto text = [&](std::string_view name) { return FindText(*leaves, (path + '/').append(name)); };
  return Complete({.access_key_id = text(kStsNames.access_key_id),
                   .secret_access_key = text(kStsNames.secret_access_key),
                   .session_token = text(kStsNames.session_token),
                   .expiration = ParseExpiration(text(kStsNames.expiration))},
                  kStsNames, true, true);
}

Error ReadErrorResponse(const HttpResponse& response) {
  const std::string status = "the response has status " + std::to_string(response.status);
  auto error = ReadJson(response.body);
  if (!error) error = ReadXml(response.body);
  if (!error) error = ReadText(status, response.body);
  error->kind = ErrorKind::kService;
  if (error->message.empty()) error->message = status;
  error->code = FromString<ErrorCode>(error->code_name);
  error->http_status = response.status;
  if (auto id = RequestIdOf(response.headers); !id.empty()) error->request_id = std::move(id);
  return *std::move(error);
}

}  // namespace lookoutvision::internal
