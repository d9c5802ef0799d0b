// The credentials providers: each is a source with the configuration of its calls.
#include <utility>
#include <variant>

#include <lookoutvision/credentials_providers.h>

#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/validate_credentials.h"
#include "credentials/calls.h"
#include "credentials/sources.h"

namespace lookoutvision {

using internal::MakeProvider;
using internal::ProviderContext;

namespace {

using NamedProviders = std::vector<std::pair<std::string, std::shared_ptr<CredentialsProvider>>>;

// The credentials or the error of the first source that is configured.
template <typename Source, typename Load>
LoadResult LoadFromFirst(const std::vector<std::pair<std::string, Source>>& sources, Load load) {
  std::string passed_over;
  for (const auto& [name, source] : sources) {
    LoadResult loaded = load(source);
    if (std::holds_alternative<Credentials>(loaded)) return loaded;
    if (auto* error = std::get_if<Error>(&loaded)) {
      error->message = name + ": " + error->message;
      if (!passed_over.empty()) error->message += " (tried before: " + passed_over + ")";
      return loaded;
    }
    if (!passed_over.empty()) passed_over += "; ";
    passed_over += name + ": " + std::get<NotConfigured>(loaded).why;
  }
  return NotConfigured{passed_over.empty() ? "the chain has no providers" : std::move(passed_over)};
}

class Chain : public CredentialsProvider {
 public:
  explicit Chain(NamedProviders providers) : providers_(std::move(providers)) {}

  LoadResult Load(const LoadContext& context) override {
    return LoadFromFirst(providers_, [&](const auto& provider) { return provider->Load(context); });
  }
  void Reject(const Credentials& credentials) override {
    for (const auto& [name, provider] : providers_) provider->Reject(credentials);
  }

 private:
  const NamedProviders providers_;
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
                        [error = internal::Broken({"MakeStaticCredentials: ", internal::ToString(*invalid)})](
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
    if (token->empty()) return internal::Broken({"the source of the bearer token returned an empty token"});
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
  std::vector<std::pair<std::string, internal::CredentialsSource>> sources;
  sources.push_back({"environment", internal::LoadFromEnvironment});
  sources.push_back({"profile", internal::MakeProfileSource()});
  if (config.profile) std::swap(sources[0], sources[1]);
  sources.push_back({"web identity", internal::LoadFromWebIdentityOfEnvironment});
  sources.push_back({"container", internal::LoadFromContainer});
  sources.push_back({"instance metadata", internal::MakeInstanceMetadataSource()});
  Platform platform = config.platform;
  auto chain =
      MakeProvider(std::move(config), [sources = std::move(sources)](const ProviderContext& context) {
        return LoadFromFirst(sources, [&](const auto& source) { return source(context); });
      });
  return MakeCachedCredentials(std::move(chain), std::move(platform));
}

}  // namespace lookoutvision
