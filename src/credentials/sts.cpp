// The STS credentials sources, AssumeRole and AssumeRoleWithWebIdentity, which use the query protocol.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/random.h"
#include "base/secrets.h"
#include "base/text.h"
#include "config/lookup.h"
#include "credentials/calls.h"
#include "credentials/responses.h"
#include "credentials/sources.h"

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kVersion = "2011-06-15";

// Both codes may mean that STS did not receive the keys of the identity provider in time.
RetryClass ClassifyStsError(const Error& error) {
  const bool is_transient =
      error.code_name == "IDPCommunicationError" || error.code_name == "InvalidIdentityToken";
  return is_transient ? RetryClass::kTransient : Classify(error);
}

// Omits empty fields.
SerializedRequest RequestOf(std::string_view action,
                            const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
  std::size_t size = 64;
  for (const auto& [name, value] : fields) size += name.size() + 3 * value.size() + 2;
  std::string form;
  form.reserve(size);
  form.append("Action=").append(action).append("&Version=").append(kVersion);
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    std::string encoded = PercentEncode(value);
    form.append("&").append(name).append("=").append(encoded);
    Cleanse(encoded);
  }
  return {.operation = action,
          .method = "POST",
          .path = "/",
          .content_type = "application/x-www-form-urlencoded",
          .body = std::move(form)};
}

Outcome<Credentials> CallSts(const ProviderContext& context, std::shared_ptr<CredentialsProvider> signer,
                             SerializedRequest request) {
  CallRules rules = RulesOf(kSts, context);
  rules.parse_error = ReadErrorResponse;
  rules.classify = ClassifyStsError;
  const Pipeline pipeline(ConfigOf(context, std::move(signer)), std::move(rules));
  const std::string_view action = request.operation;
  return MakeCall(pipeline, std::move(request), context,
                  [action](const HttpResponse& response) { return ReadStsCredentials(action, response); });
}

std::string SessionName(const std::string& given, const Platform& platform) {
  return given.empty() ? "lookoutvision-" + MakeUuid(platform.random_bytes) : given;
}

// The value of DurationSeconds; empty if the role has none.
std::string SecondsOf(const std::optional<std::chrono::seconds>& duration) {
  return duration ? std::to_string(duration->count()) : "";
}

// The error if STS would reject the duration, which is that of `member`.
std::optional<Error> ValidateDuration(const std::optional<std::chrono::seconds>& duration,
                                      const char* member) {
  if (!duration || IsRoleDuration(*duration)) return std::nullopt;
  return Broken({member, " is ", SecondsOf(duration), " s: must be from 900 s to 43200 s"});
}

// The feature ids for how the source was found, for the source, and for assuming a role, each once: `o,n,i`.
std::string FeaturesOf(const std::string& how, const std::string& source) {
  std::string features = how;
  for (const std::string& more : {source, std::string("i")}) {
    if (more.empty() || features == more || features.ends_with("," + more)) continue;
    if (!features.empty()) features += ',';
    features += more;
  }
  return features;
}

}  // namespace

LoadResult AssumeRole(const ProviderContext& context, const AssumedRole& role, LoadResult source,
                      const std::string& how) {
  if (auto error = ValidateDuration(role.duration, "AssumedRole::duration")) return *std::move(error);
  const std::string what = "the role " + Printable(role.role_arn, 256) + " cannot be assumed";
  if (auto* error = std::get_if<Error>(&source)) return SourceFailed(what, std::move(*error));
  if (const auto* absent = std::get_if<NotConfigured>(&source)) {
    return Broken({what, ": its source has no credentials: ", absent->why});
  }
  auto& keys = std::get<Credentials>(source);
  const std::string session_name = SessionName(role.role_session_name, context.platform());
  auto loaded = CallSts(context, MakeFixedCredentials(std::move(keys), source.user_agent_features),
                        RequestOf("AssumeRole", {{"RoleArn", role.role_arn},
                                                 {"RoleSessionName", session_name},
                                                 {"ExternalId", role.external_id},
                                                 {"DurationSeconds", SecondsOf(role.duration)}}));
  if (!loaded) return SourceFailed(what, std::move(loaded).error());
  return WithFeatures(*std::move(loaded), FeaturesOf(how, source.user_agent_features));
}

LoadResult AssumeRoleWithWebIdentity(const ProviderContext& context, const WebIdentityRole& role,
                                     const char* features) {
  if (auto error = ValidateDuration(role.duration, "WebIdentityRole::duration")) return *std::move(error);
  const auto file = ReadTokenFile(context, "the web identity token file", role.token_file);
  if (!file) return file.error();
  const std::string_view token = file->view();
  const std::string session_name = SessionName(role.role_session_name, context.platform());
  auto request = RequestOf("AssumeRoleWithWebIdentity", {{"RoleArn", role.role_arn},
                                                         {"RoleSessionName", session_name},
                                                         {"WebIdentityToken", token},
                                                         {"DurationSeconds", SecondsOf(role.duration)}});
  request.secrets = {token};
  auto loaded = CallSts(context, MakeAnonymousCredentials(), std::move(request));
  if (!loaded) {
    return SourceFailed("the role " + Printable(role.role_arn, 256) + " cannot be assumed by web identity",
                        std::move(loaded).error());
  }
  return WithFeatures(*std::move(loaded), features);
}

LoadResult LoadFromWebIdentityOfEnvironment(const ProviderContext& context) {
  const auto value = [&](const char* name) { return FindVariable(context.platform(), name).value_or(""); };
  const WebIdentityRole role{.role_arn = value("AWS_ROLE_ARN"),
                             .token_file = value("AWS_WEB_IDENTITY_TOKEN_FILE"),
                             .role_session_name = value("AWS_ROLE_SESSION_NAME")};
  // AWS_ROLE_ARN alone configures nothing: many shells export it.
  if (role.token_file.empty()) return NotConfigured{"AWS_WEB_IDENTITY_TOKEN_FILE is not set"};
  if (role.role_arn.empty()) {
    return Broken({"AWS_WEB_IDENTITY_TOKEN_FILE needs AWS_ROLE_ARN, which is missing: set both or neither"});
  }
  return AssumeRoleWithWebIdentity(context, role, "h,k");
}

}  // namespace lookoutvision::internal
