// Answers that are JSON; see answers.h. Those of STS: sts_answers.cpp.
#include "credentials/answers.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "base/json.h"
#include "base/secrets.h"
#include "base/text.h"
#include "credentials/secret_json.h"

namespace lookoutvision::internal {
namespace {

// What the members are called.
struct MemberNames {
  const char* id;
  const char* secret;
  const char* token;
  const char* expiration;
};

constexpr MemberNames kContainerNames{"AccessKeyId", "SecretAccessKey", "Token", "Expiration"};
constexpr MemberNames kProcessNames{"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"};
constexpr MemberNames kSsoNames{"accessKeyId", "secretAccessKey", "sessionToken", "expiration"};

// A time as text, or a number of milliseconds.
std::optional<SystemTime> ReadTime(const JsonValue& value) {
  if (value.type == JsonValue::Type::kString) return ParseRfc3339(value.text);
  // The same with every standard library: the clock of libc++ counts microseconds.
  constexpr auto kMost =
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::nanoseconds::max()).count();
  const auto count = value.Integer();
  if (!count || *count < 0 || *count >= kMost) return std::nullopt;
  return SystemTime(std::chrono::milliseconds(*count));
}

// The keys among the members of `object`. Token and time may be missing where `may_be_permanent`.
Outcome<Credentials> ReadKeys(const JsonValue& object, const MemberNames& names,
                              bool may_be_permanent = false) {
  Credentials credentials{.access_key_id = object.TextOf(names.id),
                          .secret_access_key = object.TextOf(names.secret),
                          .session_token = object.TextOf(names.token)};
  const JsonValue* const time = object.Find(names.expiration);
  const bool has_time = time != nullptr && time->type != JsonValue::Type::kNull;
  if (has_time) credentials.expiration = ReadTime(*time);
  const char* missing = nullptr;
  if (credentials.access_key_id.empty()) {
    missing = names.id;
  } else if (credentials.secret_access_key.empty()) {
    missing = names.secret;
  } else if (credentials.session_token.empty() && !may_be_permanent) {
    missing = names.token;
  } else if (!credentials.expiration && (has_time || !may_be_permanent)) {
    missing = names.expiration;
  }
  if (missing == nullptr) return Usable(std::move(credentials), {names.id, names.secret, names.token});
  Cleanse(credentials);
  return Unreadable(std::string("has no ") + missing + " that can be read");
}

}  // namespace

Failure Unreadable(std::string message) {
  return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "the answer " + std::move(message)});
}

Outcome<Credentials> Usable(Credentials credentials, const CredentialNames& names) {
  const auto invalid = ValidateCredentials(credentials, names);
  if (!invalid) return credentials;
  Cleanse(credentials);
  return Unreadable("has no usable " + std::string(invalid->name) + ": it " + invalid->problem);
}

Outcome<Credentials> ReadContainerCredentials(const HttpResponse& response) {
  std::string why;
  const SecretJson json(response.body, why);
  return json ? ReadKeys(*json, kContainerNames) : Unreadable(std::move(why));
}

Outcome<Credentials> ReadMetadataCredentials(const HttpResponse& response) {
  std::string why;
  const SecretJson json(response.body, why);
  if (!json) return Unreadable(std::move(why));
  if (const auto code = json->TextOf("Code"); !code.empty() && code != "Success") {
    return Failure({.kind = ErrorKind::kService,
                    .message = "the answer's Code is \"" + Printable(code, 64) + "\" and not \"Success\"",
                    .http_status = response.status});
  }
  return ReadKeys(*json, kContainerNames);
}

Outcome<Credentials> ReadSsoCredentials(const HttpResponse& response) {
  std::string why;
  const SecretJson json(response.body, why);
  if (!json) return Unreadable(std::move(why));
  const JsonValue* const keys = json->Find("roleCredentials");
  if (keys == nullptr || keys->type != JsonValue::Type::kObject) {
    return Unreadable("has no roleCredentials that can be read");
  }
  return ReadKeys(*keys, kSsoNames);
}

Outcome<Credentials> ReadProcessCredentials(std::string_view output) {
  std::string why;
  const SecretJson json(output, why);
  if (!json) return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "its output " + why});
  const JsonValue* const version = json->Find("Version");
  if (version == nullptr || version->Integer() != 1) {
    return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "its output's Version is not 1"});
  }
  return ReadKeys(*json, kProcessNames, true);
}

Error ReadPlainError(const HttpResponse& response) {
  std::string why;
  const SecretJson json(response.body, why);
  Error error{.kind = ErrorKind::kService,
              .message = "the answer has status " + std::to_string(response.status),
              .http_status = response.status};
  if (!json) return error;
  for (const auto& [code, message] :
       {std::pair("code", "message"), std::pair("error", "error_description")}) {
    if (error.code_name.empty()) error.code_name = json->TextOf(code);
    if (const auto text = json->TextOf(message); !text.empty()) error.message = text;
  }
  return error;
}

}  // namespace lookoutvision::internal
