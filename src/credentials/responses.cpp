// Parses responses that contain credentials, in JSON and in XML; see responses.h.
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

namespace lookoutvision::internal {
namespace {

// The names of the members.
struct MemberNames {
  const char* id;
  const char* secret;
  const char* token;
  const char* expiration;
};

constexpr MemberNames kContainerNames{"AccessKeyId", "SecretAccessKey", "Token", "Expiration"};
constexpr MemberNames kProcessNames{"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"};
constexpr const MemberNames& kStsNames = kProcessNames;
constexpr MemberNames kSsoNames{"accessKeyId", "secretAccessKey", "sessionToken", "expiration"};

// `read`, if it is complete and valid. `needs_token` and `needs_time`: whether these are required.
Outcome<Credentials> Complete(Credentials read, const MemberNames& names, bool needs_token, bool needs_time) {
  SecretCredentials keys(std::move(read));
  const char* missing = nullptr;
  if (keys.access_key_id.empty()) {
    missing = names.id;
  } else if (keys.secret_access_key.empty()) {
    missing = names.secret;
  } else if (keys.session_token.empty() && needs_token) {
    missing = names.token;
  } else if (!keys.expiration && needs_time) {
    missing = names.expiration;
  }
  if (missing != nullptr) return Unreadable(std::string("has no ") + missing + " that can be read");
  if (const auto invalid = ValidateCredentials(keys, {names.id, names.secret, names.token})) {
    return Unreadable("has no usable " + std::string(invalid->name) + ": it " + invalid->problem);
  }
  return Credentials(std::move(keys));
}

// The keys among the members of `object`. Token and expiration are optional if `may_be_permanent`.
Outcome<Credentials> ReadKeys(const JsonValue& object, const MemberNames& names,
                              bool may_be_permanent = false) {
  const JsonValue* const time = object.Find(names.expiration);
  const bool has_time = time != nullptr && time->type != JsonValue::Type::kNull;
  return Complete({.access_key_id = object.TextOf(names.id),
                   .secret_access_key = object.TextOf(names.secret),
                   .session_token = object.TextOf(names.token),
                   .expiration = has_time ? ParseExpiration(time->text) : std::nullopt},
                  names, !may_be_permanent, has_time || !may_be_permanent);
}

}  // namespace

Failure Unreadable(std::string message) {
  return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "the response " + std::move(message)});
}

Outcome<Credentials> ReadContainerCredentials(const HttpResponse& response) {
  const auto json = SecretJson::Parse(response.body);
  return json ? ReadKeys(json->value(), kContainerNames) : Unreadable(json.problem());
}

Outcome<Credentials> ReadMetadataCredentials(const HttpResponse& response) {
  const auto json = SecretJson::Parse(response.body);
  if (!json) return Unreadable(json.problem());
  if (const auto code = json->value().TextOf("Code"); !code.empty() && code != "Success") {
    return Failure({.kind = ErrorKind::kService,
                    .message = "the response's Code is \"" + Printable(code, 64) + "\" and not \"Success\"",
                    .http_status = response.status});
  }
  return ReadKeys(json->value(), kContainerNames);
}

Outcome<Credentials> ReadSsoCredentials(const HttpResponse& response) {
  const auto json = SecretJson::Parse(response.body);
  if (!json) return Unreadable(json.problem());
  const JsonValue* const keys = json->value().Find("roleCredentials");
  if (keys == nullptr || keys->type != JsonValue::Type::kObject) {
    return Unreadable("has no roleCredentials that can be read");
  }
  return ReadKeys(*keys, kSsoNames);
}

Outcome<Credentials> ReadProcessCredentials(std::string_view output) {
  const auto json = SecretJson::Parse(output);
  if (!json) {
    return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "its output " + json.problem()});
  }
  const JsonValue* const version = json->value().Find("Version");
  if (version == nullptr || version->Integer() != 1) {
    return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "its output's Version is not 1"});
  }
  return ReadKeys(json->value(), kProcessNames, true);
}

Outcome<Credentials> ReadStsCredentials(std::string_view action, const HttpResponse& response) {
  const auto leaves = ParseXml(response.body);
  if (!leaves) return Unreadable("is not well-formed XML");
  const std::string result = std::string(action) + "Result";
  const std::string path = "/" + std::string(action) + "Response/" + result + "/Credentials";
  if (std::ranges::none_of(*leaves, [&](const XmlLeaf& leaf) { return leaf.path.starts_with(path); })) {
    return Unreadable("has no " + result + " with Credentials");
  }
  const auto text = [&](const char* name) { return FindText(*leaves, path + '/' + name); };
  return Complete({.access_key_id = text(kStsNames.id),
                   .secret_access_key = text(kStsNames.secret),
                   .session_token = text(kStsNames.token),
                   .expiration = ParseExpiration(text(kStsNames.expiration))},
                  kStsNames, true, true);
}

}  // namespace lookoutvision::internal
