// CurlSlot: the options that hold for every call.
#include "http/curl_slot.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <limits>
#include <string_view>

#include <sys/socket.h>
#include <unistd.h>

#include "base/process.h"
#include "base/tls.h"
#include "http/curl_versions.h"

namespace lookoutvision::internal {
namespace {

// A slot meets few hosts: the service, and perhaps one that hands out credentials.
constexpr long kMaxConnectionsPerSlot = 4;

// After this time a bundle that was changed on disk is read again.
constexpr long kCaCacheSeconds = 3600;

constexpr const char* kUsualCaBundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

// A static libcurl has the path of the machine it was built on, so that its own choice is only the first.
std::string FindSystemCaBundle() {
  const auto readable = [](const char* path) { return path != nullptr && access(path, R_OK) == 0; };
  const char* curls_own = curl_version_info(CURLVERSION_NOW)->cainfo;
  if (readable(curls_own)) return curls_own;
  const auto* found = std::find_if(std::begin(kUsualCaBundles), std::end(kUsualCaBundles), readable);
  return found == std::end(kUsualCaBundles) ? "" : *found;
}

long ToLong(std::chrono::seconds duration) {
  return static_cast<long>(
      std::min<std::chrono::seconds::rep>(duration.count(), std::numeric_limits<int>::max()));
}

void SetProtocolRules(EasyOptions& easy) {
  easy.Set(CURLOPT_PROTOCOLS_STR, "http,https");
  easy.Set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  // Curl would otherwise rewrite a path that was signed as it stands.
  easy.Set(CURLOPT_PATH_AS_IS, 1L);
  // A redirect would carry signed headers elsewhere.
  easy.Set(CURLOPT_FOLLOWLOCATION, 0L);
  easy.Set(CURLOPT_HTTP09_ALLOWED, 0L);
}

void SetProcessRules(EasyOptions& easy) {
  easy.Set(CURLOPT_NOSIGNAL, 1L);
  // Without it the end of a call waits for an abandoned name look-up.
  easy.Set(CURLOPT_QUICK_EXIT, 1L);
}

// Curl leaves its sockets to the programs that this one starts, and does not say why it could not make one.
curl_socket_t OnOpenSocket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& slot = *static_cast<CurlSlot*>(self);
  const int opened = OpenSocket(address->family, address->socktype, address->protocol);
  slot.reached = Phase::kConnect;
  slot.socket_error = opened < 0 ? errno : 0;
  return opened < 0 ? CURL_SOCKET_BAD : opened;
}

// On every connection, be it a new one or not, once it is ready.
int OnRequest(void* self, char*, char*, int, int) {
  static_cast<CurlSlot*>(self)->reached = Phase::kSend;
  return CURL_PREREQFUNC_OK;
}

void SetConnectionRules(EasyOptions& easy, const HttpTransportOptions& options) {
  easy.Set(CURLOPT_TCP_NODELAY, 1L);
  easy.Set(CURLOPT_DNS_CACHE_TIMEOUT, 60L);
  // Zero would mean "for ever" to curl, and "not at all" to us.
  if (options.idle_timeout.count() <= 0 || options.max_connection_age.count() <= 0) {
    easy.Set(CURLOPT_FORBID_REUSE, 1L);
  } else {
    easy.Set(CURLOPT_MAXAGE_CONN, ToLong(options.idle_timeout));
    easy.Set(CURLOPT_MAXLIFETIME_CONN, ToLong(options.max_connection_age));
  }
  // An empty text, not null: null lets curl read the environment.
  easy.Set(CURLOPT_PROXY, "");
  easy.Set(CURLOPT_NOPROXY, "");
  // Headers for the server are none of a tunnel's business, nor are the tunnel's the caller's.
  easy.Set(CURLOPT_HEADEROPT, long{CURLHEADER_SEPARATE});
  easy.Set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

// In a libcurl with several TLS libraries, those that are not in use are in parentheses.
bool UsesOurOpenSsl() {
  const char* name = curl_version_info(CURLVERSION_NOW)->ssl_version;
  const std::string_view first = name == nullptr ? "" : name;
  return first.substr(0, first.find(' ')) == "OpenSSL/" + std::string(OpenSslVersion());
}

CURLcode OnHandshake(CURL*, void* ssl_ctx, void* self) {
  auto& slot = *static_cast<CurlSlot*>(self);
  slot.reached = Phase::kHandshake;
  if (UsesOurOpenSsl()) GuardTlsReads(ssl_ctx, slot.call_is_over);
  return CURLE_OK;
}

void SetTlsRules(EasyOptions& easy, const HttpTransportOptions& options, const std::string& ca_bundle) {
  easy.Set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  easy.Set(CURLOPT_PROXY_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  easy.Set(CURLOPT_SSL_VERIFYPEER, 1L);
  easy.Set(CURLOPT_SSL_VERIFYHOST, 2L);
  easy.Set(CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
  easy.Set(CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
  if (!ca_bundle.empty()) {
    easy.Set(CURLOPT_CAINFO, ca_bundle.c_str());
    easy.Set(CURLOPT_PROXY_CAINFO, ca_bundle.c_str());
    // With a folder beside the file curl would trust that as well, and parse the file at each connection.
    easy.Set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    easy.Set(CURLOPT_PROXY_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!options.client_certificate.empty()) {
    easy.Set(CURLOPT_SSLCERT, options.client_certificate.c_str());
    easy.Set(CURLOPT_SSLKEY, options.client_key.c_str());
    // Without a pass phrase OpenSSL would ask for one on the terminal.
    easy.Set(CURLOPT_KEYPASSWD, "");
  }
}

}  // namespace

CurlSlot::CurlSlot(const HttpTransportOptions& options)
    : easy(curl_easy_init()),
      multi(curl_multi_init()),
      parsed_url(curl_url()),
      ca_bundle(options.ca_bundle.empty() ? FindSystemCaBundle() : options.ca_bundle) {
  if (easy == nullptr || multi == nullptr || parsed_url == nullptr) {
    setup_result = CURLE_OUT_OF_MEMORY;
    return;
  }
  // If no file descriptor is left, curl makes a multi handle that can never be woken up.
  if (curl_multi_wakeup(multi) != CURLM_OK) {
    setup_result = CURLE_FAILED_INIT;
    return;
  }
  EasyOptions easy_options(easy);
  easy_options.Set(CURLOPT_ERRORBUFFER, error_text.data());
  SetProtocolRules(easy_options);
  SetProcessRules(easy_options);
  SetConnectionRules(easy_options, options);
  SetTlsRules(easy_options, options, ca_bundle);
  easy_options.Set(CURLOPT_OPENSOCKETFUNCTION, &OnOpenSocket);
  easy_options.Set(CURLOPT_OPENSOCKETDATA, this);
  easy_options.Set(CURLOPT_PREREQFUNCTION, &OnRequest);
  easy_options.Set(CURLOPT_PREREQDATA, this);
  setup_result = easy_options.result();
  // Not every libcurl can do these. Without them an error is less exact, and a bundle is parsed again for
  // each connection.
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &OnHandshake);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, this);
  curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, kCaCacheSeconds);
  curl_multi_setopt(multi, kCurlMultiQuickExit, 1L);
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, kMaxConnectionsPerSlot);
}

CurlSlot::~CurlSlot() {
  curl_easy_cleanup(easy);
  curl_multi_cleanup(multi);
  curl_url_cleanup(parsed_url);
}

bool CurlSlot::HasUnaskedData() const {
  char byte = 0;
  return idle_socket != CURL_SOCKET_BAD && recv(idle_socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

}  // namespace lookoutvision::internal
