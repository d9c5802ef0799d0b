// Fault: one misbehaviour of the mock service, down to the socket.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
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

/// A delay that is drawn for each request: any number of milliseconds from `least` to `most`.
struct UniformDelay {
  /// The shortest delay, 0 to 366 days.
  std::chrono::milliseconds least{0};
  /// The longest delay, `least` to 366 days.
  std::chrono::milliseconds most{0};

  friend bool operator==(const UniformDelay&, const UniformDelay&) = default;  ///< Compares all members.
};

/// A delay that is drawn for each request, with a long tail as networks have it: its logarithm has a normal
/// distribution. At most 366 days.
struct LognormalDelay {
  /// Half of the delays are shorter. 0 to 366 days.
  std::chrono::milliseconds median{0};
  /// The standard deviation of the logarithm, 0 to 10. With 0.5, one delay in a hundred is longer than 3.2
  /// times the median.
  double sigma = 0;

  friend bool operator==(const LognormalDelay&, const LognormalDelay&) = default;  ///< Compares all members.
};

/// A fixed delay, 0 to 366 days, or one that is drawn: see MockServiceOptions::fault_seed.
using FaultDelay = std::variant<std::chrono::milliseconds, UniformDelay, LognormalDelay>;

/// Which requests a fault applies to: those that match every member that is set.
///
///     fault.match = {.operation = "DescribeModelPackagingJob", .nth_attempt = 1};  // retried polls succeed
///     fault.match = {.project = "boards", .nth_call = 3};                          // a call's attempts
struct FaultMatch {
  /// `StartModelPackagingJob`, `DescribeModelPackagingJob` or `ListModelPackagingJobs`; empty: any request.
  std::string operation = {};
  /// The project in the path of the request; empty: any.
  std::string project = {};
  /// The component that a start names, or that the described job makes; no list has one. Empty: any.
  std::string component = {};
  /// The access key id in the Authorization header; empty: any.
  std::string access_key = {};
  /// Headers, each of which must have that value. Their names are case-insensitive.
  std::vector<std::pair<std::string, std::string>> header = {};
  /// The number, from 1, of a call among those that match the members above since the fault was installed; 0:
  /// any. Requests with the same `amz-sdk-invocation-id` are the attempts of one call; one without it is a
  /// call of its own.
  int nth_call = 0;
  /// The number, from 1, of an attempt within its call, as `amz-sdk-request: attempt=2` says; 0: any. A
  /// request without that header is a first attempt.
  int nth_attempt = 0;

  friend bool operator==(const FaultMatch&, const FaultMatch&) = default;  ///< Compares all members.
};

/// What the service sends, at which point it misbehaves, after which delay, and how.
///
///     fault = {.response = Response{.status = 503}};                                // one error
///     fault = {.then = FaultAction::kReset};                                        // takes effect, resets
///     fault = {.at = FaultPoint::kResponseBody, .then = FaultAction::kClose};       // a truncated response
///     fault = {.response = Response{.raw = "SSH-2.0"}, .at = FaultPoint::kAccept};  // no TLS, no HTTP
///     fault = {.delay = std::chrono::seconds(2)};                                   // a slow response
///     fault = {.byte_interval = std::chrono::seconds(1)};                           // a very slow response
///     fault = {.response = Response{.status = 503}, .match = {.nth_attempt = 1}};   // retries succeed
struct Fault {
  /// Absent: the service's own response, so that the request takes effect even if the response is never sent.
  /// If present, the request has no effect. At kAccept and kRequestStart, it is sent before a request is
  /// read; at kAccept, without TLS.
  std::optional<Response> response = {};
  /// When `delay` and `then` happen.
  FaultPoint at = FaultPoint::kRequestRead;
  /// How long the service waits at that point. MockService::Release() ends the wait.
  FaultDelay delay = {};
  /// What happens after `delay`.
  FaultAction then = FaultAction::kContinue;
  /// If above zero, the response is sent byte by byte, with this time between two bytes.
  std::chrono::milliseconds byte_interval{0};
  /// If above zero, the response is sent at this rate, in pieces, twenty or fewer per second. At most 10^9.
  /// Not together with `byte_interval`.
  int bytes_per_second = 0;
  /// The requests that it applies to; by default any. Must be empty at kAccept and kRequestStart, where the
  /// request has not been read.
  FaultMatch match = {};

  friend bool operator==(const Fault&, const Fault&) = default;  ///< Compares all members.
};

/// A fault that is used up, as MockService::Enqueue() queues it.
struct QueuedFault {
  /// What happens.
  Fault fault = {};
  /// How many requests or connections it applies to.
  int times = 1;

  friend bool operator==(const QueuedFault&, const QueuedFault&) = default;  ///< Compares all members.
};

/// A fault that is not used up: from its beginning to its end it applies to requests, or to connections if
/// its point is kAccept, to which no queued fault applies and while the queue has no fault without a match.
///
///     // One request in ten fails.
///     service.Install({.fault = {.response = Response{.status = 500}}, .share = 0.1});
///     // An outage.
///     service.Install({.fault = {.at = FaultPoint::kAccept, .then = FaultAction::kReset}});
struct OngoingFault {
  /// What happens to each request or connection that it applies to.
  Fault fault = {};
  /// The probability that it applies, 0 to 1: see MockServiceOptions::fault_seed.
  double share = 1;
  /// Counted from its installation, by the steady clock of MockServiceOptions::platform.
  std::chrono::milliseconds begins_after{0};
  /// Counted from its beginning; absent: until MockService::ClearFaults().
  std::optional<std::chrono::milliseconds> lasts = {};

  friend bool operator==(const OngoingFault&, const OngoingFault&) = default;  ///< Compares all members.
};

/// A queued or ongoing fault.
struct InstalledFault {
  /// Its number within the service, from 1. No other fault ever gets it.
  std::uint64_t id = 0;
  /// With the `times` that remain if it is queued.
  std::variant<QueuedFault, OngoingFault> fault = {};

  friend bool operator==(const InstalledFault&, const InstalledFault&) = default;  ///< Compares all members.
};

}  // namespace lookoutvision::testing
