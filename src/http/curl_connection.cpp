// CurlConnection: connects with libcurl, and sends and receives bytes.
#include "http/curl_connection.h"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <string_view>

#include <unistd.h>

#include "base/process.h"
#include "base/tls.h"
#include "base/url.h"
#include "http/curl_versions.h"

namespace lookoutvision::internal {
namespace {

// After this time, a CA bundle that has changed on disk is read again.
constexpr long kCaCacheSeconds = 3600;

constexpr const char* kCommonCaBundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

// The default of a static libcurl is a path of its build machine, so it is only the first candidate.
std::string FindSystemCaBundle() {
  const auto readable = [](const char* path) { return path != nullptr && access(path, R_OK) == 0; };
  const char* curl_default = curl_version_info(CURLVERSION_NOW)->cainfo;
  if (readable(curl_default)) return curl_default;
  const auto* found = std::find_if(std::begin(kCommonCaBundles), std::end(kCommonCaBundles), readable);
  return found == std::end(kCommonCaBundles) ? "" : *found;
}

// The longest timeout that libcurl supports.
constexpr std::chrono::milliseconds kLongest{std::numeric_limits<int>::max()};

// A timeout that has already passed becomes the shortest one that libcurl supports, an absent one `none`.
long ToCurl(std::optional<std::chrono::milliseconds> timeout, long none) {
  if (!timeout) return none;
  return static_cast<long>(std::clamp(*timeout, std::chrono::milliseconds{1}, kLongest).count());
}

// libcurl resolves `localhost` itself, but may ask a name server for `localhost.`, which is loopback for us.
std::string UrlToConnect(const std::string& origin) {
  const auto url = ParseUrl(origin);
  if (!url || url->host() != "localhost.") return origin;
  return std::string(url->scheme()) + "://localhost:" + std::to_string(url->port());
}

// libcurl's own sockets are inherited by child processes, and it does not report why it could not open one.
curl_socket_t OnOpenSocket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& connection = *static_cast<CurlConnection*>(self);
  const int opened = OpenSocket(address->family, address->socktype, address->protocol);
  connection.reached = Phase::kConnect;
  connection.socket_error = opened < 0 ? errno : 0;
  return opened < 0 ? CURL_SOCKET_BAD : opened;
}

// A proxy that sends without pause can keep a call of curl_multi_perform from returning.
int OnProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& is_over = static_cast<CurlConnection*>(self)->call_is_over;
  return is_over && is_over() ? 1 : 0;
}

void SetConnectionRules(EasyOptions& easy) {
  easy.Set(CURLOPT_PROTOCOLS_STR, "http,https");
  // For ALPN.
  easy.Set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
  // libcurl only connects; CurlExchange sends and receives.
  easy.Set(CURLOPT_CONNECT_ONLY, 1L);
  easy.Set(CURLOPT_NOSIGNAL, 1L);
  // Without it, the end of a call waits for an abandoned name look-up.
  easy.Set(CURLOPT_QUICK_EXIT, 1L);
  easy.Set(CURLOPT_TCP_NODELAY, 1L);
  easy.Set(CURLOPT_DNS_CACHE_TIMEOUT, 60L);
  // Empty, not null: with null, libcurl reads the environment.
  easy.Set(CURLOPT_PROXY, "");
  easy.Set(CURLOPT_NOPROXY, "");
}

// If libcurl has several TLS libraries, those that are not in use are in parentheses.
bool UsesOurOpenSsl() {
  const char* name = curl_version_info(CURLVERSION_NOW)->ssl_version;
  const std::string_view first = name == nullptr ? "" : name;
  return first.substr(0, first.find(' ')) == "OpenSSL/" + std::string(OpenSslVersion());
}

CURLcode OnHandshake(CURL*, void* ssl_ctx, void* self) {
  auto& connection = *static_cast<CurlConnection*>(self);
  connection.reached = Phase::kHandshake;
  if (UsesOurOpenSsl()) GuardTls(ssl_ctx, connection.tls);
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
    // If a folder is set as well, libcurl trusts it too, and parses the file for each connection.
    easy.Set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    easy.Set(CURLOPT_PROXY_CAPATH, static_cast<const char*>(nullptr));
  }
  if (!options.client_certificate.empty()) {
    easy.Set(CURLOPT_SSLCERT, options.client_certificate.c_str());
    easy.Set(CURLOPT_SSLKEY, options.client_key.c_str());
    // Without a pass phrase, OpenSSL prompts for one on the terminal.
    easy.Set(CURLOPT_KEYPASSWD, "");
  }
}

}  // namespace

