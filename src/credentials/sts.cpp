// STS: AssumeRole and AssumeRoleWithWebIdentity, by the query protocol; see sts.h.
#include "credentials/sts.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/text.h"
#include "base/uuid.h"
#include "credentials/answers.h"
#include "credentials/calls.h"
#include "credentials/variable.h"

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kVersion = "2011-06-15";

RetryClass ClassifyStsError(const Error& error) {
  return error.code_name == "IDPCommunicationError" ? RetryClass::kTransient : Classify(error);
}

// What is left out is empty.
SerializedRequest RequestOf(std::string_view action,
                            const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
  std::size_t size = 64;
  for (const auto& [name, value] : fields) size += name.size() + 3 * value.size() + 2;
  std::string form;
  form.reserve(size);
  form.append("Action=").append(action).append("&Version=").append(kVersion);
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    form.append("&").append(name).append("=");
    AppendPercentEncoded(form, value);
  }
  return {.operation = action,
          .method = "POST",
          .path = "/",
          .content_type = "application/x-www-form-urlencoded",
          .body = std::move(form)};
}

CallRules StsRules() {
  CallRules rules = RulesOf(kSts);
  rules.parse_error = ReadStsError;
  rules.classify = ClassifyStsError;
  return rules;
}

Outcome<Credentials> AskSts(const CredentialsOptions& options, std::shared_ptr<CredentialsProvider> signer,
                            SerializedRequest request, const LoadContext& context) {
  const Pipeline pipeline(ConfigOf(options, std::move(signer)), StsRules());
  return pipeline.Run(request, LimitsOf(context, pipeline),
                      [action = request.operation](const HttpResponse& response) {
                        return ReadStsCredentials(action, response);
                      });
}

std::string SessionName(const std::string& given, const Platform& platform) {
  return given.empty() ? "lookoutvision-" + MakeUuid(platform.random_bytes) : given;
}

// Ids of how the source was found, of the source, and of assuming a role, told once for a chain of them:
// `o,n,i`.
std::string FeaturesOf(const std::string& how, const std::string& source) {
  std::string features = how;
  for (const std::string& more : {source, std::string("i")}) {
    if (more.empty() || features == more || features.ends_with("," + more)) continue;
    if (!features.empty()) features += ',';
    features += more;
  }
  return features;
}

class AssumeRole : public CredentialsProvider {
 public:
  AssumeRole(AssumedRole role, std::shared_ptr<CredentialsProvider> source, std::string features,
             CredentialsOptions options)
      : role_(std::move(role)),
        source_(std::move(source)),
        features_(std::move(features)),
        options_(std::move(options)) {
    options_.platform = WithRealParts(std::move(options_.platform));
  }

  LoadResult Load(const LoadContext& context) override {
    const std::string what = "the role " + Printable(role_.role_arn, 256) + " cannot be assumed";
    auto source = source_->Load(context);
    if (auto* error = std::get_if<Error>(&source)) return SourceFailed(what, std::move(*error));
    if (const auto* absent = std::get_if<NotConfigured>(&source)) {
      return Broken(what + ": its source has no credentials: " + absent->why);
    }
    auto& keys = std::get<Credentials>(source);
    std::string features = FeaturesOf(features_, keys.user_agent_features);
    const std::string session_name = SessionName(role_.role_session_name, options_.platform);
    auto request = RequestOf(
        "AssumeRole",
        {{"RoleArn", role_.role_arn}, {"RoleSessionName", session_name}, {"ExternalId", role_.external_id}});
    auto loaded = AskSts(options_, FixedCredentials(std::move(keys)), std::move(request), context);
    if (!loaded) return SourceFailed(what, std::move(loaded).error());
    loaded->user_agent_features = std::move(features);
    return *std::move(loaded);
  }

 private:
  const AssumedRole role_;
  const std::shared_ptr<CredentialsProvider> source_;
  const std::string features_;
  CredentialsOptions options_;
};

class WebIdentity : public CredentialsProvider {
 public:
  WebIdentity(WebIdentityRole role, std::string features, CredentialsOptions options)
      : role_(std::move(role)), features_(std::move(features)), options_(std::move(options)) {
    options_.platform = WithRealParts(std::move(options_.platform));
  }

