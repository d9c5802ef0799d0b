// One attempt of a call made ready to be sent: credentials, headers, signature, limits. See pipeline.h.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/limits.h"
#include "base/secrets.h"
#include "base/text.h"
#include "base/validate_credentials.h"
#include "config/proxy.h"
#include "pipeline/call.h"
#include "pipeline/pipeline.h"

namespace lookoutvision::internal {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

HttpTransportOptions TransportOptions(const Settings& settings, const ClientConfig& config) {
  return {.ca_bundle = settings.ca_bundle,
          .client_certificate = config.client_certificate.value_or(""),
          .client_key = config.client_key.value_or(""),
          .platform = config.platform};
}

// The limit of an attempt: its own, where it has one, or what is left of the call. Zero means none.
milliseconds LimitOfAttempt(milliseconds own, std::optional<nanoseconds> remaining) {
  if (!remaining) return own;
  // Rounded up, and at least the shortest there is, since zero would lift the limit.
  const auto left = std::max(std::chrono::ceil<milliseconds>(*remaining), milliseconds{1});
  return own.count() > 0 ? std::min(own, left) : left;
}

}  // namespace

Pipeline::Resolved::Resolved(Settings resolved_settings, const ClientConfig& config)
    : settings(std::move(resolved_settings)),
      user_agent(settings),
      transport(config.transport ? config.transport : CurlTransport(TransportOptions(settings, config))),
      proxy_secrets(ProxySecrets(settings.proxy)),
      retry(config.retry, settings.max_attempts) {
  if (settings.retry_mode == RetryMode::kAdaptive) rate.emplace();
}

Pipeline::Call::Call(SerializedRequest& serialized, const CallOptions& call_options, const Resolved& found,
                     std::string invocation)
    : request(serialized), options(call_options), resolved(found), invocation_id(std::move(invocation)) {
  const Endpoint& endpoint = resolved.settings.endpoint;
  payload_hash = Hex(Sha256(request.body));
  http.method = request.method;
  // In the memory of the path, which mostly has room for it.
  http.url = std::move(serialized.path);
  http.url.insert(0, endpoint.base_path);
  path_size = http.url.size();
  http.url.insert(0, endpoint.origin);
  if (!request.query.empty()) http.url.append("?").append(request.query);
  http.body = std::move(serialized.body);
  limits.stop_token = options.stop_token;
  limits.proxy = resolved.settings.proxy;
}

// Some bodies carry a token.
Pipeline::Call::~Call() {
  Cleanse(http.body);
}

Redactor Pipeline::Call::Secrets() const {
  // Shorter headers of the caller's are no keys, and may be words of the message.
  constexpr std::size_t kShortestKey = 16;
  Redactor redactor;
  redactor.Add(SessionToken());
  for (const std::string_view secret : request.secrets) redactor.AddHeader(secret);
  for (const std::string& secret : resolved.proxy_secrets) redactor.Add(secret);
  for (const auto& [name, value] : options.headers) redactor.AddHeader(value, kShortestKey);
  return redactor;
}

std::string Pipeline::Call::LimitPassed(milliseconds limit) {
  return "the call's limit of " + std::to_string(std::max(limit, milliseconds{0}).count()) + " ms has passed";
}

std::optional<nanoseconds> Pipeline::Call::Remaining(std::chrono::steady_clock::time_point now) const {
  return deadline ? std::optional<nanoseconds>(*deadline - now) : std::nullopt;
}

Outcome<Credentials> Pipeline::LoadCredentials(const Call& call) const {
  auto loaded = config_.credentials->Load({.stop_token = call.options.stop_token, .deadline = call.deadline});
  if (auto* credentials = std::get_if<Credentials>(&loaded)) return std::move(*credentials);
  if (auto* error = std::get_if<Error>(&loaded)) return Failure(std::move(*error));
  return Failure({.kind = ErrorKind::kCredentials,
                  .message = "no credentials were found: " + std::get<NotConfigured>(loaded).why +
                             "; set them, or use AnonymousCredentials() to send unsigned"});
}

std::optional<Error> Pipeline::Prepare(Call& call, const Credentials& credentials) const {
  const Settings& settings = call.resolved.settings;
  if (const auto invalid = ValidateCredentials(credentials)) {
    return Error{
        .kind = ErrorKind::kCredentials,
        .message = "the credentials provider returned what cannot be credentials: " + ToString(*invalid)};
  }
  const bool sign = !credentials.access_key_id.empty();
  if (sign && settings.signing_region.empty()) return NoRegion(settings.profile);

  const bool by_local_clock = call.local_clock == LocalClock::kNext;
  if (by_local_clock) call.local_clock = LocalClock::kTried;
  const auto skew = by_local_clock ? std::optional(nanoseconds{0}) : clock_skew_.Get();
  call.applied_skew = skew.value_or(nanoseconds{0});
  call.measured_skew.reset();
  call.http_status = 0;
  call.request_id.clear();
  call.bytes_received = 0;
  call.measurements = {};
  call.limits.connect_timeout = config_.timeouts.connect;
  call.limits.timeout = LimitOfAttempt(config_.timeouts.attempt, call.Remaining(platform().steady_now()));
  const auto signing_time =
      std::chrono::floor<SystemTime::duration>(platform().system_now() + call.applied_skew);

  // What is signed comes first, in one list; then what proxies and sidecars may rewrite.
  HttpHeaders& headers = call.http.headers;
  headers.clear();
  headers.Add("Host", settings.endpoint.authority);
  if (!call.request.content_type.empty()) headers.Add("Content-Type", call.request.content_type);
  if (!call.request.token_header.empty()) headers.Add(call.request.token_header, call.request.token);
  for (const auto& [name, value] : call.request.headers) headers.Add(name, value);
  headers.Add("amz-sdk-invocation-id", call.invocation_id);
  std::string line;
  if (skew && call.limits.timeout.count() > 0 && call.limits.timeout < kForever) {
    line.append("ttl=").append(FormatAmzDate(signing_time + call.limits.timeout)).append("; ");
  }
  line.append("attempt=").append(std::to_string(call.attempt + 1));
  line.append("; max=").append(std::to_string(settings.max_attempts));
  headers.Add("amz-sdk-request", line);
  if (sign) {
    headers.Add("X-Amz-Date", FormatAmzDate(signing_time));
    if (!credentials.session_token.empty()) headers.Add(kSessionTokenHeader, credentials.session_token);
    line = Authorization({.method = call.request.method,
                          .path = call.Path(),
                          .query = call.request.query,
                          .headers = &headers,
                          .payload_hash = call.payload_hash},
                         credentials, {settings.signing_region, settings.signing_name, signing_time},
                         signing_keys_);
    headers.Add("Authorization", line);
  }
  headers.Add("User-Agent", call.resolved.user_agent.Value(call.features, credentials.user_agent_features));
  for (const auto& [name, value] : call.options.headers) headers.Add(name, value);
  return std::nullopt;
}

}  // namespace lookoutvision::internal