CurlConnection::CurlConnection(const HttpTransportOptions& options)
    : easy(curl_easy_init()),
      multi(curl_multi_init()),
      ca_bundle(options.ca_bundle.empty() ? FindSystemCaBundle() : options.ca_bundle) {
  if (easy == nullptr || multi == nullptr) {
    setup_result = CURLE_OUT_OF_MEMORY;
    return;
  }
  // Without a free file descriptor, libcurl creates a multi handle that can never be woken up.
  if (curl_multi_wakeup(multi) != CURLM_OK) {
    setup_result = CURLE_FAILED_INIT;
    return;
  }
  EasyOptions easy_options(easy);
  easy_options.Set(CURLOPT_ERRORBUFFER, error_text.data());
  SetConnectionRules(easy_options);
  SetTlsRules(easy_options, options, ca_bundle);
  easy_options.Set(CURLOPT_OPENSOCKETFUNCTION, &OnOpenSocket);
  easy_options.Set(CURLOPT_OPENSOCKETDATA, this);
  easy_options.Set(CURLOPT_XFERINFOFUNCTION, &OnProgress);
  easy_options.Set(CURLOPT_XFERINFODATA, this);
  easy_options.Set(CURLOPT_NOPROGRESS, 0L);
  setup_result = easy_options.result();
  // Not supported by every libcurl. Without them, errors are less precise, and the CA bundle is parsed for
  // each connection.
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &OnHandshake);
  curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, this);
  curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, kCaCacheSeconds);
  curl_multi_setopt(multi, kCurlMultiQuickExit, 1L);
}

CurlConnection::~CurlConnection() {
  Close();
  curl_easy_cleanup(easy);
  curl_multi_cleanup(multi);
}

CURLcode CurlConnection::StartConnecting(std::optional<milliseconds> connect_timeout,
                                         std::optional<milliseconds> timeout) {
  Close();
  if (SystemError() != 0 && !ReplaceEasy()) return CURLE_OUT_OF_MEMORY;
  error_text.front() = '\0';
  socket_error = 0;
  reached = unix_socket.empty() ? Phase::kLookUp : Phase::kConnect;
  tls.failure = TlsFailure::kUnknown;
  EasyOptions options(easy);
  options.Set(CURLOPT_URL, UrlToConnect(origin).c_str());
  options.Set(CURLOPT_PROXY, proxy.c_str());
  if (!unix_socket.empty()) options.Set(CURLOPT_UNIX_SOCKET_PATH, unix_socket.c_str());
  // Zero would be libcurl's default of five minutes.
  options.Set(CURLOPT_CONNECTTIMEOUT_MS, ToCurl(connect_timeout, static_cast<long>(kLongest.count())));
  options.Set(CURLOPT_TIMEOUT_MS, ToCurl(timeout, 0));
  if (options.result() != CURLE_OK) return options.result();
  is_added_ = curl_multi_add_handle(multi, easy) == CURLM_OK;
  return is_added_ ? CURLE_OK : CURLE_OUT_OF_MEMORY;
}

CURLcode CurlConnection::ContinueConnecting(bool& done) {
  int running = 0;
  const CURLMcode error = curl_multi_perform(multi, &running);
  done = error != CURLM_OK || running == 0;
  if (!done) return CURLE_OK;
  CURLcode code = error == CURLM_OUT_OF_MEMORY ? CURLE_OUT_OF_MEMORY : CURLE_UNRECOVERABLE_POLL;
  int remaining = 0;
  if (const CURLMsg* message = curl_multi_info_read(multi, &remaining)) code = message->data.result;
  if (code == CURLE_OK) code = curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket);
  return code;
}

int CurlConnection::SystemError() const {
  long error = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &error);
  return error != 0 ? static_cast<int>(error) : socket_error;
}

// Discards CURLINFO_OS_ERRNO, which libcurl before 8.8 keeps until another error replaces it.
bool CurlConnection::ReplaceEasy() {
  CURL* const copy = curl_easy_duphandle(easy);
  if (copy == nullptr) return false;
  curl_easy_cleanup(easy);
  easy = copy;
  return true;
}

void CurlConnection::Close() {
  // libcurl closes a CONNECT_ONLY connection when its easy handle is removed.
  if (is_added_) curl_multi_remove_handle(multi, easy);
  is_added_ = false;
  socket = CURL_SOCKET_BAD;
}

CURLcode CurlConnection::Send(std::string_view bytes, std::size_t& sent) {
  sent = 0;
  const CURLcode code = curl_easy_send(easy, bytes.data(), bytes.size(), &sent);
  return code == CURLE_OK && sent == 0 ? CURLE_AGAIN : code;
}

CURLcode CurlConnection::Receive(std::span<char> buffer, std::size_t& received) {
  received = 0;
  return curl_easy_recv(easy, buffer.data(), buffer.size(), &received);
}

CURLMcode CurlConnection::Wait(short& events, milliseconds timeout) {
  curl_waitfd waited{.fd = socket, .events = events, .revents = 0};
  const auto bounded = static_cast<int>(std::min(timeout, kLongest).count());
  const CURLMcode code = curl_multi_poll(multi, &waited, is_open() ? 1 : 0, bounded, nullptr);
  events = waited.revents;
  return code;
}

bool CurlConnection::CanBeReused(const HttpTransportOptions& options, Clock::time_point now) {
  using std::chrono::floor;
  using std::chrono::seconds;
  if (!is_open() || floor<seconds>(now - last_used) >= options.idle_timeout ||
      floor<seconds>(now - opened) >= options.max_connection_age) {
    return false;
  }
  char byte = 0;
  std::size_t received = 0;
  return Receive({&byte, 1}, received) == CURLE_AGAIN;
}

}  // namespace lookoutvision::internal
