// The chain: one provider after the other, and what became of each. Which providers there are is not decided
// here.
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <lookoutvision/credentials_providers.h>

#include "base/real_platform.h"

namespace lookoutvision {
namespace {

using NamedProviders = std::vector<std::pair<std::string, std::shared_ptr<CredentialsProvider>>>;

class Chain : public CredentialsProvider {
 public:
  explicit Chain(NamedProviders providers) : providers_(std::move(providers)) {}

  LoadResult Load(const LoadContext& context) override {
    std::string passed_over;
    for (const auto& [name, provider] : providers_) {
      auto loaded = provider->Load(context);
      if (std::holds_alternative<Credentials>(loaded)) return loaded;
      if (auto* error = std::get_if<Error>(&loaded)) {
        error->message = name + ": " + error->message;
        if (!passed_over.empty()) error->message += " (tried before: " + passed_over + ")";
        return loaded;
      }
      if (!passed_over.empty()) passed_over += "; ";
      passed_over += name + ": " + std::get<NotConfigured>(loaded).why;
    }
    return NotConfigured{passed_over.empty() ? "there is no provider to ask" : std::move(passed_over)};
  }

 private:
  const NamedProviders providers_;
};

}  // namespace

std::shared_ptr<CredentialsProvider> ChainCredentials(NamedProviders providers) {
  return std::make_shared<Chain>(std::move(providers));
}

std::shared_ptr<CredentialsProvider> DefaultCredentials(CredentialsOptions options) {
  // Before it is copied: only copies of the same platform share what they have read from a pipe.
  options.platform = internal::WithRealParts(std::move(options.platform));
  NamedProviders providers;
  providers.emplace_back("environment", EnvironmentCredentials(options.platform));
  providers.emplace_back("profile", ProfileCredentials(options));
  if (options.profile) std::swap(providers[0], providers[1]);
  providers.emplace_back("web identity", WebIdentityCredentials(options));
  providers.emplace_back("container", ContainerCredentials(options));
  Platform platform = options.platform;
  providers.emplace_back("instance metadata", InstanceMetadataCredentials(std::move(options)));
  return CachedCredentials(ChainCredentials(std::move(providers)), std::move(platform));
}

}  // namespace lookoutvision
