// HttpTransport: the interface between the library and the network, which sends one HTTP request.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
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
  /// For example `POST`.
  std::string method;
  /// Absolute and percent-encoded: `scheme://authority/path?query`. Sent unchanged.
  std::string url;
  /// All headers, except those that the transport adds (Content-Length, Accept, Connection).
  HttpHeaders headers = {};
  std::string body = {};  ///< The body, not encoded.
};

/// The stop token, timeouts and route of one exchange.
struct HttpSendOptions {
  /// Ends the exchange at once.
  std::stop_token stop_token = {};
  /// For name look-up, connection and TLS handshake together; absent means no connect timeout. Each timeout
  /// that the library passes is above zero.
  std::optional<std::chrono::milliseconds> connect_timeout = {};
  /// For the whole exchange, including the connection; absent means no timeout. No size limit counts TLS
  /// records without data, or what a proxy sends instead of a tunnel: if they never end, only this timeout
  /// and `stop_token` end the exchange.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// `scheme://[user:password@]host:port` of a proxy, whose default scheme is http; empty means a direct
  /// connection, whatever the environment says.
  std::string proxy = {};
  /// The absolute path of the Unix socket to connect to, instead of the URL's host and port; empty means TCP.
  /// Not together with `proxy`. A transport without Unix sockets must fail, since the URL leads elsewhere.
  std::string unix_socket = {};
};

/// Measurements of one exchange; absent if the transport does not take them.
struct HttpMeasurements {
  /// From the start of the exchange, including the connection, to the first line of the response.
  std::optional<std::chrono::nanoseconds> time_to_first_byte = {};
  /// Whether the request used a connection that an earlier one had opened.
  std::optional<bool> connection_reused = {};

  /// Compares all members.
  friend bool operator==(const HttpMeasurements&, const HttpMeasurements&) = default;
};

/// One complete response.
struct HttpResponse {
  /// The HTTP status.
  int status = 0;
  /// The headers, without those of interim responses and without trailers.
  HttpHeaders headers = {};
  /// The body, without transfer coding.
  std::string body = {};
  /// For `ClientConfig::on_attempt`; optional for the user's own transports.
  HttpMeasurements measurements = {};
};

/// Sends requests. Thread-safe.
class LOOKOUTVISION_EXPORT HttpTransport {
 public:
  virtual ~HttpTransport() = default;

  /// Makes one exchange, without retries and without following redirects.
  ///
  /// Any complete response is a success, whatever its status. Otherwise the Error is of kind `kTransport`
  /// (`retryable` says whether another attempt may help), `kTimeout`, `kCancelled` or `kConfiguration`,
  /// `unreachable` says whether there was no connection, and the message says which phase failed.
  virtual Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& options) = 0;

  /// How many connections are kept for the next exchange; 0 if the transport does not say.
  virtual std::size_t idle_connections() { return 0; }
};

/// The options of the libcurl transport. The first connection with TLS reads the files. Each may be a pipe,
/// which is read once, within the timeout of that exchange.
struct HttpTransportOptions {
  /// PEM file with the certificate authorities to trust; empty means the system's.
  std::string ca_bundle = {};
  /// PEM file with the client certificate for servers that request one. Needs `client_key`.
  std::string client_certificate = {};
  /// PEM file with the key of `client_certificate`.
  std::string client_key = {};
  /// A connection that was idle for longer is not reused.
  std::chrono::seconds idle_timeout{60};
  /// A connection older than this is not reused.
  std::chrono::seconds max_connection_age{600};
  /// How many idle connections the pool keeps, to all servers together; each takes about 1 MiB with TLS.
  /// Beyond that, it closes the least recently used one. Does not restrict concurrent calls.
  std::size_t max_idle_connections = 8;
  /// The maximum number of bytes of a response's headers, including interim responses, trailers and chunk
  /// extensions. The exchange fails as soon as a response exceeds it.
  std::size_t max_header_bytes = std::size_t{100} << 10;
  /// The maximum number of bytes of a response's body. The exchange fails as soon as a response exceeds it;
  /// the body of an error response (a status other than 2xx) is cut off instead.
  std::size_t max_body_bytes = std::size_t{1} << 20;
  /// Its steady clock measures durations, and its `read_file` reads pipes and devices. The other members are
  /// not used, and timeouts are in real time.
  Platform platform = {};
};

/// Makes the default transport of clients: libcurl connections, strict HTTP/1.1, TLS always verified. If the
/// server turns out to have closed a reused connection, the transport sends the request once more, whatever
/// its method, on a new connection and within a minute, as part of the same exchange. Does no I/O itself.
/// Pass one to several clients to share its connections, or wrap it to record or replay.
LOOKOUTVISION_EXPORT std::shared_ptr<HttpTransport> MakeCurlTransport(HttpTransportOptions options = {});

}  // namespace lookoutvision
