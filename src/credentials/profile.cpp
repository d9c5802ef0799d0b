// Credentials of a profile: its chain, made of providers. What the profile says is read in profile_chain.cpp.
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <variant>

#include <lookoutvision/credentials_providers.h>

#include "base/per_process.h"
#include "base/real_platform.h"
#include "base/secrets.h"
#include "credentials/calls.h"
#include "credentials/profile_chain.h"
#include "credentials/sso.h"
#include "credentials/sts.h"

namespace lookoutvision::internal {
namespace {

using Provider = std::shared_ptr<CredentialsProvider>;

void CleanseKeys(Profiles& profiles) {
  for (auto& [name, profile] : profiles.profiles) {
    for (auto& [key, property] : profile.properties) {
      if (key == "aws_secret_access_key" || key == "aws_session_token" || key == "aws_security_token") {
        Cleanse(property.value);
      }
    }
  }
}

// Says with each error where its provider is configured.
class Located : public CredentialsProvider {
 public:
  Located(std::string where, Provider provider) : where_(std::move(where)), provider_(std::move(provider)) {}

  LoadResult Load(const LoadContext& context) override {
    auto loaded = provider_->Load(context);
    if (auto* error = std::get_if<Error>(&loaded)) error->message = where_ + ": " + error->message;
    return loaded;
  }

 private:
  const std::string where_;
  const Provider provider_;
};

class ProfileProvider : public CredentialsProvider {
 public:
  explicit ProfileProvider(CredentialsOptions options) : options_(std::move(options)) {
    options_.platform = WithRealParts(std::move(options_.platform));
    metadata_ = InstanceMetadataCredentials(options_);
  }

  LoadResult Load(const LoadContext& context) override {
    auto profiles = LoadProfiles(options_.platform, context);
    if (!profiles) return profiles.error();
    auto found = FindProfileChain(*profiles, SelectProfile(options_.profile, options_.platform),
                                  options_.profile.has_value());
    CleanseKeys(*profiles);
    if (auto* error = std::get_if<Error>(&found)) return std::move(*error);
    if (auto* absent = std::get_if<NotConfigured>(&found)) return std::move(*absent);
    auto& chain = std::get<ProfileChain>(found);
    Provider provider = std::visit([this](auto& base) { return MakeBase(base); }, chain.base);
    std::string how = chain.by_source_profile ? "o" : "p";
    for (AssumedRole& role : chain.roles) {
      provider = AssumeRoleProvider(std::move(role), std::move(provider), std::exchange(how, ""), options_);
    }
    auto loaded = provider->Load(context);
    // Whoever named a source wants it to be the one.
    if (const auto* absent = std::get_if<NotConfigured>(&loaded)) {
      return Broken("the profile's source has no credentials: " + absent->why);
    }
    return loaded;
  }

 private:
  // The one SSO provider that was asked last, for what it remembers of its token.
  struct Sso {
    std::mutex mutex = {};
    SsoRole role = {};
    Provider provider = {};
  };

  Provider MakeBase(Credentials& keys) const { return FixedCredentials(std::move(keys)); }

  Provider MakeBase(NamedSource source) const {
    switch (source) {
      case NamedSource::kEnvironment:
        return EnvironmentCredentials(options_.platform);
      case NamedSource::kContainer:
        return ContainerCredentials(options_);
      case NamedSource::kInstanceMetadata:
        break;
    }
    return metadata_;
  }

  Provider MakeBase(WebIdentityRole& role) const {
    return WebIdentityProvider(std::move(role), "q,k", options_);
  }

  Provider MakeBase(SsoRole& role) {
    Sso& sso = sso_.OfThisProcess();
    const std::lock_guard lock(sso.mutex);
    if (!sso.provider || sso.role != role) {
      sso.provider = SsoProvider(role, options_);
      sso.role = std::move(role);
    }
    return sso.provider;
  }

  Provider MakeBase(ProcessSource& process) const {
    return std::make_shared<Located>(std::move(process.where),
                                     ProcessCredentials(std::move(process.command), options_));
  }

  CredentialsOptions options_;
  Provider metadata_;
  PerProcess<Sso> sso_;
};

}  // namespace
}  // namespace lookoutvision::internal

namespace lookoutvision {

std::shared_ptr<CredentialsProvider> ProfileCredentials(CredentialsOptions options) {
  return std::make_shared<internal::ProfileProvider>(std::move(options));
}

}  // namespace lookoutvision
