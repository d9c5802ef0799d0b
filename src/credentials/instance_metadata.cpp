// Credentials of the role of an EC2 instance, by version 2 of its metadata service. Version 1 is never
// spoken.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <lookoutvision/credentials_providers.h>

#include "base/per_process.h"
#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/text.h"
#include "credentials/answers.h"
#include "credentials/calls.h"
#include "credentials/metadata_endpoint.h"

namespace lookoutvision::internal {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::chrono::seconds kTimeout{1};
constexpr std::chrono::minutes kAbsentFor{1};
constexpr std::chrono::seconds kTokenMargin{120};
constexpr std::int64_t kLongestTokenLife = 21600;
constexpr int kTokens = 3;
constexpr std::string_view kTokenLifeHeader = "x-aws-ec2-metadata-token-ttl-seconds";
constexpr std::string_view kTokenHeader = "x-aws-ec2-metadata-token";
constexpr const char* kRolePath = "/latest/meta-data/iam/security-credentials/";

struct Token {
  std::string text;
  SteadyTime end;
};

// What one process knows; changed under its lock alone, which is never held across a call.
struct Known {
  Known() = default;
  ~Known() {
    if (token) Cleanse(token->text);
    if (last) Cleanse(*last);
  }
  Known(const Known&) = delete;
  Known& operator=(const Known&) = delete;

  std::mutex mutex = {};
  std::optional<Token> token = {};
  std::optional<Credentials> last = {};
  std::optional<SteadyTime> absent_until = {};
  std::string why_absent = {};
};

RetryClass ClassifyMetadataError(const Error& error) {
  return error.kind == ErrorKind::kService && error.http_status >= 500 ? RetryClass::kTransient
                                                                       : RetryClass::kNotRetryable;
}

Outcome<Token> ReadToken(const HttpResponse& response, SteadyTime now) {
  const auto life = ParseNonNegative(Trim(response.headers.Find(kTokenLifeHeader).value_or("")));
  const std::string_view text = Trim(response.body);
  if (!life || *life > kLongestTokenLife || text.empty() || HasControlCharacters(text)) {
    return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "the answer holds no usable token"});
  }
  return Token{std::string(text), now + std::chrono::seconds(*life) - kTokenMargin};
}

// The first line.
Outcome<std::string> ReadRole(const HttpResponse& response) {
  const std::string_view body = response.body;
  const std::string_view role = Trim(body.substr(0, body.find_first_of("\r\n")));
  if (role.empty() || HasControlCharacters(role)) {
    return Failure({.kind = ErrorKind::kUnreadableResponse, .message = "the answer names no role"});
  }
  return std::string(role);
}

class MetadataProvider : public CredentialsProvider {
 public:
  explicit MetadataProvider(CredentialsOptions options) : options_(std::move(options)) {
    options_.platform = WithRealParts(std::move(options_.platform));
    options_.timeouts.connect = kTimeout;
    options_.timeouts.attempt = kTimeout;
    if (!options_.transport) options_.transport = CurlTransport();
  }

  LoadResult Load(const LoadContext& context) override {
    const auto disabled = options_.platform.getenv("AWS_EC2_METADATA_DISABLED");
    if (disabled && EqualsIgnoreCase(Trim(*disabled), "true")) {
      return NotConfigured{"AWS_EC2_METADATA_DISABLED is true"};
    }
    const auto now = options_.platform.steady_now();
    Known& known = known_.OfThisProcess();
    if (LoadResult absent; IsKnownToBeAbsent(known, now, absent)) return absent;
    const auto url = FindMetadataEndpoint(options_, context);
    if (!url) return url.error();
    CallRules rules = RulesOf(*url);
    rules.parse_error = ReadPlainError;
    rules.classify = ClassifyMetadataError;
    const Pipeline pipeline(ConfigOf(options_, AnonymousCredentials()), std::move(rules));
    auto loaded = Ask(pipeline, std::string(url->path()), context, known);
    if (auto* credentials = std::get_if<Credentials>(&loaded)) {
      credentials->user_agent_features = "0";
      const auto system_now = options_.platform.system_now();
      if (credentials->expiration <= system_now) credentials->expiration = Later(system_now);
      Remember(known, *credentials);
      return loaded;
    }
    if (auto* error = std::get_if<Error>(&loaded)) {
      *error = SourceFailed("no credentials from the instance metadata service at " + url->Origin(),
                            std::move(*error));
    }
    if (!IsOver(context, options_.platform)) UseTheLast(known, loaded);
    return loaded;
  }

