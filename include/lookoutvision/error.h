// Error: why a call failed, as one flat value that never contains a secret.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/export.h>
#include <lookoutvision/open_enum.h>

namespace lookoutvision {

/// What kind of failure ended a call.
enum class ErrorKind {
  kInvalidRequest,      ///< The request cannot be sent as it is; nothing was sent.
  kConfiguration,       ///< The client's configuration is incomplete or contradictory; nothing was sent.
  kCredentials,         ///< No credentials were found, or their source failed.
  kTransport,           ///< The network, the name look-up or TLS failed, or the response was truncated.
  kTimeout,             ///< A timeout passed: of connecting, of one attempt, of the call or of the wait.
  kCancelled,           ///< The caller's stop token requested a stop.
  kUnreadableResponse,  ///< A complete response could not be parsed.
  kService,             ///< The service returned an error; see `code` and `http_status`.
  kJobFailed,           ///< The packaging job ended as FAILED; `message` is the service's.
};

/// The errors that the service's model declares. Others arrive as `kUnknown` with `Error::code_name` set.
enum class ErrorCode {
  kUnknown,                        ///< Not an error of the service's model.
  kAccessDeniedException,          ///< The credentials do not permit the operation.
  kConflictException,              ///< The client token or the name is in use with other input.
  kInternalServerException,        ///< The service failed.
  kResourceNotFoundException,      ///< The project, model or job does not exist.
  kServiceQuotaExceededException,  ///< A quota of the account is exceeded.
  kThrottlingException,            ///< Too many requests.
  kValidationException,            ///< The request breaks a constraint of the service's model.
};

/// Why there was no further attempt.
enum class StopReason {
  kNotRetryable,       ///< Another attempt would have failed too.
  kAttemptsExhausted,  ///< `RetryConfig::max_attempts` was reached.
  kRetryQuotaEmpty,    ///< The client's retry quota did not allow another attempt.
  kDeadlineTooNear,    ///< The call's deadline was before the next attempt.
  kCancelled,          ///< The caller's stop token requested a stop.
};

/// The type of the resource that `Error::resource_id` names.
enum class ResourceType {
  kUnknown,          ///< Not a type of the service's model.
  kProject,          ///< A project.
  kDataset,          ///< A dataset.
  kModel,            ///< A model.
  kTrial,            ///< A trial detection.
  kModelPackageJob,  ///< A packaging job.
};

/// Why a call failed. A member without information is empty or zero.
///
/// Text from outside is unchanged; `operator<<` makes it printable.
struct Error {
  /// What kind of failure it was.
  ErrorKind kind = ErrorKind::kInvalidRequest;
  /// For a person: what is wrong, where, and what to do if that is known.
  std::string message = {};
  /// The service's error as an enumerator; `kUnknown` if `code_name` is not in the service's model.
  ErrorCode code = ErrorCode::kUnknown;
  /// The service's error name without namespace and URI, for example `ThrottlingException`.
  std::string code_name = {};
  /// The HTTP status of the last response; 0 if no response arrived.
  int http_status = 0;
  /// The service's id of the last request (`x-amzn-RequestId`).
  std::string request_id = {};
  /// Scheme, host and port of the call, for example `https://vision.plant7.example`.
  std::string endpoint = {};
  /// How many attempts were sent; 0 if the call failed before the first.
  int attempts = 0;
  /// Whether the same call may succeed later.
  bool retryable = false;
  /// Whether the network failed before there was a connection: the name was not found, or the endpoint or its
  /// proxy refused the connection or did not accept it in time.
  bool unreachable = false;
  /// Whether the call may have taken effect although it failed: an attempt was sent, and its response is
  /// missing, unreadable or a 5xx. False after a rejection or throttling, and if no attempt got a connection
  /// (`unreachable`). Repeat such a call with `client_token`, if it has one.
  bool may_have_taken_effect = false;
  /// Why there was no further attempt.
  StopReason stop_reason = StopReason::kNotRetryable;
  /// The delay that the last response requested: `x-amz-retry-after` (milliseconds), else `Retry-After`
  /// (seconds, or an HTTP date). The next attempt waits for that delay, but at least for the back-off, and at
  /// most 5 s longer than the back-off.
  std::optional<std::chrono::milliseconds> retry_after = {};
  /// The idempotency token of the call. If it is not clear whether the call took effect, repeat it with this
  /// token: the service then returns the job that the first call started. It is valid for 8 hours.
  std::string client_token = {};
  /// What the error is about, for ConflictException, ResourceNotFoundException and
  /// ServiceQuotaExceededException.
  std::string resource_id = {};
  /// The type of `resource_id`.
  OpenEnum<ResourceType> resource_type = {};
  /// The quota, for ServiceQuotaExceededException and ThrottlingException.
  std::string quota_code = {};
  std::string service_code = {};  ///< The service that `quota_code` belongs to.
  /// The body of the last response, if it was an error or unreadable: its first KiB, without the secrets of
  /// the call. For logs of a gateway's own error pages; `operator<<` does not print it.
  std::string body = {};

  friend bool operator==(const Error&, const Error&) = default;  ///< Compares all members.
};

/// Prints one line: `<code name or kind>: <message> (HTTP 409, request id .., 3 attempts)`, with control
/// characters escaped, and with the client token if the call may have taken effect.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const Error& error);

/// The text for logs: `"invalid request"`, `"transport"`, `"attempts exhausted"` and so on.
LOOKOUTVISION_EXPORT std::string_view ToString(ErrorKind kind);
LOOKOUTVISION_EXPORT std::string_view ToString(StopReason reason);  ///< @overload

/// Prints the text for logs.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, ErrorKind kind);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, StopReason reason);  ///< @overload

/// The service's name of the error, `"ConflictException"`; empty for `kUnknown`.
LOOKOUTVISION_EXPORT std::string_view ToString(ErrorCode code);
/// Prints the service's name of the error.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, ErrorCode code);

/// The service's text, `"PROJECT"`; empty for `kUnknown`.
LOOKOUTVISION_EXPORT std::string_view ToString(ResourceType type);
/// Prints the service's text, even of an unknown value.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const OpenEnum<ResourceType>& type);

}  // namespace lookoutvision
