// Error: why a call failed, as one flat value. It does not hold results and it never holds a secret.
#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/export.h>
#include <lookoutvision/open_enum.h>

namespace lookoutvision {

/// Where a call died.
enum class ErrorKind {
  kInvalidRequest,      ///< The request cannot be sent as it is; nothing was sent.
  kConfiguration,       ///< The client's configuration is incomplete or contradictory; nothing was sent.
  kCredentials,         ///< No credentials were found, or their source failed.
  kTransport,           ///< The network, the name look-up, TLS, or an answer cut short on the wire.
  kTimeout,             ///< A limit passed: of connecting, of one attempt, of the call or of the wait.
  kCancelled,           ///< The caller's stop token asked for it.
  kUnreadableResponse,  ///< A complete answer that could not be understood.
  kService,             ///< The service answered with an error; see `code` and `http_status`.
  kJobFailed,           ///< The packaging job ended as FAILED; `message` is the service's.
};

/// The errors that the service's model declares. Others arrive as `kUnknown` with `Error::code_name` set.
enum class ErrorCode {
  kUnknown,
  kAccessDeniedException,
  kConflictException,
  kInternalServerException,
  kResourceNotFoundException,
  kServiceQuotaExceededException,
  kThrottlingException,
  kValidationException,
};

/// Why there was no further attempt.
enum class StopReason {
  kNotRetryable,       ///< Another attempt would have had the same end.
  kAttemptsExhausted,  ///< `RetryConfig::max_attempts` was reached.
  kRetryQuotaEmpty,    ///< The client's retry quota could not pay for another attempt.
  kDeadlineTooNear,    ///< The call's time would have passed before the next attempt.
  kCancelled,          ///< The caller's stop token asked for it.
};

/// What kind of thing `Error::resource_id` names.
enum class ResourceType { kUnknown, kProject, kDataset, kModel, kTrial, kModelPackageJob };

/// Why a call failed. Texts are empty, numbers zero, where there is nothing to tell.
///
/// Texts that came from outside are kept as they came; `operator<<` makes them printable.
struct Error {
  ErrorKind kind = ErrorKind::kInvalidRequest;
  /// For a person: what happened, where, and where possible what to do.
  std::string message = {};
  /// The service's error as an enumerator; `kUnknown` where `code_name` is none of the modelled ones.
  ErrorCode code = ErrorCode::kUnknown;
  /// The service's error name without namespace and URI, for example `ThrottlingException`.
  std::string code_name = {};
  /// The HTTP status of the last answer; 0 where no answer arrived.
  int http_status = 0;
  /// The service's id of the last request (`x-amzn-RequestId`).
  std::string request_id = {};
  /// Scheme, host and port that the call was meant for, for example `https://vision.plant7.example`.
  std::string endpoint = {};
  /// How many attempts were sent; 0 when the call died before the first.
  int attempts = 0;
  /// Whether the same call may succeed when it is tried again later.
  bool retryable = false;
  /// Whether the call may have taken effect although it failed: an attempt was sent, and its response is
  /// missing, unreadable or a 5xx. A refusal or throttling is clear. Repeat such a call with `client_token`,
  /// if it has one.
  bool may_have_taken_effect = false;
  StopReason stop_reason = StopReason::kNotRetryable;
  /// How long the last response asked to wait: `x-amz-retry-after` (milliseconds), else `Retry-After`
  /// (seconds, or an HTTP date). A retry follows after that, but no earlier than the back-off and no later
  /// than 5 s after it.
  std::optional<std::chrono::milliseconds> retry_after = {};
  /// The idempotency token of the call. Where it is unclear whether the call took effect, repeat it with this
  /// token: the service then answers with the job that the first one started. It lives 8 hours.
  std::string client_token = {};
  /// Modelled members of ConflictException, ResourceNotFoundException and ServiceQuotaExceededException.
  std::string resource_id = {};
  OpenEnum<ResourceType> resource_type = {};
  /// Modelled members of ServiceQuotaExceededException and ThrottlingException.
  std::string quota_code = {};
  std::string service_code = {};

  friend bool operator==(const Error&, const Error&) = default;
};

/// One line: `<code name or kind>: <message> (HTTP 409, request id .., 3 attempts)`, with control characters
/// escaped, and with the client token where the call may have taken effect.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const Error& error);

/// Texts for logs: `"invalid request"`, `"transport"`, `"attempts exhausted"` and so on.
LOOKOUTVISION_EXPORT std::string_view ToString(ErrorKind kind);
LOOKOUTVISION_EXPORT std::string_view ToString(StopReason reason);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, ErrorKind kind);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, StopReason reason);

/// The service's own texts, `"ConflictException"`; empty for `kUnknown`.
LOOKOUTVISION_EXPORT std::string_view ToString(ErrorCode code);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, ErrorCode code);

/// The service's own texts, `"PROJECT"`; empty for `kUnknown`.
LOOKOUTVISION_EXPORT std::string_view ToString(ResourceType type);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const OpenEnum<ResourceType>& type);

}  // namespace lookoutvision
