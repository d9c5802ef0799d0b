// ProviderContext; see provider_context.h.
#include "credentials/provider_context.h"

#include <utility>

#include "base/real_platform.h"

namespace lookoutvision::internal {
namespace {

class SourceProvider : public CredentialsProvider {
 public:
  SourceProvider(ClientConfig config, CredentialsSource source)
      : config_(std::move(config)), source_(std::move(source)) {}

  LoadResult Load(const LoadContext& context) override { return source_(ProviderContext(config_, context)); }

 private:
  const ClientConfig config_;
  const CredentialsSource source_;
};

}  // namespace

const Outcome<Profiles>& ProviderContext::profiles() const {
  if (!profiles_) profiles_.emplace(LoadProfiles(platform(), load_context));
  return *profiles_;
}

Outcome<Lookup> ProviderContext::lookup() const {
  const auto& files = profiles();
  if (!files) return Failure(files.error());
  const auto found = files->profiles.find(SelectProfile(config.profile, platform()).name);
  return Lookup(platform(), found == files->profiles.end() ? nullptr : &found->second);
}

std::shared_ptr<CredentialsProvider> MakeProvider(ClientConfig config, CredentialsSource source) {
  config.platform = WithRealParts(std::move(config.platform));
  // These are for the client's service only. Each load has the deadline of its own call.
  config.endpoint_url.reset();
  config.signing_region.reset();
  config.signing_name.reset();
  config.credentials.reset();
  config.headers.clear();
  config.before_attempt = {};
  config.on_attempt = {};
  config.on_call = {};
  config.timeouts.call.reset();
  return std::make_shared<SourceProvider>(std::move(config), std::move(source));
}

}  // namespace lookoutvision::internal
