// SSO: GetRoleCredentials of the portal; see sso.h. The token comes from sso_token.cpp.
#include "credentials/sso.h"

#include <utility>

#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/text.h"
#include "credentials/answers.h"
#include "credentials/calls.h"
#include "credentials/sso_token.h"

namespace lookoutvision::internal {
namespace {

class Sso : public CredentialsProvider {
 public:
  Sso(SsoRole role, CredentialsOptions options)
      : role_(std::move(role)),
        options_([&] {
          options.platform = WithRealParts(std::move(options.platform));
          options.region = role_.region;
          return std::move(options);
        }()),
        token_(role_, options_) {}

  LoadResult Load(const LoadContext& context) override {
    auto token = token_.Get(context);
    if (!token) return token.error();
    const CleanseAtExit cleanse_token(*token);
    if (HasControlCharacters(*token)) {
      return Broken("the SSO token holds a control character; log in: aws sso login");
    }
    SerializedRequest request{.operation = "GetRoleCredentials",
                              .method = "GET",
                              .path = "/federation/credentials",
                              .query = "account_id=" + PercentEncode(role_.account_id) +
                                       "&role_name=" + PercentEncode(role_.role_name)};
    request.headers.emplace_back("x-amz-sso_bearer_token", *token);
    request.secrets = {*token};
    const Pipeline pipeline(ConfigOf(options_, AnonymousCredentials()), RulesOf(kSso));
    auto loaded = pipeline.Run(request, LimitsOf(context, pipeline), ReadSsoCredentials);
    Cleanse(request.headers.front().second);
    if (!loaded) {
      const bool refused = loaded.error().http_status == 401;
      return SourceFailed("no SSO credentials for the role " + Printable(role_.role_name, 64) +
                              " of account " + Printable(role_.account_id, 64) +
                              (refused ? " (log in again: aws sso login)" : ""),
                          std::move(loaded).error());
    }
    loaded->user_agent_features = role_.session.empty() ? "t,u" : "r,s";
    return *std::move(loaded);
  }

 private:
  const SsoRole role_;
  const CredentialsOptions options_;
  SsoToken token_;
};

}  // namespace

std::shared_ptr<CredentialsProvider> SsoProvider(SsoRole role, CredentialsOptions options) {
  return std::make_shared<Sso>(std::move(role), std::move(options));
}

}  // namespace lookoutvision::internal
