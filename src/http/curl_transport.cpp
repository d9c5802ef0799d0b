// The libcurl transport: validates a request, and sends it on a pooled connection.
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include <lookoutvision/http_transport.h>

#include "base/crypto.h"
#include "base/ip_address.h"
#include "base/process.h"
#include "base/real_platform.h"
#include "base/text.h"
#include "base/url.h"
#include "http/connection_pool.h"
#include "http/curl_connection.h"
#include "http/curl_error.h"
#include "http/curl_exchange.h"
#include "http/http_request_writer.h"
#include "http/tls_files.h"

namespace lookoutvision {
namespace internal {
namespace {

// Once per process, and never undone: a static destructor of the program may still make a call. Under
// WithoutFork, since a child forked during the initialisation would wait forever for libcurl's lock.
CURLcode InitialiseCurl() {
  static std::atomic<bool> done{false};
  static CURLcode result = CURLE_OK;
  if (done.load(std::memory_order_acquire)) return result;
  WithoutFork([] {
    if (done.load(std::memory_order_relaxed)) return;
    result = curl_global_init(CURL_GLOBAL_DEFAULT);
    done.store(true, std::memory_order_release);
  });
  return result;
}

Error Refusal(std::string message) {
  return {.kind = ErrorKind::kConfiguration, .message = std::move(message)};
}

class CurlHttpTransport final : public HttpTransport {
 public:
  explicit CurlHttpTransport(HttpTransportOptions options)
      : options_([&] {
          options.platform = WithRealParts(std::move(options.platform));
          return std::move(options);
        }()),
        tls_files_(options_),
        pool_(options_.max_idle_connections) {
    // A transport with static storage duration closes TLS connections in its destructor, and calls of other
    // threads may continue while the process exits.
    DisableCryptoCleanup();
  }

  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& send_options) override;
  std::size_t idle_connections() override { return pool_.size(); }

 private:
  std::optional<Error> Validate(std::string_view url, const HttpSendOptions& send_options) const;
  Outcome<HttpResponse> SendOn(std::unique_ptr<CurlConnection>& connection, const HttpRequest& request,
                               const HttpSendOptions& send_options);
  std::optional<Error> Prepare(std::unique_ptr<CurlConnection>& connection) const;

  const HttpTransportOptions options_;
  TlsFiles tls_files_;
  ConnectionPool pool_;
};

// What is wrong with the URL, the proxy or the options.
std::optional<Error> CurlHttpTransport::Validate(std::string_view url,
                                                 const HttpSendOptions& send_options) const {
  const auto parsed = ParseUrl(url);
  if (!parsed) return Refusal("the URL cannot be used: it " + parsed.problem());
  if (parsed->has_userinfo()) return Refusal("the URL cannot be used: it contains a user name");
  const auto problem = send_options.proxy.empty() ? std::nullopt : ValidateProxyUrl(send_options.proxy);
  if (problem) return Refusal("the proxy cannot be used: it " + problem->text);
  const std::string& socket = send_options.unix_socket;
  const auto bad_path = socket.empty() ? std::nullopt : ValidateSocketPath(socket);
  if (bad_path) return Refusal("the Unix socket cannot be used: its path " + bad_path->text);
  if (!socket.empty() && !send_options.proxy.empty())
    return Refusal("the Unix socket cannot be used: it cannot be reached through a proxy");
  if (options_.client_certificate.empty() != options_.client_key.empty()) {
    return Refusal("client_certificate and client_key must be set together; only one of them is");
  }
  return std::nullopt;
}

Outcome<HttpResponse> CurlHttpTransport::Send(const HttpRequest& request,
                                              const HttpSendOptions& send_options) {
  const std::string& unix_socket = send_options.unix_socket;
  auto connection = pool_.Take(OriginOf(request.url), send_options.proxy, unix_socket);
  auto outcome = SendOn(connection, request, send_options);
  if (connection != nullptr) pool_.Return(std::move(connection));
  if (!outcome) {
    const auto url = ParseUrl(request.url);
    if (url)
      outcome.error().endpoint = unix_socket.empty() ? url->Origin() : "unix:" + Printable(unix_socket);
  }
  return outcome;
}

// `connection` is null or idle on entry, and null or fit to be returned to the pool on exit.
Outcome<HttpResponse> CurlHttpTransport::SendOn(std::unique_ptr<CurlConnection>& connection,
                                                const HttpRequest& request,
                                                const HttpSendOptions& send_options) {
  // Parsing a URL takes time, and most calls use the URL of the previous call.
  if (connection == nullptr || connection->url != request.url) {
    if (auto error = Validate(request.url, send_options)) return Failure(*std::move(error));
  }
  if (!IsOneRequest(request)) {
    return Failure(Refusal(
        "the request cannot be sent: its method, or the name or value of a header, contains a character "
        "that is not allowed"));
  }
  if (send_options.stop_token.stop_requested()) {
    return Failure(Error{.kind = ErrorKind::kCancelled, .message = "cancelled before the request was sent"});
  }
  if (auto error = Prepare(connection)) return Failure(*std::move(error));
  connection->url = request.url;
  connection->origin = OriginOf(request.url);
  connection->proxy = send_options.proxy;
  connection->unix_socket = send_options.unix_socket;
  CurlExchange exchange(*connection, options_, request, send_options);
  if (IsHttps(request.url) || IsHttps(send_options.proxy)) {
    if (auto error = tls_files_.SetOn(*connection, exchange.FileReadOptions()))
      return Failure(*std::move(error));
  }
  const ExchangeEnd end = exchange.Run();
  if (end.is_success()) return exchange.TakeResponse();
  return Failure(ExplainFailure({end, *connection, *ParseUrl(request.url), options_, send_options}));
}

// Creates an unconnected connection if `connection` is null.
std::optional<Error> CurlHttpTransport::Prepare(std::unique_ptr<CurlConnection>& connection) const {
  CURLcode ready = InitialiseCurl();
  if (connection == nullptr && ready == CURLE_OK) {
    connection = std::make_unique<CurlConnection>(options_);
    ready = connection->setup_result;
  }
  if (ready == CURLE_OK) return std::nullopt;
  connection.reset();
  const std::string text = "libcurl cannot be set up: " + std::string(curl_easy_strerror(ready));
  if (auto shortage = ExplainDescriptorShortage(text)) return shortage;
  return Error{.kind = ErrorKind::kConfiguration,
               .message = text + "; its version is " + curl_version_info(CURLVERSION_NOW)->version +
                          ", but 7.88 or newer is required"};
}

}  // namespace
}  // namespace internal

std::shared_ptr<HttpTransport> MakeCurlTransport(HttpTransportOptions options) {
  return std::make_shared<internal::CurlHttpTransport>(std::move(options));
}

}  // namespace lookoutvision
