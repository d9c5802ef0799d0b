// Answers of STS, which are XML; see answers.h.
#include <string>
#include <utility>

#include "base/secrets.h"
#include "base/text.h"
#include "credentials/answers.h"
#include "credentials/xml_reader.h"
#include "protocol/rest_json.h"

namespace lookoutvision::internal {
namespace {

// The text of a child; empty where there is none.
std::string TextOf(const XmlElement& parent, std::string_view name) {
  const XmlElement* child = parent.Child(name);
  return child == nullptr ? "" : child->Text();
}

}  // namespace

Outcome<Credentials> ReadStsCredentials(std::string_view action, const HttpResponse& response) {
  std::string why;
  const auto root = ParseXml(response.body, why);
  if (!root) return Unreadable(why + ", where XML was expected");
  const std::string result_name = std::string(action) + "Result";
  const XmlElement* result =
      root->name == std::string(action) + "Response" ? root->Child(result_name) : nullptr;
  const XmlElement* keys = result == nullptr ? nullptr : result->Child("Credentials");
  if (keys == nullptr) return Unreadable("has no " + result_name + " with Credentials");
  Credentials credentials{.access_key_id = TextOf(*keys, "AccessKeyId"),
                          .secret_access_key = TextOf(*keys, "SecretAccessKey"),
                          .session_token = TextOf(*keys, "SessionToken"),
                          .expiration = ParseRfc3339(TextOf(*keys, "Expiration"))};
  const char* missing = nullptr;
  if (credentials.access_key_id.empty()) {
    missing = "AccessKeyId";
  } else if (credentials.secret_access_key.empty()) {
    missing = "SecretAccessKey";
  } else if (credentials.session_token.empty()) {
    missing = "SessionToken";
  } else if (!credentials.expiration) {
    missing = "Expiration";
  }
  if (missing == nullptr) {
    return Usable(std::move(credentials), {"AccessKeyId", "SecretAccessKey", "SessionToken"});
  }
  Cleanse(credentials);
  return Unreadable(std::string("has no ") + missing + " that can be read");
}

Error ReadStsError(const HttpResponse& response) {
  Error error{.kind = ErrorKind::kService,
              .message = "the answer has status " + std::to_string(response.status) + " and no message",
              .http_status = response.status,
              .request_id = RequestIdOf(response.headers)};
  std::string why;
  const auto root = ParseXml(response.body, why);
  if (!root || root->name != "ErrorResponse") return error;
  if (error.request_id.empty()) error.request_id = TextOf(*root, "RequestId");
  const XmlElement* told = root->Child("Error");
  if (told == nullptr) return error;
  error.code_name = TextOf(*told, "Code");
  FromName(error.code_name, error.code);
  if (auto message = TextOf(*told, "Message"); !message.empty()) error.message = std::move(message);
  return error;
}

}  // namespace lookoutvision::internal
