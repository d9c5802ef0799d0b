// The credentials providers: each is a source with the configuration of its calls.
#include <utility>
#include <variant>

#include <lookoutvision/credentials_providers.h>

#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/validate_credentials.h"
#include "credentials/calls.h"
#include "credentials/chain.h"
#include "credentials/sources.h"
#include "credentials/token_file.h"

namespace lookoutvision {

using internal::MakeProvider;
using internal::ProviderContext;

namespace {

using NamedProviders = std::vector<std::pair<std::string, std::shared_ptr<CredentialsProvider>>>;

class Chain : public CredentialsProvider {
 public:
  explicit Chain(NamedProviders providers) : providers_(std::move(providers)) {
    internal::NamedSources sources;
    for (const auto& [name, provider] : providers_) {
      sources.emplace_back(name, [provider = provider](const ProviderContext& context) {
        return provider->Load(context.load_context);
      });
    }
    first_ = MakeProvider({}, internal::FirstOf(std::move(sources)));
  }

  LoadResult Load(const LoadContext& context) override { return first_->Load(context); }
  void Reject(const Credentials& credentials) override {
    for (const auto& [name, provider] : providers_) provider->Reject(credentials);
  }

 private:
  const NamedProviders providers_;
  std::shared_ptr<CredentialsProvider> first_;
};

}  // namespace

std::shared_ptr<CredentialsProvider> internal::MakeFixedCredentials(Credentials credentials,
                                                                    std::string features) {
  return MakeProvider(
      {}, [keys = std::make_shared<const SecretCredentials>(std::move(credentials)),
           features = std::move(features)](const ProviderContext&) { return WithFeatures(*keys, features); });
}

std::shared_ptr<CredentialsProvider> MakeStaticCredentials(Credentials credentials) {
  internal::SecretCredentials keys(std::move(credentials));
  if (const auto invalid = internal::ValidateCredentials(keys)) {
    return MakeProvider({},
                        [error = internal::Broken("MakeStaticCredentials: " + internal::ToString(*invalid))](
                            const ProviderContext&) { return error; });
  }
  return internal::MakeFixedCredentials(std::move(keys), "e");
}

std::shared_ptr<CredentialsProvider> MakeAnonymousCredentials() {
  return internal::MakeFixedCredentials({}, "");
}

std::shared_ptr<CredentialsProvider> MakeBearerTokenCredentials(
    std::function<Outcome<std::string>(const LoadContext&)> source) {
  return MakeProvider({}, [source = std::move(source)](const ProviderContext& context) -> LoadResult {
    auto token = source(context.load_context);
    if (!token) return std::move(token).error();
    if (token->empty()) return internal::Broken("the source of the bearer token returned an empty one");
    return Credentials{.bearer_token = *std::move(token)};
  });
}

std::shared_ptr<CredentialsProvider> MakeBearerTokenFileCredentials(std::string path, Platform platform) {
  return MakeProvider({.platform = std::move(platform)},
                      [path = std::move(path)](const ProviderContext& context) -> LoadResult {
                        const auto token = internal::ReadTokenFile(context, "the bearer token file", path);
                        if (!token) return token.error();
                        return Credentials{.bearer_token = std::string(token->view())};
                      });
}

std::shared_ptr<CredentialsProvider> MakeEnvironmentCredentials(Platform platform) {
  return MakeProvider({.platform = std::move(platform)}, internal::LoadFromEnvironment);
}

std::shared_ptr<CredentialsProvider> MakeProfileCredentials(ClientConfig config) {
  return MakeProvider(std::move(config), internal::MakeProfileSource());
}

std::shared_ptr<CredentialsProvider> MakeWebIdentityCredentials(WebIdentityRole role, ClientConfig config) {
  return MakeProvider(std::move(config), [role = std::move(role)](const ProviderContext& context) {
    return internal::AssumeRoleWithWebIdentity(context, role, "k");
  });
}

std::shared_ptr<CredentialsProvider> MakeWebIdentityCredentials(ClientConfig config) {
  return MakeProvider(std::move(config), internal::LoadFromWebIdentityOfEnvironment);
}

std::shared_ptr<CredentialsProvider> MakeContainerCredentials(ClientConfig config) {
  return MakeProvider(std::move(config), internal::LoadFromContainer);
}

std::shared_ptr<CredentialsProvider> MakeInstanceMetadataCredentials(ClientConfig config) {
  return MakeProvider(std::move(config), internal::MakeInstanceMetadataSource());
}

std::shared_ptr<CredentialsProvider> MakeProcessCredentials(std::string command, ClientConfig config) {
  return MakeProvider(std::move(config), [command = std::move(command)](const ProviderContext& context) {
    return internal::LoadFromProcess(context, command);
  });
}

std::shared_ptr<CredentialsProvider> MakeAssumeRoleCredentials(AssumedRole role,
                                                               std::shared_ptr<CredentialsProvider> source,
                                                               ClientConfig config) {
  return MakeProvider(std::move(config),
                      [role = std::move(role), source = std::move(source)](const ProviderContext& context) {
                        return internal::AssumeRole(context, role, source->Load(context.load_context), "");
                      });
}

std::shared_ptr<CredentialsProvider> MakeChainCredentials(
    std::vector<std::pair<std::string, std::shared_ptr<CredentialsProvider>>> providers) {
  return std::make_shared<Chain>(std::move(providers));
}

std::shared_ptr<CredentialsProvider> MakeDefaultCredentials(ClientConfig config) {
  // Before the copy: only copies of the same platform share the content that was read from a pipe.
  config.platform = internal::WithRealParts(std::move(config.platform));
  internal::NamedSources sources;
  sources.emplace_back("environment", internal::LoadFromEnvironment);
  sources.emplace_back("profile", internal::MakeProfileSource());
  if (config.profile) std::swap(sources[0], sources[1]);
  sources.emplace_back("web identity", internal::LoadFromWebIdentityOfEnvironment);
  sources.emplace_back("container", internal::LoadFromContainer);
  sources.emplace_back("instance metadata", internal::MakeInstanceMetadataSource());
  Platform platform = config.platform;
  return MakeCachedCredentials(MakeProvider(std::move(config), internal::FirstOf(std::move(sources))),
                               std::move(platform));
}

}  // namespace lookoutvision
