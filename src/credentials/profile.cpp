// The profile credentials source: loads the chain that a profile configures.
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "base/per_process.h"
#include "credentials/calls.h"
#include "credentials/profile_chain.h"
#include "credentials/sources.h"

namespace lookoutvision::internal {
namespace {

class ProfileSource {
 public:
  LoadResult Load(const ProviderContext& context) {
    const auto& profiles = context.profiles();
    if (!profiles) return profiles.error();
    const auto& selected_by_code = context.config.profile;
    auto found = FindProfileChain(*profiles, SelectProfile(selected_by_code, context.platform()),
                                  selected_by_code.has_value());
    if (auto* error = std::get_if<Error>(&found)) return std::move(*error);
    if (auto* absent = std::get_if<NotConfigured>(&found)) return std::move(*absent);
    auto& chain = std::get<ProfileChain>(found);
    auto loaded = std::visit([&](auto& base) { return LoadBase(context, base); }, chain.base);
    std::string how = chain.by_source_profile ? "o" : "p";
    for (const AssumedRole& role : chain.roles) {
      loaded = AssumeRole(context, role, std::move(loaded), std::exchange(how, ""));
    }
    // The profile names its source: the default chain must not continue with another.
    if (const auto* absent = std::get_if<NotConfigured>(&loaded)) {
      return Broken({"the profile's source has no credentials: ", absent->why});
    }
    return loaded;
  }

 private:
  static LoadResult LoadBase(const ProviderContext&, Credentials& keys) {
    return WithFeatures(std::move(keys), "n");
  }

  LoadResult LoadBase(const ProviderContext& context, NamedSource source) const {
    switch (source) {
      case NamedSource::kEnvironment:
        return LoadFromEnvironment(context);
      case NamedSource::kContainer:
        return LoadFromContainer(context);
      case NamedSource::kInstanceMetadata:
        break;
    }
    return metadata_(context);
  }

  static LoadResult LoadBase(const ProviderContext& context, const WebIdentityRole& role) {
    return AssumeRoleWithWebIdentity(context, role, "q,k");
  }

  LoadResult LoadBase(const ProviderContext& context, const SsoRole& role) {
    return LoadFromSso(context, role, sso_.OfThisProcess());
  }

  // Each error says where the process is configured.
  static LoadResult LoadBase(const ProviderContext& context, const ProcessSource& process) {
    auto loaded = LoadFromProcess(context, process.command);
    if (auto* error = std::get_if<Error>(&loaded)) error->message = process.where + ": " + error->message;
    return loaded;
  }

  const CredentialsSource metadata_ = MakeInstanceMetadataSource();
  PerProcess<SsoRefresh> sso_;
};

}  // namespace

CredentialsSource MakeProfileSource() {
  return [profile = std::make_shared<ProfileSource>()](const ProviderContext& context) {
    return profile->Load(context);
  };
}

}  // namespace lookoutvision::internal
