// The SSO credentials provider: calls GetRoleCredentials of the portal; see sso.h.
#include "credentials/sso.h"

#include <memory>
#include <utility>

#include "base/secrets.h"
#include "base/text.h"
#include "credentials/calls.h"
#include "credentials/responses.h"
#include "credentials/sso_token.h"

namespace lookoutvision::internal {
namespace {

class Sso {
 public:
  explicit Sso(SsoRole role) : role_(std::move(role)), token_(role_) {}

  LoadResult Load(const ProviderContext& context) {
    const auto token = token_.Get(context);
    if (!token) return token.error();
    if (HasControlCharacters(token->view())) {
      return Broken("the SSO token holds a control character; log in: aws sso login");
    }
    SerializedRequest request{.operation = "GetRoleCredentials",
                              .method = "GET",
                              .path = "/federation/credentials",
                              .query = "account_id=" + PercentEncode(role_.account_id) +
                                       "&role_name=" + PercentEncode(role_.role_name)};
    request.headers.emplace_back("x-amz-sso_bearer_token", token->view());
    request.secrets = {token->view()};
    ClientConfig config = ConfigOf(context, MakeAnonymousCredentials());
    config.region = role_.region;
    const Pipeline pipeline(std::move(config), RulesOf(kSso, context));
    auto loaded = MakeCall(pipeline, std::move(request), context, ReadSsoCredentials);
    if (!loaded) {
      const bool refused = loaded.error().http_status == 401;
      return SourceFailed("no SSO credentials for the role " + Printable(role_.role_name, 64) +
                              " of account " + Printable(role_.account_id, 64) +
                              (refused ? " (log in again: aws sso login)" : ""),
                          std::move(loaded).error());
    }
    return WithFeatures(*std::move(loaded), role_.session.empty() ? "t,u" : "r,s");
  }

 private:
  const SsoRole role_;
  SsoToken token_;
};

}  // namespace

CredentialsSource MakeSsoSource(SsoRole role) {
  return [sso = std::make_shared<Sso>(std::move(role))](const ProviderContext& context) {
    return sso->Load(context);
  };
}

}  // namespace lookoutvision::internal
