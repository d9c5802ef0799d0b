// From curl's codes, times and texts to an Error.
#include "http/curl_error.h"

#include <chrono>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <curl/curl.h>

#include "base/text.h"
#include "http/curl_versions.h"
#include "http/descriptor_shortage.h"

namespace lookoutvision::internal {
namespace {

using std::chrono::milliseconds;

template <typename Value>
Value Info(CURL* easy, CURLINFO info) {
  Value value = 0;
  curl_easy_getinfo(easy, info, &value);
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

class Explainer {
 public:
  Explainer(const ExchangeEnd& end, const CurlSlot& slot, const Url& url, const HttpTransportOptions& options,
            const HttpRequest& request, const HttpLimits& limits)
      : end_(end), slot_(slot), url_(url), options_(options), request_(request), limits_(limits) {}

  Error Explain() const;

 private:
  Error ExplainCode() const;
  Error ExplainTimeout() const;
  Error ExplainUntrusted() const;
  std::optional<Error> ExplainRefusedTunnel() const;
  Error ExplainBadHandshakeFiles() const;
  bool TooMuchHeaderForCurl() const;
  bool MayLackDescriptors() const;

  Phase DiedIn() const;
  std::string Doing(Phase phase) const;
  std::string CurlText() const;
  std::string Failed(Phase phase) const { return Doing(phase) + " failed: " + CurlText(); }

  static Error Configuration(std::string message) {
    return Error{.kind = ErrorKind::kConfiguration, .message = std::move(message)};
  }
  static Error Transport(std::string message, bool retryable) {
    return Error{.kind = ErrorKind::kTransport, .message = std::move(message), .retryable = retryable};
  }

  const ExchangeEnd& end_;
  const CurlSlot& slot_;
  const Url& url_;
  const HttpTransportOptions& options_;
  const HttpRequest& request_;
  const HttpLimits& limits_;
};

Phase Explainer::DiedIn() const {
  switch (end_.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Phase::kLookUp;
    case CURLE_COULDNT_CONNECT:
      return Phase::kConnect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
      return Phase::kHandshake;
    default:
      break;
  }
  if (end_.header_bytes > 0) return Phase::kReceive;
  if (slot_.reached < Phase::kSend) return slot_.reached;
  const auto sent = Info<curl_off_t>(slot_.easy, CURLINFO_SIZE_UPLOAD_T);
  return sent < static_cast<curl_off_t>(request_.body.size()) ? Phase::kSend : Phase::kWait;
}

std::string Explainer::Doing(Phase phase) const {
  const std::string proxy = limits_.proxy.empty() ? "" : ProxyName(limits_.proxy);
  if (phase == Phase::kLookUp) {
    return "looking up the name " + (proxy.empty() ? std::string(url_.host()) : "of the proxy " + proxy);
  }
  const std::string peer = url_.HostAndPort() + (proxy.empty() ? "" : " through the proxy " + proxy);
  switch (phase) {
    case Phase::kLookUp:
    case Phase::kConnect:
      return "connecting to " + peer;
    case Phase::kHandshake:
      return "making the TLS handshake with " + peer;
    case Phase::kSend:
      return "sending the request to " + peer;
    case Phase::kWait:
      return "waiting for the answer from " + peer;
    case Phase::kReceive:
      break;
  }
  return "receiving the answer from " + peer;
}

std::string Explainer::CurlText() const {
  std::string text =
      slot_.error_text.front() != '\0' ? slot_.error_text.data() : curl_easy_strerror(end_.code);
  // Some of curl's lines end in a space.
  text.erase(text.find_last_not_of(' ') + 1);
  // About a connection curl says only that there was none.
  long system_error = Info<long>(slot_.easy, CURLINFO_OS_ERRNO);
  if (system_error == 0) system_error = slot_.socket_error;
  if (end_.code == CURLE_COULDNT_CONNECT && system_error != 0) {
    text += " (" + std::generic_category().message(static_cast<int>(system_error)) + ")";
  }
  return text;
}

Error Explainer::Explain() const {
  switch (end_.cause) {
    case ExchangeEnd::Cause::kCancelled:
      return Error{.kind = ErrorKind::kCancelled, .message = "cancelled while " + Doing(DiedIn())};
    case ExchangeEnd::Cause::kHeaderCap:
      return Transport("the header of the answer from " + url_.HostAndPort() +
                           " is larger than max_header_bytes, " + std::to_string(options_.max_header_bytes) +
                           " bytes",
                       false);
    case ExchangeEnd::Cause::kBodyCap:
      return Transport("the body of the answer from " + url_.HostAndPort() +
                           " is larger than max_body_bytes, " + std::to_string(options_.max_body_bytes) +
                           " bytes",
                       false);
    case ExchangeEnd::Cause::kBadLength:
      return Transport(
          url_.HostAndPort() +
              " does not speak HTTP/1.1: the Content-Length of its answer is not a number, or there "
              "are two that differ",
          false);
    case ExchangeEnd::Cause::kCurl:
      break;
  }
  return ExplainCode();
}

Error Explainer::ExplainCode() const {
  if (MayLackDescriptors()) {
    if (auto shortage = ExplainDescriptorShortage(Failed(DiedIn()))) return *std::move(shortage);
  }
  switch (end_.code) {
    case CURLE_OPERATION_TIMEDOUT:
      return ExplainTimeout();
    case CURLE_PEER_FAILED_VERIFICATION:
      return ExplainUntrusted();
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
      return ExplainBadHandshakeFiles();
    case kCurlBadClientKey:
      if (slot_.reached > Phase::kLookUp && !options_.client_key.empty()) return ExplainBadHandshakeFiles();
      break;
    case CURLE_URL_MALFORMAT:
    case CURLE_NOT_BUILT_IN:
    case CURLE_UNKNOWN_OPTION:
      return Configuration("libcurl cannot send this request: " + CurlText());
    default:
      break;
  }
  if (auto refusal = ExplainRefusedTunnel()) return *std::move(refusal);
  if (TooMuchHeaderForCurl()) {
    return Transport("the header of the answer from " + url_.HostAndPort() +
                         " is larger than libcurl takes (" + std::to_string(kCurlHeaderLine / 1024) +
                         " KiB a line, " + std::to_string(kCurlHeader / 1024) +
                         " KiB together): " + CurlText(),
                     false);
  }
  switch (end_.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_PROXY:
    case CURLE_RECV_ERROR:
      return Transport(Failed(DiedIn()), true);
    case CURLE_UNSUPPORTED_PROTOCOL:
      // The same code stands for a libcurl that was built without TLS.
      if (DiedIn() == Phase::kLookUp) return Configuration("libcurl cannot send this request: " + CurlText());
      [[fallthrough]];
    case CURLE_WEIRD_SERVER_REPLY:
      return Transport(url_.HostAndPort() + " does not speak HTTP/1.1: " + CurlText(), false);
    default:
      return Transport(Failed(DiedIn()), false);
  }
}

Error Explainer::ExplainTimeout() const {
  const Phase phase = DiedIn();
  const milliseconds connect = limits_.connect_timeout;
  const bool connecting = phase <= Phase::kHandshake;
  const bool nearer = connect.count() != 0 && (limits_.timeout.count() == 0 || connect < limits_.timeout);
  const std::string limit = connecting && nearer
                                ? "the connect limit of " + DurationText(connect)
                                : "the limit of " + DurationText(limits_.timeout) + " for one attempt";
  return Error{.kind = ErrorKind::kTimeout,
               .message = limit + " passed while " + Doing(phase) + ": " + CurlText(),
               .retryable = true};
}

Error Explainer::ExplainUntrusted() const {
  std::string message = Failed(Phase::kHandshake);
  // X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, _SELF_SIGNED_CERT_IN_CHAIN, _UNABLE_TO_GET_ISSUER_CERT_LOCALLY
  const long verdict = Info<long>(slot_.easy, CURLINFO_SSL_VERIFYRESULT);
  if (verdict >= 18 && verdict <= 20) {
    message += slot_.ca_bundle.empty()
                   ? "; this system has no CA bundle: install one, or name a PEM file in ca_bundle"
                   : "; trusted are the authorities in " + slot_.ca_bundle +
                         ", or in the PEM file that ca_bundle names";
  }
  return Transport(std::move(message), false);
}

// Libcurl reports it in other words and with another code from version to version.
std::optional<Error> Explainer::ExplainRefusedTunnel() const {
  const long status = Info<long>(slot_.easy, CURLINFO_HTTP_CONNECTCODE);
  if (status < 300) return std::nullopt;
  // A proxy that responds with 403 or 407 says the same the next time.
  return Transport(
      Doing(Phase::kConnect) + " failed: the proxy refused the tunnel with status " + std::to_string(status),
      status >= 500);
}

Error Explainer::ExplainBadHandshakeFiles() const {
  if (end_.code == CURLE_SSL_CACERT_BADFILE) {
    return Configuration("the CA bundle " + slot_.ca_bundle + " cannot be used: " + CurlText() +
                         "; ca_bundle must name a readable file of PEM certificates");
  }
  return Configuration("the client certificate " + options_.client_certificate + " with the key " +
                       options_.client_key + " cannot be used: " + CurlText() +
                       "; both must be readable PEM files that belong together, the key without pass phrase");
}

// Curl does not say so: it reports a name that is not known, a file that cannot be read, or no memory.
bool Explainer::MayLackDescriptors() const {
  switch (end_.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_FAILED_INIT:
      return end_.header_bytes == 0;
    default:
      return false;
  }
}

// Of the header, or of trailers.
bool Explainer::TooMuchHeaderForCurl() const {
  switch (end_.code) {
    case kCurlTooLarge:
      return true;
    case CURLE_OUT_OF_MEMORY:  // before 8.14, for a line
      return !end_.header_complete && Info<curl_off_t>(slot_.easy, CURLINFO_STARTTRANSFER_TIME_T) != 0;
    case CURLE_RECV_ERROR:  // for the whole
      return end_.header_bytes > kCurlHeader - kCurlHeaderLine || slot_.error_text.data() == kCurlLongTrailer;
    default:
      return false;
  }
}

}  // namespace

Error ExplainFailure(const ExchangeEnd& end, const CurlSlot& slot, const Url& url,
                     const HttpTransportOptions& options, const HttpRequest& request,
                     const HttpLimits& limits) {
  return Explainer(end, slot, url, options, request, limits).Explain();
}

}  // namespace lookoutvision::internal
