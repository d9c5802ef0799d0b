// The instance metadata credentials source: the role of an EC2 instance, by version 2 of the service.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/per_process.h"
#include "base/secrets.h"
#include "base/text.h"
#include "base/url.h"
#include "config/lookup.h"
#include "credentials/calls.h"
#include "credentials/responses.h"
#include "credentials/sources.h"

namespace lookoutvision::internal {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::string_view kIpv4 = "http://169.254.169.254";
constexpr std::string_view kIpv6 = "http://[fd00:ec2::254]";
constexpr std::chrono::minutes kAbsentFor{1};
constexpr std::chrono::seconds kTokenMargin{120};
constexpr std::int64_t kLongestTokenLife = 21600;
constexpr int kTokens = 3;
constexpr std::string_view kTokenLifeHeader = "x-aws-ec2-metadata-token-ttl-seconds";
constexpr std::string_view kTokenHeader = "x-aws-ec2-metadata-token";
// The User-Agent's feature id of this source.
constexpr const char* kFeature = "0";
// The limit applies to the response with the token, not to the connection.
constexpr std::string_view kHopLimitHint =
    "; in a container, the hop limit of the instance's metadata options must be at least 2";
constexpr const char* kRolePath = "/latest/meta-data/iam/security-credentials/";

// The service, and how it is called.
struct MetadataEndpoint {
  Url url;
  // Of the connection, and of each attempt.
  std::chrono::seconds timeout;
  int max_attempts;
};

// The endpoint in the settings, else the address of the endpoint mode.
Outcome<Url> FindUrl(const Lookup& lookup) {
  if (const auto endpoint =
          lookup.Text({"AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint"})) {
    auto url = ParseUrl(endpoint->value);
    if (!url) {
      return Failure(Broken({endpoint->source, " is not a valid URL: it ", url.problem()}));
    }
    if (url->has_userinfo() || !url->query().empty()) {
      return Failure(Broken({endpoint->source, " contains a user name, a password or a query: remove it"}));
    }
    return *std::move(url);
  }
  const auto mode =
      lookup.Text({"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode"});
  const bool ipv6 = mode && EqualsIgnoreCase(mode->value, "IPv6");
  if (mode && !ipv6 && !EqualsIgnoreCase(mode->value, "IPv4")) {
    return Failure(Broken({mode->source, " is \"", Printable(mode->value, 64), "\": must be IPv4 or IPv6"}));
  }
  return *ParseUrl(ipv6 ? kIpv6 : kIpv4);
}

Outcome<MetadataEndpoint> FindMetadataEndpoint(const ProviderContext& context) {
  auto lookup = context.lookup();
  if (!lookup) return Failure(lookup.error());
  auto url = FindUrl(*lookup);
  if (!url) return Failure(std::move(url).error());
  const int timeout =
      lookup->PositiveInt({}, {"AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"}, 1);
  const int max_attempts = lookup->PositiveInt(
      {}, {"AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"}, kAttemptsOfLocalHost);
  if (!lookup->problem().empty()) return Failure(Broken({lookup->problem()}));
  return MetadataEndpoint{*std::move(url), std::chrono::seconds{timeout}, max_attempts};
}

struct Token {
  SecretString text;
  SteadyTime end;
};

// The state of one process, guarded by its mutex, which is never held across a call.
struct Known {
  std::mutex mutex = {};
  std::optional<Token> token = {};
  std::optional<SecretCredentials> last = {};
  std::optional<SteadyTime> absent_until = {};
  std::string why_absent = {};
};

// A host that accepts no connection is not the service of an EC2 instance: no retry would find it.
RetryClass ClassifyMetadataError(const Error& error) {
  if (error.unreachable) return RetryClass::kNotRetryable;
  if (error.kind == ErrorKind::kUnreadableResponse || error.http_status >= 500) return RetryClass::kTransient;
  return Classify(error);
}

Outcome<Token> ReadToken(const HttpResponse& response, SteadyTime now) {
  const std::string_view text = Trim(response.body);
  if (text.empty() || HasControlCharacters(text)) return Unreadable({"is not a token"});
  // A token of unknown life is used for this load only.
  const auto life = ParseNonNegative(Trim(response.headers.Find(kTokenLifeHeader).value_or(""))).value_or(0);
  return Token{SecretString(text),
               now + std::chrono::seconds(std::min(life, kLongestTokenLife)) - kTokenMargin};
}

// The role's name: the first line of the response.
Outcome<std::string> ReadRole(const HttpResponse& response) {
  const std::string_view body = response.body;
  const std::string_view role = Trim(body.substr(0, body.find_first_of("\r\n")));
  if (role.empty() || HasControlCharacters(role)) return Unreadable({"names no role"});
  return std::string(role);
}

// One load. Its arguments must outlive it.
class MetadataLoad {
 public:
  MetadataLoad(const ProviderContext& context, Known& known)
      : context_(context), platform_(context.platform()), known_(known) {}

