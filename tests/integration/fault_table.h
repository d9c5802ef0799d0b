// The table of faults of fault_table_test.cpp: each fault and its expected outcome.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <lookoutvision/error.h>
#include <lookoutvision/testing/mock_service.h>

namespace lookoutvision::test {

using testing::Fault;
using testing::FaultAction;
using testing::FaultPoint;
using testing::Response;
using testing::ServerCertificate;

/// The peer of the client, in addition to the faults of the service.
enum class Scene {
  kService,
  kIdleConnection,  ///< The service, on a connection that an earlier call used.
  kLargeRequest,    ///< The service, with a request larger than any socket buffer.
  kFullPort,        ///< Neither connects nor refuses.
  kSilentPort,      ///< Accepts connections and sends nothing.
  kClosedPort,      ///< Refuses.
  kPortThatOpens,   ///< Refuses; the service listens from the first backoff.
};

/// What ends a failed attempt. The timeout is short; all others are a minute, so that they cannot end the
/// attempt.
enum class Bound { kTheFault, kConnectTimeout, kAttemptTimeout };

/// The connections of a row; rows with http also have a Unix socket.
enum class Over { kBoth, kHttp, kTls, kUnix };

/// A fault and the expected outcome.
struct Row {
  const char* name;
  std::vector<Fault> faults = {};
  /// Absent if the call succeeds.
  std::optional<ErrorKind> kind = ErrorKind::kTransport;
  int attempts = 3;
  Bound bound = Bound::kTheFault;
  Scene scene = Scene::kService;
  Over over = Over::kBoth;
  ServerCertificate certificate = ServerCertificate::kGood;
};

inline void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

inline std::vector<Fault> Times(int count, const Fault& fault) {
  return std::vector<Fault>(static_cast<std::size_t>(count), fault);
}

inline std::vector<Fault> Thrice(FaultPoint at, FaultAction then) {
  return Times(3, {.at = at, .then = then});
}

// Sends the same bytes to three attempts, and then ends the connection.
inline std::vector<Fault> ThriceAfter(const std::string& raw, FaultAction then,
                                      FaultPoint at = FaultPoint::kResponseEnd) {
  return Times(3, {.response = Response{.raw = raw}, .at = at, .then = then});
}

inline Fault Early(int status) {
  return {.response = Response{.status = status, .headers = {{"Connection", "close"}}},
          .at = FaultPoint::kRequestStart};
}

inline const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\n";
inline const std::string kHeadWithoutLength = "HTTP/1.1 200 OK\r\n\r\n";
// The beginning of a ServerHello of 122 bytes.
inline const std::string kPieceOfHandshake("\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03", 11);

using enum FaultPoint;
using enum FaultAction;
inline constexpr auto kFails = ErrorKind::kTransport;
inline constexpr auto kTimesOut = ErrorKind::kTimeout;
inline constexpr std::nullopt_t kSucceeds = std::nullopt;

inline const Row kTable[] = {
    {"ResetAtAccept", Thrice(kAccept, kReset)},
    {"ClosedAtAccept", Thrice(kAccept, kClose)},
    {"ResetBeforeTheRequestIsRead", Thrice(kRequestStart, kReset)},
    {"ResetDuringTheRequest", Thrice(kRequestStart, kReset), kFails, 3, Bound::kTheFault,
     Scene::kLargeRequest},
    {"ClosedBeforeTheRequestIsRead", Thrice(kRequestStart, kClose)},
    {"ResetBeforeTheHeaders", Thrice(kRequestRead, kReset)},
    {"ClosedBeforeTheHeaders", Thrice(kRequestRead, kClose)},
    {"ClosedWithoutNotifyBeforeTheHeaders", Thrice(kRequestRead, kCloseWithoutNotify)},
    {"ResetInsideTheHeaders", Thrice(kResponseHeaders, kReset)},
    {"ClosedInsideTheHeaders", Thrice(kResponseHeaders, kClose)},
    {"ClosedWithoutNotifyInsideTheHeaders", Thrice(kResponseHeaders, kCloseWithoutNotify)},
    {"ResetAfterTheHeaders", ThriceAfter(kHead, kReset)},
    {"ClosedAfterTheHeaders", ThriceAfter(kHead, kClose)},
    {"ResetInsideTheBody", Thrice(kResponseBody, kReset)},
    {"ClosedInsideTheBody", Thrice(kResponseBody, kClose)},
    {"ClosedWithoutNotifyInsideTheBody", Thrice(kResponseBody, kCloseWithoutNotify)},
    {"ResetInsideABodyWithoutLength", ThriceAfter(kHeadWithoutLength + "{", kReset)},
    // If the connection delimits the body, only the JSON shows that it is truncated.
    {"ClosedInsideABodyWithoutLength", ThriceAfter(kHeadWithoutLength + "{", kClose),
     ErrorKind::kUnreadableResponse, 1},
    {"ClosedWithoutNotifyInsideABodyWithoutLength",
     ThriceAfter(kHeadWithoutLength + "{", kCloseWithoutNotify), ErrorKind::kUnreadableResponse, 1,
     Bound::kTheFault, Scene::kService, Over::kHttp},
    // Without close_notify the body is truncated.
    {"ClosedWithoutNotifyInsideABodyWithoutLength",
     ThriceAfter(kHeadWithoutLength + "{", kCloseWithoutNotify), kFails, 3, Bound::kTheFault, Scene::kService,
     Over::kTls},
    {"ResetAfterTheBody", Times(1, {.at = kResponseEnd, .then = kReset}), kSucceeds, 1},
    {"ClosedAfterTheBody", Times(1, {.at = kResponseEnd, .then = kClose}), kSucceeds, 1},
    {"ClosedWithoutNotifyAfterTheBody", Times(1, {.at = kResponseEnd, .then = kCloseWithoutNotify}),
     kSucceeds, 1},
    {"ResetOnce", Times(1, {.then = kReset}), kSucceeds, 2},
    {"ClosedTwice", Times(2, {.then = kClose}), kSucceeds, 3},

    {"SilentWhileConnecting", {}, kTimesOut, 3, Bound::kConnectTimeout, Scene::kFullPort},
    {"SilentInTheHandshake", Thrice(kAccept, kSilence), kTimesOut, 3, Bound::kConnectTimeout, Scene::kService,
     Over::kTls},
    {"SilentDuringTheRequest", Thrice(kRequestStart, kSilence), kTimesOut, 3, Bound::kAttemptTimeout,
     Scene::kLargeRequest},
    {"SilentBeforeTheHeaders", Thrice(kRequestRead, kSilence), kTimesOut, 3, Bound::kAttemptTimeout},
    {"SilentInsideTheHeaders", Thrice(kResponseHeaders, kSilence), kTimesOut, 3, Bound::kAttemptTimeout},
    {"SilentInsideTheBody", Thrice(kResponseBody, kSilence), kTimesOut, 3, Bound::kAttemptTimeout},
    {"OneByteASecond", Times(3, {.byte_interval = std::chrono::seconds{1}}), kTimesOut, 3,
     Bound::kAttemptTimeout},
    {"SilentOnce", Times(1, {.then = kSilence}), kSucceeds, 2, Bound::kAttemptTimeout},
    {"NeverAccepted", {}, kTimesOut, 3, Bound::kAttemptTimeout, Scene::kSilentPort, Over::kHttp},
    {"NeverAccepted", {}, kTimesOut, 3, Bound::kConnectTimeout, Scene::kSilentPort, Over::kTls},

    {"ResponseBeforeTheRequestWasSent", Times(1, Early(400)), ErrorKind::kService, 1, Bound::kTheFault,
     Scene::kLargeRequest},
    {"BusyBeforeTheRequestWasSent", Times(3, Early(503)), ErrorKind::kService, 3, Bound::kTheFault,
     Scene::kLargeRequest},

    // A server without the state of the connection ignores or resets it.
    {"HalfOpenAndSilent", Times(1, {.at = kRequestStart, .then = kSilence}), kSucceeds, 2,
     Bound::kAttemptTimeout, Scene::kIdleConnection},
    {"HalfOpenAndReset", Times(1, {.at = kRequestStart, .then = kReset}), kSucceeds, 1, Bound::kTheFault,
     Scene::kIdleConnection},
    {"ClosedWhileIdle", Times(1, {.then = kClose}), kSucceeds, 1, Bound::kTheFault, Scene::kIdleConnection},
    // The request that the transport repeats on a new connection fails as an attempt.
    {"ClosedWhileIdleAndAgain", Times(2, {.then = kClose}), kSucceeds, 2, Bound::kTheFault,
     Scene::kIdleConnection},
    {"ClosedAlways", Times(4, {.then = kClose}), kFails, 3, Bound::kTheFault, Scene::kIdleConnection},

    {"Refused", {}, kFails, 3, Bound::kTheFault, Scene::kClosedPort},
    {"RefusedThenUp", {}, kSucceeds, 2, Bound::kTheFault, Scene::kPortThatOpens},

    {"CertificateExpired",
     {},
     kFails,
     1,
     Bound::kTheFault,
     Scene::kService,
     Over::kTls,
     ServerCertificate::kExpired},
    {"CertificateSelfSigned",
     {},
     kFails,
     1,
     Bound::kTheFault,
     Scene::kService,
     Over::kTls,
     ServerCertificate::kSelfSigned},
    {"CertificateForAnotherName",
     {},
     kFails,
     1,
     Bound::kTheFault,
     Scene::kService,
     Over::kTls,
     ServerCertificate::kWrongHost},
    {"ClosedInsideTheHandshake", ThriceAfter(kPieceOfHandshake, kClose, kAccept), kFails, 3, Bound::kTheFault,
     Scene::kService, Over::kTls},
};

}  // namespace lookoutvision::test
