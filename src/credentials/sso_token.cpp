// The token of an SSO session; see sso_token.h.
#include "credentials/sso_token.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/crypto.h"
#include "base/json.h"
#include "base/json_writer.h"
#include "base/secrets.h"
#include "credentials/answers.h"
#include "credentials/calls.h"
#include "credentials/secret_json.h"

namespace lookoutvision::internal {
namespace {

constexpr std::chrono::minutes kRefreshBefore{5};
constexpr std::chrono::seconds kBetweenRefreshes{30};
constexpr std::int64_t kLongestLife = 10LL * 365 * 24 * 3600;
constexpr const char* kLogIn = "; log in: aws sso login";

// What the answer to a refresh says.
struct Refreshed {
  std::string access_token;
  std::string refresh_token;
  std::chrono::seconds life{0};
};

Outcome<Refreshed> ReadRefreshed(const HttpResponse& response) {
  std::string why;
  const SecretJson answer(response.body, why);
  if (!answer) return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "the answer " + why});
  Refreshed refreshed{.access_token = answer->TextOf("accessToken"),
                      .refresh_token = answer->TextOf("refreshToken")};
  const JsonValue* const life = answer->Find("expiresIn");
  const auto seconds = (life != nullptr ? life->Integer() : std::nullopt).value_or(0);
  if (refreshed.access_token.empty() || seconds <= 0 || seconds > kLongestLife) {
    return Failure({.kind = ErrorKind::kUnreadableResponse,
                    .message = "the answer holds no accessToken and expiresIn that can be read"});
  }
  refreshed.life = std::chrono::seconds(seconds);
  return refreshed;
}

}  // namespace

// The file's content, read.
struct SsoToken::Stored {
  std::shared_ptr<SecretJson> json;
  SystemTime end;

  std::string Text(const char* name) const { return (*json)->TextOf(name); }
};

SsoToken::Known::~Known() {
  Cleanse(content);
}

SsoToken::SsoToken(const SsoRole& role, const CredentialsOptions& options)
    : session_(role.session), key_(role.session.empty() ? role.start_url : role.session), options_(options) {}

SsoToken::~SsoToken() = default;

Outcome<std::string> SsoToken::Get(const LoadContext& context) {
  const std::string home = options_.platform.getenv("HOME").value_or("");
  if (home.empty()) return Failure(Broken("the SSO token cannot be found: HOME is not set"));
  const std::string name = Sha1Hex(key_);
  if (name.empty()) return Failure(Broken("the SSO token cannot be found: OpenSSL offers no SHA-1"));
  const std::string path = home + "/.aws/sso/cache/" + name + ".json";
  auto stored = Read(path, context);
  if (!stored) return Failure(std::move(stored).error());
  const auto now = options_.platform.system_now();
  const bool valid = now < stored->end;
  if (now + kRefreshBefore >= stored->end && MayRefresh(*stored, now)) {
    auto fresh = Refresh(*stored, path, context);
    if (fresh) return fresh->Text("accessToken");
    if (!valid) {
      // A refresh token can be used once: another process may have been faster, and written the file.
      stored = Read(path, context);
      if (stored && now < stored->end) return stored->Text("accessToken");
      return Failure(std::move(fresh).error());
    }
  }
  if (!valid) {
    return Failure(Broken("the SSO token in " + path + " ended at " + FormatIso8601(stored->end) + kLogIn));
  }
  return stored->Text("accessToken");
}

