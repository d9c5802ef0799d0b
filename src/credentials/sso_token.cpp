// The token of an SSO session; see sso_token.h.
#include "credentials/sso_token.h"

#include <cstdint>
#include <utility>

#include "base/crypto.h"
#include "base/json.h"
#include "base/json_writer.h"
#include "base/parsed.h"
#include "base/secrets.h"
#include "base/text.h"
#include "config/lookup.h"
#include "credentials/calls.h"
#include "credentials/responses.h"
#include "credentials/secret_json.h"

namespace lookoutvision::internal {
namespace {

constexpr std::chrono::minutes kRefreshBefore{5};
constexpr std::chrono::seconds kBetweenRefreshes{30};
constexpr std::int64_t kLongestLife = 10LL * 365 * 24 * 3600;
constexpr const char* kLogIn = "; log in: aws sso login";

// The response to a refresh.
struct Refreshed {
  SecretString access_token;
  SecretString refresh_token;
  std::chrono::seconds life{0};
};

Outcome<Refreshed> ReadRefreshed(const HttpResponse& response) {
  const auto json = SecretJson::Parse(response.body);
  if (!json) return Unreadable(json.problem());
  Refreshed refreshed{.access_token = json->value().TextOf("accessToken"),
                      .refresh_token = json->value().TextOf("refreshToken")};
  const JsonValue* const life = json->value().Find("expiresIn");
  const auto seconds = (life != nullptr ? life->Integer() : std::nullopt).value_or(0);
  if (refreshed.access_token.empty() || seconds <= 0 || seconds > kLongestLife) {
    return Unreadable("holds no accessToken and expiresIn that can be read");
  }
  refreshed.life = std::chrono::seconds(seconds);
  return refreshed;
}

}  // namespace

// The parsed content of the token file.
struct SsoToken::Stored {
  SecretJson json;
  SystemTime end;

  SecretString Text(const char* name) const { return json.value().TextOf(name); }

