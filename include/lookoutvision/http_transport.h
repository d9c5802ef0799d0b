// HttpTransport: the seam between the library and the network. It carries one request and knows nothing of
// the API.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include <lookoutvision/export.h>
#include <lookoutvision/http_headers.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/platform.h>

namespace lookoutvision {

/// One request, complete and signed.
struct HttpRequest {
  std::string method;
  /// Absolute and percent-encoded: `scheme://authority/path?query`. Sent as it stands.
  std::string url;
  /// Everything but what the transport itself adds (Content-Length, Accept, Connection).
  HttpHeaders headers = {};
  std::string body = {};
};

/// What bounds one exchange, and which way it goes.
struct HttpLimits {
  std::stop_token stop_token = {};
  /// For name look-up, connection and TLS together; absent: none of its own. Each timeout that the library
  /// passes is above zero.
  std::optional<std::chrono::milliseconds> connect_timeout = {};
  /// For the whole exchange, the connection included; absent: none. TLS records without data, and what
  /// a proxy sends instead of a tunnel, count towards no limit of size: if they never end, this timeout and
  /// `stop_token` are all that ends the exchange.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// `scheme://[user:password@]host:port` of a proxy, http where no scheme stands; empty means a direct
  /// connection, whatever the environment says.
  std::string proxy = {};
};

/// What a transport measured of one exchange; absent what it did not.
struct HttpMeasurements {
  /// From the beginning of the exchange, the connection included, to the first line of the answer.
  std::optional<std::chrono::nanoseconds> time_to_first_byte = {};
  /// Whether the request went over a connection that an earlier one had opened.
  std::optional<bool> connection_reused = {};

  friend bool operator==(const HttpMeasurements&, const HttpMeasurements&) = default;
};

/// One complete answer.
struct HttpResponse {
  int status = 0;
  HttpHeaders headers = {};
  std::string body = {};
  /// For `ClientConfig::on_attempt`; a transport of the user's own may leave them out.
  HttpMeasurements measurements = {};
};

/// Carries requests. Thread-safe.
class LOOKOUTVISION_EXPORT HttpTransport {
 public:
  virtual ~HttpTransport() = default;

  /// One exchange, without retry and without following redirects.
  ///
  /// Any complete answer is a success here, whatever its status. Else an Error of kind `kTransport`
  /// (`retryable` says whether another try may help), `kTimeout`, `kCancelled` or `kConfiguration`, whose
  /// message says which phase died.
  virtual Outcome<HttpResponse> Send(const HttpRequest& request, const HttpLimits& limits) = 0;
};

/// What the libcurl transport is made with. Files are read when the first connection with TLS needs them.
/// Each may be a pipe: it is read once, within the limits of that exchange, and what it held is kept.
struct HttpTransportOptions {
  /// PEM file of the authorities to trust instead of the system's; empty means the system's.
  std::string ca_bundle = {};
  /// PEM files of the client's certificate and its key, for servers that ask for one. Both or none.
  std::string client_certificate = {};
  std::string client_key = {};
  /// A connection unused for longer is not used again.
  std::chrono::seconds idle_timeout{60};
  /// A connection older than this is not used again.
  std::chrono::seconds max_connection_age{600};
  /// How many idle connections are kept, to all servers together (each takes about 1 MiB with TLS); more
  /// calls at once than this are fine. Of one too many, the one that was not used for longest is closed.
  std::size_t max_idle_connections = 8;
  /// A response with more bytes of header, or of body, is refused while it arrives; but one whose status is
  /// not a success is given with a body that is cut off. Interim responses, trailers and chunk extensions
  /// count as header.
  std::size_t max_header_bytes = std::size_t{100} << 10;
  std::size_t max_body_bytes = std::size_t{1} << 20;
  /// Its steady clock measures, and it reads files that are no regular ones. The rest is not used; timeouts
  /// are of real time.
  Platform platform = {};
};

/// The transport that clients use unless they are given another: connections by libcurl, strict HTTP/1.1, TLS
/// always verified. A request whose connection the server turns out to have closed before is sent once more,
/// whatever its method, on a new one and within a minute; that counts as the same exchange. Does no I/O
/// itself. Give one to several clients to let them share connections, or wrap it to record or replay.
LOOKOUTVISION_EXPORT std::shared_ptr<HttpTransport> MakeCurlTransport(HttpTransportOptions options = {});

}  // namespace lookoutvision
