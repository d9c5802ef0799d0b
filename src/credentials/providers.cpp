// The providers that need nothing but their arguments or the environment.
#include <string>
#include <utility>
#include <variant>

#include <lookoutvision/credentials_providers.h>

#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/validate_credentials.h"
#include "credentials/calls.h"
#include "credentials/variable.h"

namespace lookoutvision {
namespace {

class FixedProvider : public CredentialsProvider {
 public:
  explicit FixedProvider(LoadResult result) : result_(std::move(result)) {}
  ~FixedProvider() override {
    if (auto* credentials = std::get_if<Credentials>(&result_)) internal::Cleanse(*credentials);
  }
  LoadResult Load(const LoadContext&) override { return result_; }

 private:
  LoadResult result_;
};

constexpr const char* kIdVariable = "AWS_ACCESS_KEY_ID";
constexpr const char* kSecretVariable = "AWS_SECRET_ACCESS_KEY";
constexpr const char* kTokenVariable = "AWS_SESSION_TOKEN";
constexpr const char* kOldTokenVariable = "AWS_SECURITY_TOKEN";

class EnvironmentProvider : public CredentialsProvider {
 public:
  explicit EnvironmentProvider(Platform platform) : platform_(internal::WithRealParts(std::move(platform))) {}

  LoadResult Load(const LoadContext&) override {
    internal::CredentialNames names{kIdVariable, kSecretVariable, kTokenVariable};
    Credentials credentials{.access_key_id = internal::TrimmedVariable(platform_, kIdVariable),
                            .secret_access_key = internal::TrimmedVariable(platform_, kSecretVariable),
                            .session_token = internal::TrimmedVariable(platform_, kTokenVariable),
                            .user_agent_features = "g"};
    if (credentials.session_token.empty()) {
      names.session_token = kOldTokenVariable;
      credentials.session_token = internal::TrimmedVariable(platform_, kOldTokenVariable);
    }
    if (const auto invalid = internal::ValidateCredentials(credentials, names)) {
      internal::Cleanse(credentials);
      return internal::Broken(internal::ToString(*invalid));
    }
    if (credentials.access_key_id.empty()) return NotConfigured{std::string(kIdVariable) + " is not set"};
    return credentials;
  }

 private:
  const Platform platform_;
};

}  // namespace

std::shared_ptr<CredentialsProvider> internal::FixedCredentials(Credentials credentials) {
  return std::make_shared<FixedProvider>(std::move(credentials));
}

std::shared_ptr<CredentialsProvider> StaticCredentials(Credentials credentials) {
  if (const auto invalid = internal::ValidateCredentials(credentials)) {
    internal::Cleanse(credentials);
    return std::make_shared<FixedProvider>(
        internal::Broken("StaticCredentials: " + internal::ToString(*invalid)));
  }
  credentials.user_agent_features = "e";
  return internal::FixedCredentials(std::move(credentials));
}

std::shared_ptr<CredentialsProvider> AnonymousCredentials() {
  return internal::FixedCredentials({});
}

std::shared_ptr<CredentialsProvider> EnvironmentCredentials(Platform platform) {
  return std::make_shared<EnvironmentProvider>(std::move(platform));
}

}  // namespace lookoutvision