  LoadResult Load(const LoadContext& context) override {
    auto read = options_.platform.read_file(role_.token_file, IoLimitsOf(context, options_.platform));
    const std::string file = "the web identity token file " + Printable(role_.token_file, 256);
    if (!read.content) {
      return MarkIfOver(Broken(file + " cannot be read: " + read.problem), context, options_.platform);
    }
    const CleanseAtExit cleanse_file(*read.content);
    std::string_view token = *read.content;
    while (token.ends_with('\n') || token.ends_with('\r')) token.remove_suffix(1);
    if (token.empty()) return Broken(file + " is empty");
    const std::string session_name = SessionName(role_.role_session_name, options_.platform);
    auto request = RequestOf(
        "AssumeRoleWithWebIdentity",
        {{"RoleArn", role_.role_arn}, {"RoleSessionName", session_name}, {"WebIdentityToken", token}});
    request.secrets = {token};
    auto loaded = AskSts(options_, AnonymousCredentials(), std::move(request), context);
    if (!loaded) {
      return SourceFailed("the role " + Printable(role_.role_arn, 256) + " cannot be assumed by web identity",
                          std::move(loaded).error());
    }
    loaded->user_agent_features = features_;
    return *std::move(loaded);
  }

 private:
  const WebIdentityRole role_;
  const std::string features_;
  CredentialsOptions options_;
};

// The role that the environment names.
class WebIdentityOfEnvironment : public CredentialsProvider {
 public:
  explicit WebIdentityOfEnvironment(CredentialsOptions options) : options_(std::move(options)) {
    options_.platform = WithRealParts(std::move(options_.platform));
  }

  LoadResult Load(const LoadContext& context) override {
    const Platform& platform = options_.platform;
    WebIdentityRole role{.role_arn = TrimmedVariable(platform, "AWS_ROLE_ARN"),
                         .token_file = TrimmedVariable(platform, "AWS_WEB_IDENTITY_TOKEN_FILE"),
                         .role_session_name = TrimmedVariable(platform, "AWS_ROLE_SESSION_NAME")};
    // AWS_ROLE_ARN alone configures nothing: many shells export it.
    if (role.token_file.empty()) return NotConfigured{"AWS_WEB_IDENTITY_TOKEN_FILE is not set"};
    if (role.role_arn.empty()) {
      return Broken("AWS_WEB_IDENTITY_TOKEN_FILE needs AWS_ROLE_ARN, which is missing: set both or neither");
    }
    return WebIdentity(std::move(role), "h,k", options_).Load(context);
  }

 private:
  CredentialsOptions options_;
};

}  // namespace

std::shared_ptr<CredentialsProvider> AssumeRoleProvider(AssumedRole role,
                                                        std::shared_ptr<CredentialsProvider> source,
                                                        std::string features, CredentialsOptions options) {
  return std::make_shared<AssumeRole>(std::move(role), std::move(source), std::move(features),
                                      std::move(options));
}

std::shared_ptr<CredentialsProvider> WebIdentityProvider(WebIdentityRole role, std::string features,
                                                         CredentialsOptions options) {
  return std::make_shared<WebIdentity>(std::move(role), std::move(features), std::move(options));
}

}  // namespace lookoutvision::internal

namespace lookoutvision {

std::shared_ptr<CredentialsProvider> AssumeRoleCredentials(AssumedRole role,
                                                           std::shared_ptr<CredentialsProvider> source,
                                                           CredentialsOptions options) {
  return internal::AssumeRoleProvider(std::move(role), std::move(source), "", std::move(options));
}

std::shared_ptr<CredentialsProvider> WebIdentityCredentials(WebIdentityRole role,
                                                            CredentialsOptions options) {
  return internal::WebIdentityProvider(std::move(role), "k", std::move(options));
}

std::shared_ptr<CredentialsProvider> WebIdentityCredentials(CredentialsOptions options) {
  return std::make_shared<internal::WebIdentityOfEnvironment>(std::move(options));
}

}  // namespace lookoutvision
