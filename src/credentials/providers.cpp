// The providers that need nothing but their arguments or the environment.
#include <string>
#include <utility>

#include <lookoutvision/credentials_providers.h>

#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/text.h"
#include "credentials/calls.h"

namespace lookoutvision {
namespace {

class FixedProvider : public CredentialsProvider {
 public:
  explicit FixedProvider(Credentials credentials) : credentials_(std::move(credentials)) {}
  ~FixedProvider() override { internal::Cleanse(credentials_); }
  LoadResult Load(const LoadContext&) override { return credentials_; }

 private:
  Credentials credentials_;
};

class EnvironmentProvider : public CredentialsProvider {
 public:
  explicit EnvironmentProvider(Platform platform) : platform_(internal::WithRealParts(std::move(platform))) {}

  LoadResult Load(const LoadContext&) override {
    Credentials credentials{.access_key_id = Variable("AWS_ACCESS_KEY_ID"),
                            .secret_access_key = Variable("AWS_SECRET_ACCESS_KEY"),
                            .session_token = Variable("AWS_SESSION_TOKEN"),
                            .user_agent_features = "g"};
    if (credentials.access_key_id.empty()) return NotConfigured{"AWS_ACCESS_KEY_ID is not set"};
    if (credentials.secret_access_key.empty()) return NotConfigured{"AWS_SECRET_ACCESS_KEY is not set"};
    return credentials;
  }

 private:
  std::string Variable(const std::string& name) const {
    return std::string(internal::Trim(platform_.getenv(name).value_or("")));
  }

  const Platform platform_;
};

}  // namespace

std::shared_ptr<CredentialsProvider> internal::FixedCredentials(Credentials credentials) {
  return std::make_shared<FixedProvider>(std::move(credentials));
}

std::shared_ptr<CredentialsProvider> StaticCredentials(Credentials credentials) {
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