 private:
  bool IsKnownToBeAbsent(Known& known, SteadyTime now, LoadResult& absent) const {
    {
      const std::lock_guard lock(known.mutex);
      if (!known.absent_until || now >= *known.absent_until) return false;
      absent = NotConfigured{known.why_absent};
    }
    UseTheLast(known, absent);
    return true;
  }

  // A token may end at any time: then a fresh one is asked for.
  LoadResult Ask(const Pipeline& pipeline, std::string base, const LoadContext& context, Known& known) const {
    if (base.ends_with('/')) base.pop_back();
    Error last;
    for (int i = 0; i < kTokens; ++i) {
      auto token = GetToken(pipeline, base, context, known);
      if (!token) return AbsentOrBroken(std::move(token).error(), pipeline.origin(), context, known);
      const CleanseAtExit cleanse_token(*token);
      const auto get = [&](std::string path, auto parse) {
        SerializedRequest request{.operation = "GetMetadata", .method = "GET", .path = std::move(path)};
        request.headers.emplace_back(kTokenHeader, *token);
        request.secrets = {*token};
        auto outcome = pipeline.Run(request, LimitsOf(context, pipeline), parse);
        Cleanse(request.headers.front().second);
        return outcome;
      };
      const auto role = get(base + kRolePath, ReadRole);
      if (!role && role.error().http_status == 404) return NotConfigured{"the instance has no role"};
      if (role) {
        auto credentials = get(base + kRolePath + PercentEncode(*role), ReadMetadataCredentials);
        if (credentials) return *std::move(credentials);
        last = std::move(credentials).error();
      } else {
        last = role.error();
      }
      if (last.http_status != 401) break;
      const std::lock_guard lock(known.mutex);
      known.token.reset();
    }
    return last;
  }

  Outcome<std::string> GetToken(const Pipeline& pipeline, const std::string& base, const LoadContext& context,
                                Known& known) const {
    const auto now = options_.platform.steady_now();
    {
      const std::lock_guard lock(known.mutex);
      if (known.token && now < known.token->end) return known.token->text;
    }
    SerializedRequest request{
        .operation = "GetMetadataToken", .method = "PUT", .path = base + "/latest/api/token"};
    request.headers.emplace_back(kTokenLifeHeader, std::to_string(kLongestTokenLife));
    auto token = pipeline.Run(request, LimitsOf(context, pipeline),
                              [now](const HttpResponse& response) { return ReadToken(response, now); });
    if (!token) return Failure(std::move(token).error());
    const std::lock_guard lock(known.mutex);
    known.token = *token;
    return std::move(token->text);
  }

  // Who does not answer at all is not there.
  LoadResult AbsentOrBroken(Error error, const std::string& origin, const LoadContext& context,
                            Known& known) const {
    if (error.kind != ErrorKind::kTransport && error.kind != ErrorKind::kTimeout) return error;
    if (IsOver(context, options_.platform)) {
      if (error.kind == ErrorKind::kTimeout) error.stop_reason = StopReason::kDeadlineTooNear;
      return error;
    }
    NotConfigured absent{"no instance metadata service answers at " + origin + " (" + error.message + ")"};
    const auto now = options_.platform.steady_now();
    const std::lock_guard lock(known.mutex);
    known.absent_until = now + kAbsentFor;
    known.why_absent = absent.why;
    return absent;
  }

  // Static stability: where the service is late with new keys, the old ones go on; AWS goes on accepting
  // them.
  SystemTime Later(SystemTime now) const {
    std::array<std::byte, 2> draw{};
    options_.platform.random_bytes(draw);
    const int number = (std::to_integer<int>(draw[0]) << 8) | std::to_integer<int>(draw[1]);
    return now + std::chrono::minutes{10} + std::chrono::seconds{number % 301};
  }

  static void Remember(Known& known, const Credentials& credentials) {
    const std::lock_guard lock(known.mutex);
    if (known.last) Cleanse(*known.last);
    known.last = credentials;
  }

  // What came last instead of `loaded`, where something came before.
  void UseTheLast(Known& known, LoadResult& loaded) const {
    const auto later = Later(options_.platform.system_now());
    const std::lock_guard lock(known.mutex);
    if (!known.last) return;
    known.last->expiration = std::max(*known.last->expiration, later);
    loaded = *known.last;
  }

  CredentialsOptions options_;
  mutable PerProcess<Known> known_;
};

}  // namespace
}  // namespace lookoutvision::internal

namespace lookoutvision {

std::shared_ptr<CredentialsProvider> InstanceMetadataCredentials(CredentialsOptions options) {
  return std::make_shared<internal::MetadataProvider>(std::move(options));
}

}  // namespace lookoutvision