  LoadResult Run() {
    const auto disabled = FindVariable(platform_, "AWS_EC2_METADATA_DISABLED");
    if (disabled && EqualsIgnoreCase(*disabled, "true")) {
      return NotConfigured{"AWS_EC2_METADATA_DISABLED is true"};
    }
    if (auto absent = KnownAbsence()) return LastOr(*std::move(absent));
    const auto endpoint = FindMetadataEndpoint(context_);
    if (!endpoint) return endpoint.error();
    const Url& url = endpoint->url;
    CallRules rules = RulesOf(url, context_, endpoint->max_attempts);
    rules.parse_error = ReadErrorResponse;
    rules.classify = ClassifyMetadataError;
    const Timeouts timeouts{.connect = endpoint->timeout, .attempt = endpoint->timeout};
    const Pipeline pipeline(ConfigOfHost(context_, timeouts), std::move(rules));
    auto loaded = LoadFrom(pipeline, std::string(url.path()));
    if (auto* credentials = std::get_if<Credentials>(&loaded)) {
      loaded.user_agent_features = kFeature;
      if (credentials->expiration <= platform_.system_now()) credentials->expiration = Later();
      const std::lock_guard lock(known_.mutex);
      known_.last.emplace(*credentials);
      return loaded;
    }
    if (auto* error = std::get_if<Error>(&loaded)) {
      *error = SourceFailed("no credentials from the instance metadata service at " + url.Origin(),
                            std::move(*error));
    }
    return IsOver(context_.load_context, platform_) ? loaded : LastOr(std::move(loaded));
  }

 private:
  std::optional<NotConfigured> KnownAbsence() {
    const auto now = platform_.steady_now();
    const std::lock_guard lock(known_.mutex);
    if (!known_.absent_until || now >= *known_.absent_until) return std::nullopt;
    return NotConfigured{known_.why_absent};
  }

  // A token may expire at any time: after a 401, gets a new one.
  LoadResult LoadFrom(const Pipeline& pipeline, std::string base) {
    if (base.ends_with('/')) base.pop_back();
    Error last;
    for (int i = 0; i < kTokens; ++i) {
      auto token = GetToken(pipeline, base);
      if (!token) return AbsentOrBroken(std::move(token).error(), pipeline.origin());
      const auto get = [&](std::string path, auto parse) {
        SerializedRequest request{.operation = "GetMetadata", .method = "GET", .path = std::move(path)};
        request.headers.emplace_back(kTokenHeader, token->view());
        request.secrets = {token->view()};
        return MakeCall(pipeline, std::move(request), context_, parse);
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
      const std::lock_guard lock(known_.mutex);
      known_.token.reset();
    }
    return last;
  }

  Outcome<SecretString> GetToken(const Pipeline& pipeline, const std::string& base) {
    const auto now = platform_.steady_now();
    {
      const std::lock_guard lock(known_.mutex);
      if (known_.token && now < known_.token->end) return SecretString(known_.token->text.view());
    }
    SerializedRequest request{
        .operation = "GetMetadataToken", .method = "PUT", .path = base + "/latest/api/token"};
    request.headers.emplace_back(kTokenLifeHeader, std::to_string(kLongestTokenLife));
    auto token = MakeCall(pipeline, std::move(request), context_,
                          [now](const HttpResponse& response) { return ReadToken(response, now); });
    if (!token) return Failure(std::move(token).error());
    SecretString text(token->text.view());
    const std::lock_guard lock(known_.mutex);
    known_.token = *std::move(token);
    return text;
  }

  // Only a host that accepts no connection is absent: one that is slow or fails may have credentials.
  LoadResult AbsentOrBroken(Error error, const std::string& origin) {
    const bool has_timed_out = error.kind == ErrorKind::kTimeout;
    if (IsOver(context_.load_context, platform_)) {
      if (has_timed_out) error.stop_reason = StopReason::kDeadlineTooNear;
      return error;
    }
    if (!error.unreachable) {
      if (has_timed_out) error.message += kHopLimitHint;
      return error;
    }
    NotConfigured absent{"there is no instance metadata service at " + origin + " (" + error.message + ")"};
    const auto now = platform_.steady_now();
    const std::lock_guard lock(known_.mutex);
    known_.absent_until = now + kAbsentFor;
    known_.why_absent = absent.why;
    return absent;
  }

  // Static stability: if the service is late with new keys, the old ones remain in use, and AWS accepts them.
  SystemTime Later() const {
    std::array<std::byte, 2> draw{};
    platform_.random_bytes(draw);
    const int number = (std::to_integer<int>(draw[0]) << 8) | std::to_integer<int>(draw[1]);
    return platform_.system_now() + std::chrono::minutes{10} + std::chrono::seconds{number % 301};
  }

  // The last credentials; `loaded` if there are none.
  LoadResult LastOr(LoadResult loaded) {
    const auto later = Later();
    const std::lock_guard lock(known_.mutex);
    if (!known_.last) return loaded;
    known_.last->expiration = std::max(*known_.last->expiration, later);
    return WithFeatures(*known_.last, kFeature);
  }

  const ProviderContext& context_;
  const Platform& platform_;
  Known& known_;
};

}  // namespace

CredentialsSource MakeInstanceMetadataSource() {
  return [known = std::make_shared<PerProcess<Known>>()](const ProviderContext& context) {
    return MetadataLoad(context, known->OfThisProcess()).Run();
  };
}

}  // namespace lookoutvision::internal
