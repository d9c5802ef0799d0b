// Fault: one misbehaviour of the mock service, down to the socket.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <lookoutvision/export.h>

namespace lookoutvision::testing {

/// A response in place of the service's own.
struct Response {
  /// The HTTP status.
  int status = 200;
  /// The header `x-amzn-ErrorType`; empty means none.
  std::string error_type = {};
  /// If `body` is absent, the body is `{"message": ...}` with this text, or empty without it. Well-formed
  /// UTF-8.
  std::string message = {};
  /// Headers in addition to the service's usual ones (x-amzn-RequestId, Date, Content-Type, Content-Length),
  /// and in place of those of the same name.
  std::vector<std::pair<std::string, std::string>> headers = {};
  /// The body, sent as it is.
  std::optional<std::string> body = {};
  /// Bytes to send in place of the whole response, including status line and headers. Need not be HTTP.
  std::optional<std::string> raw = {};

  friend bool operator==(const Response&, const Response&) = default;  ///< Compares all members.
};

/// Points of an exchange, in the order they are reached.
enum class FaultPoint {
  kAccept,           ///< The connection is accepted; nothing was read, no TLS handshake made.
  kRequestStart,     ///< The first bytes of a request have arrived; no more are read.
  kRequestRead,      ///< The request was read to its end; no response was sent.
  kResponseHeaders,  ///< Half of the status line and headers was sent.
  kResponseBody,     ///< The headers and half of the body were sent.
  kResponseEnd,      ///< The whole response was sent.
};

/// What happens at a FaultPoint.
enum class FaultAction {
  kContinue,  ///< The exchange continues.
  kClose,     ///< The connection is closed properly (FIN, and close_notify with TLS).
  /// The connection is reset (RST). A Unix socket has no RST: there the client sees a reset if the service
  /// has not read everything that the client sent, else the end of the connection.
  kReset,
  kCloseWithoutNotify,  ///< The connection is closed as by kClose, but without TLS's close_notify.
  kSilence,  ///< Nothing is read or sent until MockService::Release(); then the exchange continues.
};

/// What the service sends, at which point it misbehaves, after which delay, and how.
///
///     Fault{.response = Response{.status = 503}}                                // one error
///     Fault{.then = FaultAction::kReset}                                        // takes effect, then resets
///     Fault{.at = FaultPoint::kResponseBody, .then = FaultAction::kClose}       // a truncated response
///     Fault{.response = Response{.raw = "SSH-2.0"}, .at = FaultPoint::kAccept}  // no TLS, no HTTP
///     Fault{.delay = 2s}                                                        // a slow response
///     Fault{.byte_interval = 1s}                                                // a very slow response
struct Fault {
  /// Absent: the service's own response, so that the request takes effect even if the response is never sent.
  /// If present, the request has no effect. At kAccept and kRequestStart, it is sent before a request is
  /// read; at kAccept, without TLS.
  std::optional<Response> response = {};
  /// When `delay` and `then` happen.
  FaultPoint at = FaultPoint::kRequestRead;
  /// How long the service waits at that point. MockService::Release() ends the wait.
  std::chrono::milliseconds delay{0};
  /// What happens after `delay`.
  FaultAction then = FaultAction::kContinue;
  /// If above zero, the response is sent byte by byte, with this time between two bytes.
  std::chrono::milliseconds byte_interval{0};

  friend bool operator==(const Fault&, const Fault&) = default;  ///< Compares all members.
};

/// A fault that is not used up: while the queue is empty it applies to requests, or to connections if its
/// point is kAccept, from its beginning to its end.
///
///     // One request in ten fails.
///     OngoingFault{.fault = {.response = Response{.status = 500}}, .share = 0.1}
///     // An outage.
///     OngoingFault{.fault = {.at = FaultPoint::kAccept, .then = FaultAction::kReset}, .lasts = 30s}
struct OngoingFault {
  /// What happens to each request or connection that it applies to.
  Fault fault = {};
  /// The probability that it applies, 0 to 1; drawn with the random bytes of MockServiceOptions::platform.
  double share = 1;
  /// Counted from its installation, by the steady clock of MockServiceOptions::platform.
  std::chrono::milliseconds begins_after{0};
  /// Counted from its beginning; absent: until MockService::ClearFaults().
  std::optional<std::chrono::milliseconds> lasts = {};

  friend bool operator==(const OngoingFault&, const OngoingFault&) = default;  ///< Compares all members.
};

}  // namespace lookoutvision::testing
