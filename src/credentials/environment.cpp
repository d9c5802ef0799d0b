// The environment credentials source: reads the credentials from environment variables.
#include <string>
#include <utility>

#include "base/secrets.h"
#include "base/validate_credentials.h"
#include "config/lookup.h"
#include "credentials/calls.h"
#include "credentials/sources.h"

namespace lookoutvision::internal {
namespace {

constexpr const char* kIdVariable = "AWS_ACCESS_KEY_ID";
constexpr const char* kSecretVariable = "AWS_SECRET_ACCESS_KEY";
constexpr const char* kTokenVariable = "AWS_SESSION_TOKEN";
constexpr const char* kOldTokenVariable = "AWS_SECURITY_TOKEN";

}  // namespace

LoadResult LoadFromEnvironment(const ProviderContext& context) {
  const auto value = [&](const char* name) { return FindVariable(context.platform(), name).value_or(""); };
  CredentialNames names{kIdVariable, kSecretVariable, kTokenVariable};
  SecretCredentials credentials({.access_key_id = value(kIdVariable),
                                 .secret_access_key = value(kSecretVariable),
                                 .session_token = value(kTokenVariable)});
  if (credentials.session_token.empty()) {
    names.session_token = kOldTokenVariable;
    credentials.session_token = value(kOldTokenVariable);
  }
  if (const auto invalid = ValidateCredentials(credentials, names)) return Broken({ToString(*invalid)});
  if (credentials.access_key_id.empty()) return NotConfigured{std::string(kIdVariable) + " is not set"};
  return WithFeatures(std::move(credentials), "g");
}

}  // namespace lookoutvision::internal
