// Fault: one misbehaviour of the mock service, down to the socket. What the service answers when it behaves
// is not told here.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <lookoutvision/export.h>

namespace lookoutvision::testing {

/// An answer in place of the service's own.
struct Response {
  int status = 200;
  /// The header `x-amzn-ErrorType`; empty means none.
  std::string error_type = {};
  /// Makes the body `{"message": ...}` where `body` is absent. Well-formed UTF-8; empty means no body.
  std::string message = {};
  /// Sent besides the service's usual ones (x-amzn-RequestId, Date, Content-Type, Content-Length), and in
  /// place of those of the same name.
  std::vector<std::pair<std::string, std::string>> headers = {};
  /// Verbatim.
  std::optional<std::string> body = {};
  /// These bytes in place of the whole answer, status line and headers included. Need not be HTTP.
  std::optional<std::string> raw = {};

  friend bool operator==(const Response&, const Response&) = default;
};

/// Points of an exchange, in the order they are reached.
enum class FaultPoint {
  kAccept,           ///< The connection is accepted; nothing was read, no TLS handshake made.
  kRequestStart,     ///< The first bytes of a request have arrived; no more are read.
  kRequestRead,      ///< The request was read to its end; nothing was answered.
  kResponseHeaders,  ///< Half of the answer's status line and headers was sent.
  kResponseBody,     ///< The headers and half of the body were sent.
  kResponseEnd,      ///< The whole answer was sent.
};

/// What happens at that point.
enum class FaultAction {
  kContinue,            ///< As if nothing were.
  kClose,               ///< The connection is closed in order (FIN, and close_notify with TLS).
  kReset,               ///< The connection is reset (RST).
  kCloseWithoutNotify,  ///< The connection is closed as by kClose, but without TLS's close_notify.
  kSilence,             ///< Nothing more is read or sent until MockService::Release(), which lets it go on.
};

/// What is sent, at which point something happens, after how long, and what it is.
///
///     Fault{.response = Response{.status = 503}}                                // one error
///     Fault{.then = FaultAction::kReset}                                    // took effect, then reset
///     Fault{.at = FaultPoint::kResponseBody, .then = FaultAction::kClose}     // an answer cut short
///     Fault{.response = Response{.raw = "SSH-2.0"}, .at = FaultPoint::kAccept}  // no TLS, no HTTP
///     Fault{.delay = 2s}                                                    // a slow answer
///     Fault{.byte_interval = 1s}                                            // a very slow answer
struct Fault {
  /// Absent: the service's own answer, so that the request takes effect even if the answer never gets out.
  /// With an answer the service is not asked. At kAccept and kRequestStart it is sent without a request
  /// having been read, at kAccept also below TLS.
  std::optional<Response> response = {};
  FaultPoint at = FaultPoint::kRequestRead;
  /// Waited at that point. MockService::Release() cuts it short.
  std::chrono::milliseconds delay{0};
  FaultAction then = FaultAction::kContinue;
  /// Above zero, the answer is sent byte by byte with this time between them.
  std::chrono::milliseconds byte_interval{0};

  friend bool operator==(const Fault&, const Fault&) = default;
};

/// A fault that is not used up: while the queue is empty it strikes requests, or connections where its point
/// is kAccept, from its beginning to its end.
///
///     OngoingFault{.fault = {.response = Response{.status = 500}}, .share = 0.1}                // one in
///     ten OngoingFault{.fault = {.at = FaultPoint::kAccept, .then = FaultAction::kReset},
///                   .begins_after = 5s, .lasts = 30s}                                         // an outage
struct OngoingFault {
  Fault fault = {};
  /// How likely it is to strike, 0 to 1; drawn with the random bytes of MockServiceOptions::platform.
  double share = 1;
  /// Counted from its installation, by the steady clock of MockServiceOptions::platform.
  std::chrono::milliseconds begins_after{0};
  /// Counted from its beginning; absent: until MockService::ClearFaults().
  std::optional<std::chrono::milliseconds> lasts = {};

  friend bool operator==(const OngoingFault&, const OngoingFault&) = default;
};

}  // namespace lookoutvision::testing
