// The SSO credentials source: reads or refreshes the token, and calls GetRoleCredentials of the portal.
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/crypto.h"
#include "base/json_writer.h"
#include "base/parsed.h"
#include "base/secrets.h"
#include "base/text.h"
#include "config/lookup.h"
#include "credentials/calls.h"
#include "credentials/responses.h"
#include "credentials/secret_json.h"
#include "credentials/sources.h"

namespace lookoutvision::internal {
namespace {

constexpr std::chrono::minutes kRefreshBefore{5};
constexpr std::chrono::seconds kBetweenRefreshes{30};
constexpr std::int64_t kLongestLife = 10LL * 365 * 24 * 3600;
constexpr const char* kLogIn = "; log in: aws sso login";

// The content of a token file, or the response to a refresh.
struct SsoToken {
  SecretJson json;
  SystemTime end;

  SecretString Text(const char* name) const { return json.TextOf(name); }
};

Parsed<SsoToken> ParseTokenFile(std::string_view content) {
  auto json = SecretJson::Parse(content);
  if (!json) return Problem{json.problem()};
  const JsonValue* const time = json->Find("expiresAt");
  const auto end = time != nullptr ? ParseExpiration(time->text) : std::nullopt;
  if (!end || json->TextOf("accessToken").empty()) {
    return Problem{"has no valid accessToken and expiresAt"};
  }
  return SsoToken{*std::move(json), *end};
}

Outcome<SsoToken> ReadRefreshed(const HttpResponse& response, SystemTime now) {
  auto json = SecretJson::Parse(response.body);
  if (!json) return Unreadable({json.problem()});
  const JsonValue* const life = json->Find("expiresIn");
  const auto seconds = (life != nullptr ? life->Integer() : std::nullopt).value_or(0);
  if (json->TextOf("accessToken").empty() || seconds <= 0 || seconds > kLongestLife) {
    return Unreadable({"has no valid accessToken and expiresIn"});
  }
  return SsoToken{*std::move(json), now + std::chrono::seconds(seconds)};
}

// One load. Its arguments must outlive it.
class Sso {
 public:
  Sso(const ProviderContext& context, const SsoRole& role, SsoRefresh& last_refresh)
      : context_(context), role_(role), last_refresh_(last_refresh) {}

