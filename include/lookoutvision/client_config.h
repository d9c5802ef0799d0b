// ClientConfig and CallOptions: everything that can be said about a client, and about one call.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lookoutvision/credentials.h>
#include <lookoutvision/error.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/platform.h>
#include <lookoutvision/retry_config.h>

namespace lookoutvision {

/// Above zero, else calls fail with `kConfiguration`; `std::nullopt` means none.
struct Timeouts {
  /// Name look-up, connection and TLS of one attempt.
  std::optional<std::chrono::milliseconds> connect = std::chrono::milliseconds{3100};
  /// One attempt, the connection included. Without it, a server that sends for ever what is part of neither
  /// header nor body (see `HttpLimits::timeout`) is ended by `call` and the stop token alone.
  std::optional<std::chrono::milliseconds> attempt = std::chrono::milliseconds{30'000};
  /// One call: all attempts, the waits between them and the loading of settings and credentials.
  std::optional<std::chrono::milliseconds> call = {};

  friend bool operator==(const Timeouts&, const Timeouts&) = default;
};

/// One attempt, told after it ended. Never holds a secret. The views hold during the callback.
struct AttemptEvent {
  /// For example `StartModelPackagingJob`.
  std::string_view operation = {};
  /// The header `amz-sdk-invocation-id`: the same on all attempts of a call, and on no other call's.
  std::string_view invocation_id = {};
  /// Counts from 1.
  int attempt = 0;
  int max_attempts = 0;
  /// Scheme, host and port.
  std::string_view endpoint = {};
  /// 0 where no answer arrived.
  int http_status = 0;
  std::string_view request_id = {};
  /// From before the request was sent to its end.
  std::chrono::nanoseconds duration{0};
  /// Null when the attempt succeeded; `code_name` is the service's name of the error.
  const Error* error = nullptr;
  /// How long the client waits before the next attempt; absent where there is none.
  std::optional<std::chrono::nanoseconds> next_attempt_in = {};
  /// Bytes of the request's body, and of the answer's; without headers.
  std::size_t bytes_sent = 0;
  std::size_t bytes_received = 0;
  /// Time to the first byte and whether the connection was reused, as far as the transport tells them; absent
  /// where no answer arrived.
  HttpMeasurements measurements = {};
};

/// One call, told once when it ended, after all its attempts and the waits between them. Never holds a
/// secret. The views hold during the callback.
struct CallEvent {
  /// For example `StartModelPackagingJob`.
  std::string_view operation = {};
  /// As in the call's AttemptEvents.
  std::string_view invocation_id = {};
  /// Scheme, host and port; empty where the configuration names none that can be used.
  std::string_view endpoint = {};
  /// How many attempts were sent; 0 where the call died before the first.
  int attempts = 0;
  /// Of the last attempt.
  int http_status = 0;
  std::string_view request_id = {};
  /// The idempotency token that was sent; empty where the operation has none.
  std::string_view client_token = {};
  /// From the beginning of the call to its end.
  std::chrono::nanoseconds duration{0};
  /// Null when the call succeeded.
  const Error* error = nullptr;
};

/// A client's configuration. What is absent is looked for when the first call is made: in the environment
/// where a variable is named, then in the profile where a key is named behind it. A mistake there is the
/// outcome of that call. A file may be a pipe, such as the shell's `<(...)`: see Platform::read_file.
struct ClientConfig {
  /// For example `eu-west-1`. Absent: `AWS_REGION`, `AWS_DEFAULT_REGION`, `region`, else an error.
  std::optional<std::string> region = {};
  /// Of the files at `AWS_CONFIG_FILE` (else `~/.aws/config`) and `AWS_SHARED_CREDENTIALS_FILE` (else
  /// `~/.aws/credentials`). Absent: `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`, else `default`, the only one that
  /// may be missing. Where `region` and `endpoint_url` are set and this is not, files that cannot be read and
  /// profiles that are missing are passed over.
  std::optional<std::string> profile = {};
  /// `https://host[:port][/base/path]` to use instead of Amazon's own endpoint, which ended on 2025-10-31.
  /// Absent: `AWS_ENDPOINT_URL_LOOKOUTVISION`, `AWS_ENDPOINT_URL`, `endpoint_url` of `lookoutvision` in the
  /// section that `services` names, `endpoint_url` (all unread where `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`,
  /// `ignore_configured_endpoint_urls` is true).
  std::optional<std::string> endpoint_url = {};
  /// Absent: `AWS_USE_FIPS_ENDPOINT`, `use_fips_endpoint`, else false. Not together with an endpoint
  /// override.
  std::optional<bool> use_fips_endpoint = {};
  /// Absent: `AWS_USE_DUALSTACK_ENDPOINT`, `use_dualstack_endpoint`, else false. Not together with an
  /// endpoint override.
  std::optional<bool> use_dualstack_endpoint = {};
  /// What signatures are made for where a gateway expects another region or name than `region` and
  /// `lookoutvision`.
  std::optional<std::string> signing_region = {};
  std::optional<std::string> signing_name = {};
  /// Absent: MakeDefaultCredentials() of this configuration.
  std::shared_ptr<CredentialsProvider> credentials = {};
  RetryConfig retry = {};
  Timeouts timeouts = {};
  /// PEM file of the authorities to trust instead of the system's. Absent: `AWS_CA_BUNDLE`, `ca_bundle`.
  std::optional<std::string> ca_bundle = {};
  /// PEM files for servers that ask for a client's certificate. Both or none.
  std::optional<std::string> client_certificate = {};
  std::optional<std::string> client_key = {};
  /// Allows `http://` to hosts other than loopback: credentials' signatures and data then travel readable.
  bool allow_plaintext_http = false;
  /// Names the application in the User-Agent: at most 50 token characters. Absent: `AWS_SDK_UA_APP_ID`,
  /// `sdk_ua_app_id`.
  std::optional<std::string> app_id = {};
  /// Signatures are made by the local clock alone, however far the service's clock is off.
  /// Absent: `AWS_DISABLE_CLOCK_SKEW_CORRECTION`, `disable_clock_skew_correction`, else false.
  std::optional<bool> disable_clock_skew_correction = {};
  /// Called after each attempt, on the thread of the call, which waits for it. May be called by many threads
  /// at once.
  std::function<void(const AttemptEvent&)> on_attempt = {};
  /// Called once at the end of each call, likewise; but not for one that is refused as `kInvalidRequest`
  /// before anything was tried. Describing a job that is waited for is a call each time.
  std::function<void(const CallEvent&)> on_call = {};
  /// Absent: a MakeCurlTransport() of the client's own. A transport given here brings its own CA bundle and
  /// certificate.
  std::shared_ptr<HttpTransport> transport = {};
  Platform platform = {};
};

/// What one call may differ in.
struct CallOptions {
  /// Ends the call at once, wherever it is; also while a file that is a pipe has no writer. A name look-up
  /// that is under way goes on in a thread of libcurl's until the system's resolver gives up on it, typically
  /// after 10 to 30 s, as it does after a timeout: a program that stops many calls in that state has as many
  /// such threads meanwhile.
  std::stop_token stop_token = {};
  /// Of the whole call, instead of the client's `timeouts.call`. Zero or less, as what remains of a deadline
  /// may be, has passed already: the call fails with `kTimeout`, and nothing is sent.
  std::optional<std::chrono::milliseconds> timeout = {};
  /// Sent on every attempt, unsigned. No error or event repeats a value of 16 characters or more. Never Host,
  /// Authorization, Content-Length, Content-Type, Transfer-Encoding, Expect, User-Agent, X-Amzn-Client-Token,
  /// X-Amz-* or amz-sdk-*: the call is then refused as `kInvalidRequest`.
  std::vector<std::pair<std::string, std::string>> headers = {};
};

}  // namespace lookoutvision
