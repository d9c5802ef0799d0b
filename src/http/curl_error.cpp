// From curl's codes and texts, and what the reader says, to an Error.
#include "http/curl_error.h"

#include <array>
#include <chrono>
#include <string_view>
#include <system_error>
#include <utility>

#include <curl/curl.h>

#include "base/process.h"
#include "base/text.h"
#include "http/curl_versions.h"

namespace lookoutvision::internal {
namespace {

// By phase; that of the first one has two endings.
constexpr std::array<std::string_view, 6> kDoing = {
    "looking up the name ",           "connecting to ",
    "making the TLS handshake with ", "sending the request to ",
    "waiting for the response from ", "receiving the response from "};

Error Configuration(std::string message) {
  return Error{.kind = ErrorKind::kConfiguration, .message = std::move(message)};
}
Error Transport(std::string message, bool retryable) {
  return Error{.kind = ErrorKind::kTransport, .message = std::move(message), .retryable = retryable};
}

long Info(const FailedExchange& failed, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(failed.connection.easy, info, &value);
  return value;
}

// A proxy as it may be shown: without user name and password.
std::string ProxyName(std::string_view proxy) {
  const std::size_t scheme_end = proxy.find("://");
  const std::size_t begin = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
  const std::size_t at = proxy.rfind('@');
  if (at == std::string_view::npos || at < begin) return std::string(proxy);
  return std::string(proxy.substr(0, begin)).append(proxy.substr(at + 1));
}

// Whether a SOCKS proxy says the same the next time.
bool IsFinal(long code) {
  return code == CURLPX_NO_AUTH || code == CURLPX_USER_REJECTED || code == CURLPX_REPLY_NOT_ALLOWED ||
         code == CURLPX_LONG_USER || code == CURLPX_LONG_PASSWD;
}

Phase DiedIn(const FailedExchange& failed) {
  if (failed.end.phase >= Phase::kSend) return failed.end.phase;
  switch (failed.end.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Phase::kLookUp;
    case CURLE_COULDNT_CONNECT:
      return Phase::kConnect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
      return Phase::kHandshake;
    default:
      return failed.connection.reached;
  }
}

// The other handshake, if there is one, comes after the response to the request for a tunnel.
bool IsHandshakeWithProxy(const FailedExchange& failed) {
  return IsHttps(failed.limits.proxy) && Info(failed, CURLINFO_HTTP_CONNECTCODE) == 0;
}

std::string Doing(const FailedExchange& failed, Phase phase) {
  const std::string proxy = failed.limits.proxy.empty() ? "" : ProxyName(failed.limits.proxy);
  std::string text(kDoing.at(static_cast<std::size_t>(phase)));
  if (phase == Phase::kLookUp) {
    return text.append(proxy.empty() ? failed.url.host() : "of the proxy " + proxy);
  }
  if (phase == Phase::kHandshake && IsHandshakeWithProxy(failed)) return text + "the proxy " + proxy;
  return text.append(failed.url.HostAndPort()).append(proxy.empty() ? "" : " through the proxy " + proxy);
}
std::string Doing(const FailedExchange& failed) {
  return Doing(failed, DiedIn(failed));
}

std::string CurlText(const FailedExchange& failed) {
  const auto& own_text = failed.connection.error_text;
  std::string text = own_text.front() != '\0' ? own_text.data() : curl_easy_strerror(failed.end.code);
  // Some of curl's lines end in a space.
  text.erase(text.find_last_not_of(' ') + 1);
  // About a connection curl says only that there was none.
  long system_error = Info(failed, CURLINFO_OS_ERRNO);
  if (system_error == 0) system_error = failed.connection.socket_error;
  if (failed.end.code == CURLE_COULDNT_CONNECT && system_error != 0) {
    text += " (" + std::generic_category().message(static_cast<int>(system_error)) + ")";
  }
  return text;
}

std::string Failed(const FailedExchange& failed) {
  return Doing(failed) + " failed: " + CurlText(failed);
}

Error ExplainNotHttp(const FailedExchange& failed, std::string_view why) {
  return Transport(failed.url.HostAndPort().append(" does not speak HTTP/1.1: ").append(why), false);
}

Error ExplainTooLarge(const FailedExchange& failed, const std::string& part, std::size_t limit) {
  return Transport("the " + part + " of the response from " + failed.url.HostAndPort() +
                       " is larger than max_" + part + "_bytes, " + std::to_string(limit) + " bytes",
                   false);
}

Error ExplainResponse(const FailedExchange& failed) {
  using Problem = HttpResponseReader::Problem;
  switch (failed.end.problem) {
    case Problem::kHeaderTooLarge:
      return ExplainTooLarge(failed, "header", failed.options.max_header_bytes);
    case Problem::kBodyTooLarge:
      return ExplainTooLarge(failed, "body", failed.options.max_body_bytes);
    case Problem::kInvalid:
      return ExplainNotHttp(failed, failed.end.why);
    default:
      return Transport(Doing(failed).append(" failed: ").append(failed.end.why), true);
  }
}

Error ExplainTimeout(const FailedExchange& failed) {
  const auto [connect, attempt] = std::pair(failed.limits.connect_timeout, failed.limits.timeout);
  const bool nearer = connect && (!attempt || *connect < *attempt);
  const std::string timeout =
      nearer && DiedIn(failed) <= Phase::kHandshake
          ? "the connect timeout of " + DurationText(*connect)
          : "the attempt timeout of " + DurationText(attempt.value_or(std::chrono::milliseconds{0}));
  return Error{.kind = ErrorKind::kTimeout,
               .message = timeout + " passed while " + Doing(failed) + ": " + CurlText(failed),
               .retryable = true};
}

Error ExplainUntrusted(const FailedExchange& failed) {
  std::string message = Failed(failed);
  const std::string& ca_bundle = failed.connection.ca_bundle;
  // X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, _SELF_SIGNED_CERT_IN_CHAIN, _UNABLE_TO_GET_ISSUER_CERT_LOCALLY
  const long verdict = Info(
      failed, IsHandshakeWithProxy(failed) ? CURLINFO_PROXY_SSL_VERIFYRESULT : CURLINFO_SSL_VERIFYRESULT);
  if (verdict >= 18 && verdict <= 20) {
    message +=
        ca_bundle.empty()
            ? "; this system has no CA bundle: install one, or name a PEM file in ca_bundle"
            : "; trusted are the authorities in " + ca_bundle + ", or in the PEM file that ca_bundle names";
  }
  return Transport(std::move(message), false);
}

Error ExplainBadHandshakeFiles(const FailedExchange& failed) {
  if (failed.end.code == CURLE_SSL_CACERT_BADFILE) {
    return Configuration("the CA bundle " + failed.connection.ca_bundle + " cannot be used: " +
                         CurlText(failed) + "; ca_bundle must name a readable file of PEM certificates");
  }
  return Configuration("the client certificate " + failed.options.client_certificate + " with the key " +
                       failed.options.client_key + " cannot be used: " + CurlText(failed) +
                       "; both must be readable PEM files that belong together, the key without pass phrase");
}

// Curl does not say so: it reports a name that is not known, a file that cannot be read, or no memory.
bool MayLackDescriptors(const FailedExchange& failed) {
  switch (failed.end.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_FAILED_INIT:
      return failed.end.phase < Phase::kSend;
    default:
      return false;
  }
}

// As libcurl's code says; but for a refused tunnel it has another one from version to version.
Error ExplainCode(const FailedExchange& failed) {
  if (failed.end.code == CURLE_OPERATION_TIMEDOUT) return ExplainTimeout(failed);
  const bool connected = failed.end.phase >= Phase::kSend;
  const long tunnel_status = connected ? 0 : Info(failed, CURLINFO_HTTP_CONNECTCODE);
  if (tunnel_status >= 300) {
    // A proxy that responds with 403 or 407 says the same the next time.
    return Transport(Doing(failed, Phase::kConnect) + " failed: the proxy refused the tunnel with status " +
                         std::to_string(tunnel_status),
                     tunnel_status >= 500);
  }
  switch (failed.end.code) {
    case CURLE_PEER_FAILED_VERIFICATION:
      return ExplainUntrusted(failed);
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
      return ExplainBadHandshakeFiles(failed);
    case kCurlBadClientKey:
      if (connected || failed.options.client_key.empty()) return Transport(Failed(failed), false);
      return ExplainBadHandshakeFiles(failed);
    case CURLE_UNSUPPORTED_PROTOCOL:
      // A proxy that does not speak HTTP; before, a libcurl that was built without TLS.
      if (DiedIn(failed) > Phase::kLookUp) return ExplainNotHttp(failed, CurlText(failed));
      [[fallthrough]];
    case CURLE_URL_MALFORMAT:
    case CURLE_NOT_BUILT_IN:
    case CURLE_UNKNOWN_OPTION:
      return Configuration("libcurl cannot send this request: " + CurlText(failed));
    case CURLE_WEIRD_SERVER_REPLY:
      return ExplainNotHttp(failed, CurlText(failed));
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return Transport(Failed(failed), true);
    case CURLE_PROXY:
      return Transport(Failed(failed), !IsFinal(Info(failed, CURLINFO_PROXY_ERROR)));
    default:
      return Transport(Failed(failed), false);
  }
}

}  // namespace

Error ExplainFailure(const FailedExchange& failed) {
  switch (failed.end.cause) {
    case ExchangeEnd::Cause::kCancelled:
      return Error{.kind = ErrorKind::kCancelled, .message = "cancelled while " + Doing(failed)};
    case ExchangeEnd::Cause::kResponse:
      return ExplainResponse(failed);
    case ExchangeEnd::Cause::kCurl:
      break;
  }
  if (MayLackDescriptors(failed)) {
    if (auto shortage = ExplainDescriptorShortage(Failed(failed))) return *std::move(shortage);
  }
  return ExplainCode(failed);
}

std::optional<Error> ExplainDescriptorShortage(std::string text) {
  const int shortage = DescriptorShortage();
  if (shortage == 0) return std::nullopt;
  const std::string reason = std::generic_category().message(shortage);
  if (text.find(reason) == text.npos) text += " (" + reason + ")";
  text += "; nearly no file descriptor is left: close what is not needed, or raise the limit (ulimit -n)";
  return Transport(std::move(text), true);
}

}  // namespace lookoutvision::internal
