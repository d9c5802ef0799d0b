// Converts the errors of libcurl and of the response reader to an Error.
#include "http/curl_error.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <initializer_list>
#include <string_view>
#include <system_error>
#include <utility>

#include <curl/curl.h>

#include "base/process.h"
#include "base/text.h"
#include "http/curl_versions.h"

namespace lookoutvision::internal {
namespace {

// By phase.
constexpr std::array<std::string_view, 6> kPhaseTexts = {
    "looking up the name ",           "connecting to ",
    "making the TLS handshake with ", "sending the request to ",
    "waiting for the response from ", "receiving the response from "};

Error Configuration(std::initializer_list<std::string_view> message) {
  return Error{.kind = ErrorKind::kConfiguration, .message = Concat(message)};
}
Error Transport(std::string message, bool retryable) {
  return Error{.kind = ErrorKind::kTransport, .message = std::move(message), .retryable = retryable};
}

long Info(const FailedExchange& failed, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(failed.connection.easy, info, &value);
  return value;
}

// The proxy without user name and password.
std::string ProxyName(std::string_view proxy) {
  const std::size_t scheme_end = proxy.find("://");
  const std::size_t begin = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
  const std::size_t at = proxy.rfind('@');
  if (at == std::string_view::npos || at < begin) return std::string(proxy);
  return std::string(proxy.substr(0, begin)).append(proxy.substr(at + 1));
}

// Whether a retry would get the same error from a SOCKS proxy.
bool IsPermanent(long code) {
  return code == CURLPX_NO_AUTH || code == CURLPX_USER_REJECTED || code == CURLPX_REPLY_NOT_ALLOWED ||
         code == CURLPX_LONG_USER || code == CURLPX_LONG_PASSWD;
}

Phase FailedPhase(const FailedExchange& failed) {
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

// A handshake with the server follows the response to the CONNECT request.
bool IsTlsPeerTheProxy(const FailedExchange& failed) {
  return IsHttps(failed.send_options.proxy) && Info(failed, CURLINFO_HTTP_CONNECTCODE) == 0;
}

std::string PeerName(const FailedExchange& failed) {
  const std::string& path = failed.send_options.unix_socket;
  return path.empty() ? failed.url.HostAndPort() : "the Unix socket " + path;
}

std::string DescribePhase(const FailedExchange& failed, Phase phase) {
  const std::string proxy = failed.send_options.proxy.empty() ? "" : ProxyName(failed.send_options.proxy);
  std::string text(kPhaseTexts.at(static_cast<std::size_t>(phase)));
  if (phase == Phase::kLookUp) {
    return text.append(proxy.empty() ? failed.url.host() : "of the proxy " + proxy);
  }
  if (phase == Phase::kHandshake && IsTlsPeerTheProxy(failed)) return text + "the proxy " + proxy;
  return text.append(PeerName(failed)).append(proxy.empty() ? "" : " through the proxy " + proxy);
}
std::string DescribePhase(const FailedExchange& failed) {
  return DescribePhase(failed, FailedPhase(failed));
}

std::string CurlText(const FailedExchange& failed) {
  const auto& error_text = failed.connection.error_text;
  std::string text = error_text.front() != '\0' ? error_text.data() : curl_easy_strerror(failed.end.code);
  // Some of libcurl's messages end in a space.
  text.erase(text.find_last_not_of(' ') + 1);
  // libcurl's message does not contain the reason why it could not connect.
  const int error = failed.end.code == CURLE_COULDNT_CONNECT ? failed.connection.SystemError() : 0;
  if (error != 0) text += " (" + std::generic_category().message(error) + ")";
  return text;
}

std::string Failed(const FailedExchange& failed) {
  return Concat({DescribePhase(failed), " failed: ", CurlText(failed)});
}

// The server may be starting, its queue may be full, for which libcurl has no errno, or it may have closed
// the connection before libcurl looked.
Error ExplainUnixSocket(const FailedExchange& failed) {
  const int error = failed.connection.SystemError();
  return Transport(
      Concat({DescribePhase(failed),
              " failed: ", std::generic_category().message(error == 0 ? EAGAIN : error),
              "; a server must listen on the socket, and this user must be allowed to write to it"}),
      error == 0 || error == ENOENT || error == ECONNREFUSED || error == ECONNRESET);
}

Error ExplainNotHttp(const FailedExchange& failed, std::string_view reason) {
  return Transport(PeerName(failed).append(" does not speak HTTP/1.1: ").append(reason), false);
}

Error ExplainTooLarge(const FailedExchange& failed, const std::string& part, std::size_t limit) {
  return Transport(Concat({"the ", part, " of the response from ", PeerName(failed), " is larger than max_",
                           part, "_bytes, ", std::to_string(limit), " bytes"}),
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
      return ExplainNotHttp(failed, failed.end.reason);
    default:
      return Transport(DescribePhase(failed).append(" failed: ").append(failed.end.reason), true);
  }
}

Error ExplainTimeout(const FailedExchange& failed) {
  const auto [connect, attempt] = std::pair(failed.send_options.connect_timeout, failed.send_options.timeout);
  const bool is_shorter = connect && (!attempt || *connect < *attempt);
  const std::string timeout =
      is_shorter && FailedPhase(failed) <= Phase::kHandshake
          ? "the connect timeout of " + DurationText(*connect)
          : "the attempt timeout of " + DurationText(attempt.value_or(std::chrono::milliseconds{0}));
  return Error{.kind = ErrorKind::kTimeout,
               .message = Concat({timeout, " passed while ", DescribePhase(failed), ": ", CurlText(failed)}),
               .retryable = true};
}

Error ExplainUntrusted(const FailedExchange& failed) {
  std::string message = Failed(failed);
  const std::string& ca_bundle = failed.connection.ca_bundle;
  // X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, _SELF_SIGNED_CERT_IN_CHAIN, _UNABLE_TO_GET_ISSUER_CERT_LOCALLY
  const long verdict =
      Info(failed, IsTlsPeerTheProxy(failed) ? CURLINFO_PROXY_SSL_VERIFYRESULT : CURLINFO_SSL_VERIFYRESULT);
  if (verdict >= 18 && verdict <= 20) {
    message +=
        ca_bundle.empty()
            ? "; this system has no CA bundle: install one, or set ca_bundle to a PEM file"
            : "; the trusted authorities are those in " + ca_bundle + ": set ca_bundle to trust others";
  }
  return Transport(std::move(message), false);
}

Error ExplainBadHandshakeFiles(const FailedExchange& failed) {
  if (failed.end.code == CURLE_SSL_CACERT_BADFILE) {
    return Configuration({"the CA bundle ", failed.connection.ca_bundle, " cannot be used: ",
                          CurlText(failed), "; ca_bundle must name a readable file of PEM certificates"});
  }
  return Configuration({"the client certificate ", failed.options.client_certificate, " with the key ",
                        failed.options.client_key, " cannot be used: ", CurlText(failed),
                        "; both must be readable PEM files that match, the key without a pass phrase"});
}

// The likely reason of an alert about client certificates, and what to do.
std::string ExplainAlert(const FailedExchange& failed) {
  if (IsTlsPeerTheProxy(failed))
    return "the proxy may require a client certificate, which is sent to servers only";
  if (failed.options.client_certificate.empty()) {
    return "the server may require a client certificate: set client_certificate and client_key";
  }
  return "the server rejected the client certificate " + failed.options.client_certificate +
         ": set client_certificate and client_key to ones that it accepts";
}

// The error of a TLS failure that a retry cannot fix; absent for others.
std::optional<Error> ExplainFatalTls(const FailedExchange& failed) {
  const TlsFailure failure = failed.connection.tls.failure;
  const bool is_proxy = IsTlsPeerTheProxy(failed);
  // Nothing shows that the handshake failed because of the certificate.
  const bool got_certificate = !is_proxy && !failed.options.client_certificate.empty();
  if (failure == TlsFailure::kUnknown || (failure == TlsFailure::kHandshake && got_certificate)) {
    return std::nullopt;
  }
  if (failure == TlsFailure::kNotTls) {
    const std::string peer = is_proxy ? "proxy" : "endpoint";
    return Transport(Failed(failed) + "; is the " + peer + " http, not https?", false);
  }
  return Transport(Failed(failed) + "; " + ExplainAlert(failed), false);
}

// libcurl does not report that: its error is an unknown name, an unreadable file, or a lack of memory.
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

// By libcurl's code, except for refused tunnels and TLS failures, whose codes differ between versions.
Error ExplainCode(const FailedExchange& failed) {
  if (failed.end.code == CURLE_OPERATION_TIMEDOUT) return ExplainTimeout(failed);
  const bool connected = failed.end.phase >= Phase::kSend;
  const long tunnel_status = connected ? 0 : Info(failed, CURLINFO_HTTP_CONNECTCODE);
  if (tunnel_status >= 300) {
    // A proxy that responds with 403 or 407 does so again on a retry.
    return Transport(DescribePhase(failed, Phase::kConnect) +
                         " failed: the proxy refused the tunnel with status " + std::to_string(tunnel_status),
                     tunnel_status >= 500);
  }
  if (auto fatal = ExplainFatalTls(failed)) return *std::move(fatal);
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
      // After the look-up: a proxy that does not speak HTTP. Before it: a libcurl without TLS.
      if (FailedPhase(failed) > Phase::kLookUp) return ExplainNotHttp(failed, CurlText(failed));
      [[fallthrough]];
    case CURLE_URL_MALFORMAT:
    case CURLE_NOT_BUILT_IN:
    case CURLE_UNKNOWN_OPTION:
      return Configuration({"libcurl cannot send this request: ", CurlText(failed)});
    case CURLE_WEIRD_SERVER_REPLY:
      return ExplainNotHttp(failed, CurlText(failed));
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
      if (!failed.send_options.unix_socket.empty()) return ExplainUnixSocket(failed);
      return Transport(Failed(failed), true);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return Transport(Failed(failed), true);
    case CURLE_PROXY:
      return Transport(Failed(failed), !IsPermanent(Info(failed, CURLINFO_PROXY_ERROR)));
    default:
      return Transport(Failed(failed), false);
  }
}

// Whether the name look-up or the connection failed. A reset means that the peer had accepted the connection,
// and a refused tunnel that the proxy had.
bool IsUnreachable(const FailedExchange& failed) {
  if (failed.end.is_repeated || Info(failed, CURLINFO_HTTP_CONNECTCODE) != 0) return false;
  switch (failed.end.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
      return FailedPhase(failed) <= Phase::kConnect && failed.connection.SystemError() != ECONNRESET;
    default:
      return false;
  }
}

}  // namespace

Error ExplainFailure(const FailedExchange& failed) {
  switch (failed.end.cause) {
    case ExchangeEnd::Cause::kCancelled:
      return Error{.kind = ErrorKind::kCancelled, .message = "cancelled while " + DescribePhase(failed)};
    case ExchangeEnd::Cause::kResponse:
      return ExplainResponse(failed);
    case ExchangeEnd::Cause::kCurl:
      break;
  }
  if (MayLackDescriptors(failed)) {
    if (auto shortage = ExplainDescriptorShortage(Failed(failed))) return *std::move(shortage);
  }
  Error error = ExplainCode(failed);
  error.unreachable = IsUnreachable(failed);
  return error;
}

std::optional<Error> ExplainDescriptorShortage(std::string text) {
  const int shortage = DescriptorShortage();
  if (shortage == 0) return std::nullopt;
  const std::string reason = std::generic_category().message(shortage);
  if (text.find(reason) == text.npos) text += " (" + reason + ")";
  text += "; almost no file descriptors are available: close unused ones, or raise the limit (ulimit -n)";
  return Transport(std::move(text), true);
}

}  // namespace lookoutvision::internal
