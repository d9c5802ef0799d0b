// ClientConfig and CallOptions: the configuration of a client, the options of one call, and their events.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lookoutvision/error.h>
#include <lookoutvision/http_headers.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/platform.h>
#include <lookoutvision/retry_config.h>

namespace lookoutvision {

class CredentialsProvider;

/// The timeouts of a client. Each is above zero, else calls fail with `kConfiguration`; `std::nullopt` means
/// no timeout.
struct Timeouts {
  /// Name look-up, connection and TLS handshake of one attempt.
  std::optional<std::chrono::milliseconds> connect = std::chrono::milliseconds{3100};
  /// One attempt, including its connection. Without it, only `call` and the stop token end an attempt whose
  /// server endlessly sends data that is neither header nor body (see `HttpSendOptions::timeout`).
  std::optional<std::chrono::milliseconds> attempt = std::chrono::milliseconds{30'000};
  /// One call: all attempts, the delays between them, and loading settings and credentials.
  std::optional<std::chrono::milliseconds> call = {};

  friend bool operator==(const Timeouts&, const Timeouts&) = default;  ///< Compares all members.
};

/// One attempt, before it is signed and sent. The views are valid during the callback.
struct AttemptRequest {
  /// The operation, for example `StartModelPackagingJob`.
  std::string_view operation = {};
  /// The header `amz-sdk-invocation-id`: the same for all attempts of a call, and unique to the call.
  std::string_view invocation_id = {};
  /// The number of this attempt, from 1.
  int attempt = 0;
  /// For example `POST`.
  std::string_view method = {};
  /// Absolute and percent-encoded.
  std::string_view url = {};
  /// The headers that are signed: add others, or `Set` new values. Headers that the library sets can be
  /// changed, but not added or removed. No error or event repeats a value of 6 characters or more.
  HttpHeaders& headers;
  /// The body, not encoded.
  std::string_view body = {};
};

/// The start of a call, reported before anything else happens. The views are valid during the callback.
struct CallStartEvent {
  /// The operation, for example `StartModelPackagingJob`.
  std::string_view operation = {};
  /// The same as in the other events of the call.
  std::string_view invocation_id = {};
  /// When the call began.
  std::chrono::system_clock::time_point begin = {};
};

/// One attempt, reported after it ended. Never contains a secret. The views are valid during the callback.
struct AttemptEvent {
  /// The operation, for example `StartModelPackagingJob`.
  std::string_view operation = {};
  /// The header `amz-sdk-invocation-id`: the same for all attempts of a call, and unique to the call.
  std::string_view invocation_id = {};
  /// The number of this attempt, from 1: that of retries before it, and one.
  int attempt = 0;
  /// The maximum number of attempts of the call.
  int max_attempts = 0;
  /// Scheme, host and port, or `unix:/path`.
  std::string_view endpoint = {};
  /// The host of the endpoint, without brackets, or the path of its socket: `server.address` of
  /// OpenTelemetry.
  std::string_view server_address = {};
  /// The port of the endpoint; 0 for a socket.
  int server_port = 0;
  /// When the attempt was sent.
  std::chrono::system_clock::time_point begin = {};
  /// The HTTP status; 0 if no response arrived.
  int http_status = 0;
  /// The service's id of the request; empty if it sent none.
  std::string_view request_id = {};
  /// From before the request was sent until the attempt ended.
  std::chrono::nanoseconds duration{0};
  /// Null if the attempt succeeded; `code_name` is the service's name of the error.
  const Error* error = nullptr;
  /// `error.type` of OpenTelemetry: the service's name of the error, else the HTTP status, else the kind of
  /// the error; empty if the attempt succeeded.
  std::string_view error_type = {};
  /// The delay before the next attempt; absent if there is none.
  std::optional<std::chrono::nanoseconds> next_attempt_in = {};
  /// The size of the request body, without headers.
  std::size_t bytes_sent = 0;
  /// The size of the response body, without headers.
  std::size_t bytes_received = 0;
  /// Time to the first byte, and whether the connection was reused, if the transport measures them; absent if
  /// no response arrived.
  HttpMeasurements measurements = {};
};

/// One call, reported once at its end, after all attempts. Never contains a secret. The views are valid
/// during the callback.
struct CallEvent {
  /// The operation, for example `StartModelPackagingJob`.
  std::string_view operation = {};
  /// The same as in the call's AttemptEvents.
  std::string_view invocation_id = {};
  /// As in AttemptEvent; empty if the configuration has no valid endpoint.
  std::string_view endpoint = {};
  /// How many attempts were sent; 0 if the call failed before the first.
  int attempts = 0;
  /// The HTTP status of the last attempt; 0 if no response arrived.
  int http_status = 0;
  /// The service's id of the last attempt's request.
  std::string_view request_id = {};
  /// The idempotency token that was sent; empty if the operation has none.
  std::string_view client_token = {};
  /// From the start of the call to its end.
  std::chrono::nanoseconds duration{0};
  /// Null if the call succeeded.
  const Error* error = nullptr;
  /// As in AttemptEvent.
  std::string_view error_type = {};
};

/// A client's configuration. The first call looks for each absent member in the environment variables that
/// its comment names, then under the profile key that follows them. An invalid value there fails that call. A
/// file may be a pipe, such as the shell's `<(...)`: see Platform::read_file.
struct ClientConfig {
  /// For example `eu-west-1`. Absent: `AWS_REGION`, `AWS_DEFAULT_REGION`, `region`, else an error.
  std::optional<std::string> region = {};
  /// A profile in the files at `AWS_CONFIG_FILE` (else `~/.aws/config`) and `AWS_SHARED_CREDENTIALS_FILE`
  /// (else `~/.aws/credentials`). Absent: `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`, else `default`, the only one
  /// that may be missing. If `region` and `endpoint_url` are set, here or in the environment, and this is
  /// not, files that cannot be read and missing profiles are ignored.
  std::optional<std::string> profile = {};
  /// `https://host[:port][/base/path]` to use instead of Amazon's own endpoint, which ended on 2025-10-31, or
  /// `unix:/path` for plain HTTP over a Unix socket. Absent: `AWS_ENDPOINT_URL_LOOKOUTVISION`,
  /// `AWS_ENDPOINT_URL`, `endpoint_url` of `lookoutvision` in the section that `services` names,
  /// `endpoint_url`. All of them are ignored if `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` or
  /// `ignore_configured_endpoint_urls` is true.
  std::optional<std::string> endpoint_url = {};
  /// Whether to use the FIPS endpoint. Absent: `AWS_USE_FIPS_ENDPOINT`, `use_fips_endpoint`, else false.
  /// Cannot be combined with an endpoint override.
  std::optional<bool> use_fips_endpoint = {};
  /// Whether to use the endpoint for IPv4 and IPv6. Absent: `AWS_USE_DUALSTACK_ENDPOINT`,
  /// `use_dualstack_endpoint`, else false. Cannot be combined with an endpoint override.
  std::optional<bool> use_dualstack_endpoint = {};
  /// The region to sign for, if a gateway expects another than `region`.
  std::optional<std::string> signing_region = {};
  /// The service name to sign for, if a gateway expects another than `lookoutvision`.
  std::optional<std::string> signing_name = {};
  /// The source of credentials: one of `credentials_providers.h`, or your own. Absent:
  /// MakeDefaultCredentials() with this configuration.
  std::shared_ptr<CredentialsProvider> credentials = {};
  /// How often, and after which delays, failed attempts are repeated.
  RetryConfig retry = {};
  /// The timeouts of connections, attempts and calls.
  Timeouts timeouts = {};
  /// PEM file with the certificate authorities to trust instead of the system's. Absent: `AWS_CA_BUNDLE`,
  /// `ca_bundle`, in which `~/` means HOME.
  std::optional<std::string> ca_bundle = {};
  /// PEM file with the client certificate for servers that request one. Needs `client_key`.
  std::optional<std::string> client_certificate = {};
  /// PEM file with the key of `client_certificate`.
  std::optional<std::string> client_key = {};
  /// Allows `http://` to hosts other than loopback: signatures and data are then sent unencrypted.
  bool allow_plaintext_http = false;
  /// Names the application in the User-Agent: at most 50 token characters. Absent: `AWS_SDK_UA_APP_ID`,
  /// `sdk_ua_app_id`, in which other bytes become `-`, and which are truncated.
  std::optional<std::string> app_id = {};
  /// Whether to sign with the local clock only, however far it is from the service's clock.
  /// Absent: `AWS_DISABLE_CLOCK_SKEW_CORRECTION`, `disable_clock_skew_correction`, else false.
  std::optional<bool> disable_clock_skew_correction = {};
  /// Sent with every attempt, signed; for example the API key or the tenant that a gateway expects. Names and
  /// values are subject to the rules of `CallOptions::headers`.
  std::vector<std::pair<std::string, std::string>> headers = {};
  /// Called before each attempt, on the thread of the call. May change the headers that are signed. An error
  /// that it returns ends the call, and the attempt is not sent. May be called by many threads at once.
  std::function<std::optional<Error>(const AttemptRequest&)> before_attempt = {};
  /// Called when a call starts, like `on_call` when it ends: to open a span, for example.
  std::function<void(const CallStartEvent&)> on_call_start = {};
  /// Called after each attempt, on the thread of the call, which waits for it. May be called by many threads
  /// at once.
  std::function<void(const AttemptEvent&)> on_attempt = {};
  /// Called once at the end of each call, like `on_attempt`; but not for a request that is rejected as
  /// `kInvalidRequest` before the call starts. Each poll of a wait is a call.
  std::function<void(const CallEvent&)> on_call = {};
  /// The transport to use. Absent: a MakeCurlTransport() per client. A transport that is set here uses its
  /// own CA bundle and client certificate.
  std::shared_ptr<HttpTransport> transport = {};
  Platform platform = {};  ///< Clocks, environment and files; for tests and simulations.
};

/// What a client did so far, with its copies.
struct ClientCounters {
  std::uint64_t calls = 0;               ///< Calls that have ended. Each poll of a wait is a call.
  std::uint64_t attempts = 0;            ///< Attempts that were sent.
  std::uint64_t retries_refused = 0;     ///< Retries that the retry quota refused.
  std::uint64_t connections_opened = 0;  ///< Attempts with a response over a new connection.
  std::uint64_t connections_reused = 0;  ///< Attempts with a response over a connection that was open.
  std::size_t idle_connections = 0;      ///< Of the transport, now. Clients may share it.
};

/// The options of one call.
struct CallOptions {
  /// Ends the call at once, at any point, even while it reads a pipe that has no writer. After a stop or a
  /// timeout, a pending name look-up continues in a libcurl thread until the system's resolver gives up,
  /// typically after 10 to 30 s: a program that stops many such calls has as many threads until then.
  std::stop_token stop_token = {};
  /// The timeout of the whole call, instead of the client's `timeouts.call`. If it is zero or less, as the
  /// time until a deadline may be, the call fails with `kTimeout`, and nothing is sent.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// Sent with every attempt, unsigned: for headers that a proxy may change. No error or event repeats a
  /// value of 6 characters or more. The call rejects as `kInvalidRequest`: Host, Content-Length,
  /// Content-Type, Transfer-Encoding, Expect, User-Agent, X-Amzn-Client-Token, X-Amz-* and amz-sdk-*.
  /// Authorization is for unsigned calls (see MakeAnonymousCredentials()), and fails others with
  /// `kConfiguration`.
  std::vector<std::pair<std::string, std::string>> headers = {};
  /// The same, but signed, and instead of `ClientConfig::headers` of the same name.
  std::vector<std::pair<std::string, std::string>> signed_headers = {};
};

}  // namespace lookoutvision