// The file, or what was kept of a later one.
Outcome<SsoToken::Stored> SsoToken::Read(const std::string& path, const LoadContext& context) {
  const auto parse = [](std::string_view content, std::string& why) -> std::optional<Stored> {
    auto json = std::make_shared<SecretJson>(content, why);
    if (!*json) return std::nullopt;
    const auto end = ParseRfc3339((*json)->TextOf("expiresAt"));
    if (!end || (*json)->TextOf("accessToken").empty()) {
      why = "holds no accessToken and expiresAt that can be read";
      return std::nullopt;
    }
    return Stored{std::move(json), *end};
  };
  std::string kept_content;
  {
    Known& known = known_.OfThisProcess();
    const std::lock_guard lock(known.mutex);
    kept_content = known.content;
  }
  const CleanseAtExit cleanse_kept(kept_content);
  std::string why;
  auto kept = kept_content.empty() ? std::nullopt : parse(kept_content, why);

  auto read = options_.platform.read_file(path, IoLimitsOf(context, options_.platform));
  if (!read.content && kept) return *std::move(kept);
  if (!read.content) {
    Error error = Broken("the SSO token " + path + " cannot be read: " + read.problem + kLogIn);
    return Failure(MarkIfOver(std::move(error), context, options_.platform));
  }
  const CleanseAtExit cleanse_file(*read.content);
  auto stored = parse(*read.content, why);
  if (!stored && kept) return *std::move(kept);
  if (!stored) return Failure(Broken("the SSO token " + path + " " + why + kLogIn));
  return kept && kept->end > stored->end ? *std::move(kept) : *std::move(stored);
}

// Whether it can be refreshed, and was not tried just now; if so, it counts as tried.
bool SsoToken::MayRefresh(const Stored& stored, SystemTime now) {
  if (session_.empty()) return false;
  for (const char* name : {"refreshToken", "clientId", "clientSecret"}) {
    if (stored.Text(name).empty()) return false;
  }
  const auto registered_until = ParseRfc3339(stored.Text("registrationExpiresAt"));
  if (!registered_until || *registered_until <= now) return false;
  const auto steady_now = options_.platform.steady_now();
  Known& known = known_.OfThisProcess();
  const std::lock_guard lock(known.mutex);
  if (known.tried && steady_now - *known.tried < kBetweenRefreshes) return false;
  known.tried = steady_now;
  return true;
}

Outcome<SsoToken::Stored> SsoToken::Refresh(const Stored& stored, const std::string& path,
                                            const LoadContext& context) {
  // The old access token is not sent, but the service knows it.
  std::array<std::string, 3> secrets{stored.Text("refreshToken"), stored.Text("clientSecret"),
                                     stored.Text("accessToken")};
  JsonWriter body;
  body.BeginObject().Key("clientId").String(stored.Text("clientId"));
  body.Key("clientSecret").String(secrets[1]).Key("grantType").String("refresh_token");
  body.Key("refreshToken").String(secrets[0]).EndObject();
  SerializedRequest request{.operation = "CreateToken",
                            .method = "POST",
                            .path = "/token",
                            .content_type = "application/json",
                            .body = std::move(body).Take(),
                            .secrets = {secrets.begin(), secrets.end()}};
  CallRules rules = RulesOf(kSsoOidc);
  rules.parse_error = ReadPlainError;
  const Pipeline pipeline(ConfigOf(options_, AnonymousCredentials()), std::move(rules));
  auto answer = pipeline.Run(request, LimitsOf(context, pipeline), ReadRefreshed);
  for (std::string& secret : secrets) Cleanse(secret);
  if (!answer) {
    return Failure(
        SourceFailed("the SSO token cannot be refreshed" + std::string(kLogIn), std::move(answer).error()));
  }

  const auto end = options_.platform.system_now() + answer->life;
  SecretJson& content = *stored.json;
  content.Set("accessToken", answer->access_token);
  content.Set("expiresAt", FormatIso8601(end));
  if (!answer->refresh_token.empty()) content.Set("refreshToken", answer->refresh_token);
  Cleanse(answer->access_token);
  Cleanse(answer->refresh_token);
  std::string text = std::move(JsonWriter().Value(*content)).Take();
  // Where it cannot be written, this process still knows it.
  options_.platform.write_file(path, text);
  Known& known = known_.OfThisProcess();
  const std::lock_guard lock(known.mutex);
  std::swap(known.content, text);
  Cleanse(text);
  return Stored{stored.json, end};
}

}  // namespace lookoutvision::internal