  static Parsed<Stored> Parse(std::string_view content) {
    auto json = SecretJson::Parse(content);
    if (!json) return Problem{json.problem()};
    const auto end = ParseExpiration(json->value().TextOf("expiresAt"));
    if (!end || json->value().TextOf("accessToken").empty()) {
      return Problem{"holds no accessToken and expiresAt that can be read"};
    }
    return Stored{*std::move(json), *end};
  }
};

SsoToken::SsoToken(const SsoRole& role)
    : session_(role.session),
      key_(role.session.empty() ? role.start_url : role.session),
      region_(role.region) {}

Outcome<SecretString> SsoToken::Get(const ProviderContext& context) {
  const Platform& platform = context.platform();
  const auto home = FindVariable(platform, "HOME");
  if (!home) return Failure(Broken("the SSO token cannot be found: HOME is not set"));
  const std::string name = Sha1Hex(key_);
  if (name.empty()) return Failure(Broken("the SSO token cannot be found: OpenSSL offers no SHA-1"));
  const std::string path = *home + "/.aws/sso/cache/" + name + ".json";
  auto stored = Read(path, context);
  if (!stored) return Failure(std::move(stored).error());
  const auto now = platform.system_now();
  const bool valid = now < stored->end;
  if (now + kRefreshBefore >= stored->end && MayRefresh(*stored, platform)) {
    auto error = Refresh(*stored, path, context);
    if (!error) return stored->Text("accessToken");
    if (!valid) {
      // A refresh token can be used only once: another process may have used it and written the file.
      stored = Read(path, context);
      if (stored && now < stored->end) return stored->Text("accessToken");
      return Failure(*std::move(error));
    }
  }
  if (!valid) {
    return Failure(Broken("the SSO token in " + path + " ended at " + FormatIso8601(stored->end) + kLogIn));
  }
  return stored->Text("accessToken");
}

// The token in the file, or the one in memory if it expires later.
Outcome<SsoToken::Stored> SsoToken::Read(const std::string& path, const ProviderContext& context) {
  std::optional<Stored> kept;
  {
    Known& known = known_.OfThisProcess();
    const std::lock_guard lock(known.mutex);
    if (auto parsed = Stored::Parse(known.content.view())) kept = *std::move(parsed);
  }
  const Platform& platform = context.platform();
  auto read = platform.read_file(path, IoOptionsOf(context.load_context, platform));
  if (!read.content && kept) return *std::move(kept);
  if (!read.content) {
    Error error = Broken("the SSO token " + path + " cannot be read: " + read.problem + kLogIn);
    return Failure(MarkIfOver(std::move(error), context.load_context, platform));
  }
  const SecretString content(*std::move(read.content));
  auto stored = Stored::Parse(content.view());
  if (kept && (!stored || kept->end > stored->end)) return *std::move(kept);
  if (!stored) return Failure(Broken("the SSO token " + path + " " + stored.problem() + kLogIn));
  return *std::move(stored);
}

// Whether the token can be refreshed, and the last try was long enough ago; if so, counts this as a try.
bool SsoToken::MayRefresh(const Stored& stored, const Platform& platform) {
  if (session_.empty()) return false;
  for (const char* name : {"refreshToken", "clientId", "clientSecret"}) {
    if (stored.Text(name).empty()) return false;
  }
  const auto registered_until = ParseExpiration(stored.Text("registrationExpiresAt").view());
  if (!registered_until || *registered_until <= platform.system_now()) return false;
  const auto steady_now = platform.steady_now();
  Known& known = known_.OfThisProcess();
  const std::lock_guard lock(known.mutex);
  if (known.tried && steady_now - *known.tried < kBetweenRefreshes) return false;
  known.tried = steady_now;
  return true;
}

// On success, `stored` is the new token.
std::optional<Error> SsoToken::Refresh(Stored& stored, const std::string& path,
                                       const ProviderContext& context) {
  const SecretString refresh_token = stored.Text("refreshToken");
  const SecretString client_secret = stored.Text("clientSecret");
  // It is not sent, but the service knows it.
  const SecretString old_token = stored.Text("accessToken");
  JsonWriter body;
  body.BeginObject().Key("clientId").String(stored.Text("clientId").view());
  body.Key("clientSecret").String(client_secret.view()).Key("grantType").String("refresh_token");
  body.Key("refreshToken").String(refresh_token.view()).EndObject();
  SerializedRequest request{.operation = "CreateToken",
                            .method = "POST",
                            .path = "/token",
                            .content_type = "application/json",
                            .body = std::move(body).Take(),
                            .secrets = {refresh_token.view(), client_secret.view(), old_token.view()}};
  CallRules rules = RulesOf(kSsoOidc, context);
  rules.parse_error = ReadErrorResponse;
  ClientConfig config = ConfigOf(context, MakeAnonymousCredentials());
  config.region = region_;
  const Pipeline pipeline(std::move(config), std::move(rules));
  auto response = MakeCall(pipeline, std::move(request), context, ReadRefreshed);
  if (!response) {
    return SourceFailed("the SSO token cannot be refreshed" + std::string(kLogIn),
                        std::move(response).error());
  }

  stored.end = context.platform().system_now() + response->life;
  stored.json.Set("accessToken", response->access_token.view());
  stored.json.Set("expiresAt", FormatIso8601(stored.end));
  if (!response->refresh_token.empty()) stored.json.Set("refreshToken", response->refresh_token.view());
  SecretString text = std::move(JsonWriter().Value(stored.json.value())).Take();
  // If the file cannot be written, this process still has the token in memory.
  context.platform().write_file(path, text.view());
  Known& known = known_.OfThisProcess();
  const std::lock_guard lock(known.mutex);
  known.content = std::move(text);
  return std::nullopt;
}

}  // namespace lookoutvision::internal