  LoadResult Load() {
    const auto token = GetToken();
    if (!token) return token.error();
    if (HasControlCharacters(token->view())) {
      return Broken({"the SSO token in ", path_, " contains a control character", kLogIn});
    }
    SerializedRequest request{.operation = "GetRoleCredentials",
                              .method = "GET",
                              .path = "/federation/credentials",
                              .query = "account_id=" + PercentEncode(role_.account_id) +
                                       "&role_name=" + PercentEncode(role_.role_name)};
    request.headers.emplace_back("x-amz-sso_bearer_token", token->view());
    request.secrets = {token->view()};
    const Pipeline pipeline(Config(), RulesOf(kSso, context_));
    auto loaded = MakeCall(pipeline, std::move(request), context_, ReadSsoCredentials);
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
  // A token that is valid now, or an error that says how to get one.
  Outcome<SecretString> GetToken() {
    const auto home = FindVariable(context_.platform(), "HOME");
    if (!home) return Failure(Broken({"the SSO token cannot be found: HOME is not set"}));
    const std::string name = Sha1Hex(role_.session.empty() ? role_.start_url : role_.session);
    if (name.empty()) return Failure(Broken({"the SSO token cannot be found: OpenSSL provides no SHA-1"}));
    path_ = *home + "/.aws/sso/cache/" + name + ".json";
    auto token = ReadToken();
    if (!token) return Failure(std::move(token).error());
    const auto now = context_.platform().system_now();
    const bool valid = now < token->end;
    if (now + kRefreshBefore >= token->end && MayRefresh(*token)) {
      auto error = Refresh(*token);
      if (!error) return token->Text("accessToken");
      if (!valid) {
        // A refresh token can be used only once: another process may have used it and written the file.
        token = ReadToken();
        if (token && now < token->end) return token->Text("accessToken");
        return Failure(*std::move(error));
      }
    }
    if (!valid) {
      return Failure(Broken({"the SSO token in ", path_, " expired at ", FormatIso8601(token->end), kLogIn}));
    }
    return token->Text("accessToken");
  }

  // The token in the file, or the one in memory if it expires later.
  Outcome<SsoToken> ReadToken() {
    std::optional<SsoToken> kept;
    {
      const std::lock_guard lock(last_refresh_.mutex);
      if (last_refresh_.token_file == path_) {
        if (auto parsed = ParseTokenFile(last_refresh_.content.view())) kept = *std::move(parsed);
      }
    }
    const Platform& platform = context_.platform();
    auto read = platform.read_file(path_, IoOptionsOf(context_.load_context, platform));
    if (!read.content && kept) return *std::move(kept);
    if (!read.content) {
      Error error = Broken({"the SSO token file ", path_, " cannot be read: ", read.problem, kLogIn});
      return Failure(MarkIfOver(std::move(error), context_.load_context, platform));
    }
    const SecretString content(*std::move(read.content));
    auto token = ParseTokenFile(content.view());
    if (kept && (!token || kept->end > token->end)) return *std::move(kept);
    if (!token) return Failure(Broken({"the SSO token file ", path_, " ", token.problem(), kLogIn}));
    return *std::move(token);
  }

  // Whether the token can be refreshed, and the last try was long enough ago; if so, counts this as a try.
  bool MayRefresh(const SsoToken& token) {
    if (role_.session.empty()) return false;
    for (const char* name : {"refreshToken", "clientId", "clientSecret"}) {
      if (token.Text(name).empty()) return false;
    }
    const auto registered_until = ParseExpiration(token.Text("registrationExpiresAt").view());
    if (!registered_until || *registered_until <= context_.platform().system_now()) return false;
    const auto now = context_.platform().steady_now();
    const std::lock_guard lock(last_refresh_.mutex);
    const bool same_token = last_refresh_.token_file == path_;
    if (same_token && now - last_refresh_.tried < kBetweenRefreshes) return false;
    if (!same_token) last_refresh_.content = {};
    last_refresh_.token_file = path_;
    last_refresh_.tried = now;
    return true;
  }

  // On success, `token` is the new one.
  std::optional<Error> Refresh(SsoToken& token) {
    const SecretString refresh_token = token.Text("refreshToken");
    const SecretString client_secret = token.Text("clientSecret");
    // It is not sent, but the service knows it.
    const SecretString old_token = token.Text("accessToken");
    JsonWriter body;
    body.BeginObject().Key("clientId").String(token.Text("clientId").view());
    body.Key("clientSecret").String(client_secret.view()).Key("grantType").String("refresh_token");
    body.Key("refreshToken").String(refresh_token.view()).EndObject();
    SerializedRequest request{.operation = "CreateToken",
                              .method = "POST",
                              .path = "/token",
                              .content_type = "application/json",
                              .body = std::move(body).Take(),
                              .secrets = {refresh_token.view(), client_secret.view(), old_token.view()}};
    CallRules rules = RulesOf(kSsoOidc, context_);
    rules.parse_error = ReadErrorResponse;
    const Pipeline pipeline(Config(), std::move(rules));
    const Platform& platform = context_.platform();
    auto fresh = MakeCall(pipeline, std::move(request), context_, [&](const HttpResponse& response) {
      return ReadRefreshed(response, platform.system_now());
    });
    if (!fresh) {
      return SourceFailed("the SSO token cannot be refreshed (log in again: aws sso login)",
                          std::move(fresh).error());
    }

    token.end = fresh->end;
    token.json.Set("accessToken", fresh->Text("accessToken").view());
    token.json.Set("expiresAt", FormatIso8601(token.end));
    const SecretString next = fresh->Text("refreshToken");
    if (!next.empty()) token.json.Set("refreshToken", next.view());
    SecretString text = std::move(JsonWriter().Value(token.json)).Take();
    // If the file cannot be written, this process still has the token in memory.
    platform.write_file(path_, text.view());
    const std::lock_guard lock(last_refresh_.mutex);
    if (last_refresh_.token_file == path_) last_refresh_.content = std::move(text);
    return std::nullopt;
  }

  // The configuration of unsigned calls in the region of SSO.
  ClientConfig Config() const {
    ClientConfig config = ConfigOf(context_, MakeAnonymousCredentials());
    config.region = role_.region;
    return config;
  }

  const ProviderContext& context_;
  const SsoRole& role_;
  SsoRefresh& last_refresh_;
  std::string path_;
};

}  // namespace

LoadResult LoadFromSso(const ProviderContext& context, const SsoRole& role, SsoRefresh& last_refresh) {
  return Sso(context, role, last_refresh).Load();
}

}  // namespace lookoutvision::internal
