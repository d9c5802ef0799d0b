// Serves one connection; when it ends, the next operation on it throws.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include <boost/system/system_error.hpp>

#include "base/random.h"
#include "testing/connection.h"
#include "testing/request_parser.h"
#include "testing/responses.h"
#include "testing/service_state.h"
#include "testing/signature_check.h"

namespace lookoutvision::testing {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kPiecesPerSecond = 20;

// Counts the bytes, so that a last piece that is short takes less time. A function, since g++ 12 evaluates
// both operands of a conditional operator within a co_await expression.
Connection::Duration PauseAfter(std::size_t bytes, const Fault& fault) {
  if (fault.bytes_per_second == 0) return fault.byte_interval;
  return Connection::Duration(std::chrono::seconds{1}) * static_cast<Connection::Duration::rep>(bytes) /
         fault.bytes_per_second;
}

class Session {
 public:
  Session(Connection& connection, ServiceState& service)
      : connection_(connection), service_(service), connection_number_(service.journal.AddConnection()) {}

  asio::awaitable<void> Run();

 private:
  asio::awaitable<bool> Exchange();
  asio::awaitable<bool> ReadRequest(RequestParser& parser, bool responded);
  ResponseBytes MakeResponse(RecordedRequest request);
  Response CallService(const RecordedRequest& request);
  ResponseBytes Encode(const Response& response, bool with_body = true);
  asio::awaitable<void> Respond(const ResponseBytes& response);
  asio::awaitable<bool> RespondEarly(FaultPoint point);

  bool IsDue(FaultPoint point) const { return fault_ && fault_->at == point; }
  asio::awaitable<void> ApplyFault(FaultPoint point);
  asio::awaitable<void> Send(std::string_view bytes);
  asio::awaitable<void> Hold(Connection::Duration time);

  Connection& connection_;
  ServiceState& service_;
  const std::size_t connection_number_;
  /// The fault of the connection, then that of the request.
  std::optional<AppliedFault> fault_;
};

asio::awaitable<void> Session::Run() {
  fault_ = service_.faults.TakeForConnection();
  co_await RespondEarly(FaultPoint::kAccept);
  co_await ApplyFault(FaultPoint::kAccept);
  co_await connection_.Handshake();
  bool keep_alive = true;
  while (keep_alive) keep_alive = co_await Exchange();
  co_await connection_.Close();
}

// One request and its response; returns whether the connection may carry another.
asio::awaitable<bool> Session::Exchange() {
  if (connection_.input().empty()) co_await connection_.Read();
  fault_ = service_.faults.TakeForRequestStart();
  const bool responded = co_await RespondEarly(FaultPoint::kRequestStart);
  co_await ApplyFault(FaultPoint::kRequestStart);

  RequestParser parser;
  const bool is_http = co_await ReadRequest(parser, responded);
  if (!is_http) {
    const ResponseBytes refusal =
        Encode({.status = 400,
                .message = "The request is not valid HTTP/1, or has headers of more than 1 MiB or a body of "
                           "more than 16 MiB."});
    co_await Send(refusal.text);
    co_return false;
  }
  RecordedRequest request = parser.Take();
  if (!fault_) {
    fault_ = service_.faults.TakeForRequest({.headers = request.headers,
                                             .signer = SignerOf(request),
                                             .subject = service_.operations.SubjectOf(request)});
  }
  const ResponseBytes response = MakeResponse(std::move(request));
  co_await ApplyFault(FaultPoint::kRequestRead);
  if (!responded) co_await Respond(response);
  co_return parser.keep_alive();
}

// Reads to the end of the request; false if it is not HTTP.
asio::awaitable<bool> Session::ReadRequest(RequestParser& parser, bool responded) {
  RequestParser::State state = parser.Parse(connection_.input());
  while (state == RequestParser::State::kNeedsMore) {
    const bool continues = parser.TakeExpectation() && !responded;
    if (continues) co_await connection_.Write("HTTP/1.1 100 Continue\r\n\r\n");
    co_await connection_.Read();
    state = parser.Parse(connection_.input());
  }
  co_return state == RequestParser::State::kDone;
}

ResponseBytes Session::MakeResponse(RecordedRequest request) {
  request.tls = service_.options.tls;
  request.connection = connection_number_;
  if (fault_) request.fault = fault_->id;
  const Response response = fault_ && fault_->response ? *fault_->response : CallService(request);
  request.status = response.raw ? 0 : response.status;
  request.error_type = response.error_type;
  request.error_message = response.message;
  ResponseBytes bytes = Encode(response, /*with_body=*/request.method != "HEAD");
  if (service_.options.on_request) service_.options.on_request(request);
  service_.journal.AddRequest(std::move(request));
  return bytes;
}

Response Session::CallService(const RecordedRequest& request) {
  if (service_.options.handler) {
    if (auto response = service_.options.handler(request)) return *std::move(response);
  }
  return service_.operations.Handle(request, service_.options.platform.system_now());
}

ResponseBytes Session::Encode(const Response& response, bool with_body) {
  const Platform& platform = service_.options.platform;
  return WriteResponse(response, internal::MakeUuid(platform.random_bytes), platform.system_now(), with_body);
}

// Sends the response in one piece unless a fault interrupts it.
asio::awaitable<void> Session::Respond(const ResponseBytes& response) {
  const std::string_view text = response.text;
  const std::size_t head = response.head_size;
  const std::size_t cut = IsDue(FaultPoint::kResponseHeaders) ? head / 2
                          : IsDue(FaultPoint::kResponseBody)  ? head + (text.size() - head) / 2
                                                              : text.size();
  co_await Send(text.substr(0, cut));
  co_await ApplyFault(FaultPoint::kResponseHeaders);
  co_await ApplyFault(FaultPoint::kResponseBody);
  co_await Send(text.substr(cut));
  co_await ApplyFault(FaultPoint::kResponseEnd);
}

// Sends the fault's response before the request is read; returns whether it has one.
asio::awaitable<bool> Session::RespondEarly(FaultPoint point) {
  if (!IsDue(point) || !fault_->response) co_return false;
  const ResponseBytes response = Encode(*fault_->response);
  co_await Send(response.text);
  co_return true;
}

// Performs the fault if this is its point.
asio::awaitable<void> Session::ApplyFault(FaultPoint point) {
  if (!IsDue(point)) co_return;
  service_.journal.AddFault();
  if (fault_->drawn_delay.count() > 0) co_await Hold(fault_->drawn_delay);
  switch (fault_->then) {
    case FaultAction::kContinue:
      break;
    case FaultAction::kClose:
      co_await connection_.Close();
      break;
    case FaultAction::kCloseWithoutNotify:
      co_await connection_.CloseWithoutNotify();
      break;
    case FaultAction::kSilence:
      co_await Hold(Connection::Duration::max());
      break;
    case FaultAction::kReset:
      connection_.Reset();
  }
}

// Sends in pieces if the fault has an interval or a rate.
asio::awaitable<void> Session::Send(std::string_view bytes) {
  while (fault_ && !bytes.empty()) {
    const std::size_t rate = static_cast<std::size_t>(fault_->bytes_per_second);
    if (rate == 0 && fault_->byte_interval.count() == 0) break;
    const std::string_view piece = bytes.substr(0, std::max<std::size_t>(rate / kPiecesPerSecond, 1));
    co_await connection_.Write(piece);
    bytes.remove_prefix(piece.size());
    const Connection::Duration pause = PauseAfter(piece.size(), *fault_);
    co_await Hold(pause);
  }
  co_await connection_.Write(bytes);
}

asio::awaitable<void> Session::Hold(Connection::Duration time) {
  const bool released = co_await connection_.Hold(time);
  // A release ends the pauses between the remaining bytes as well.
  if (!released) co_return;
  fault_->byte_interval = {};
  fault_->bytes_per_second = 0;
}

}  // namespace

asio::awaitable<void> Serve(Connection& connection, ServiceState& service) {
  Session session(connection, service);
  try {
    co_await session.Run();
  } catch (const boost::system::system_error&) {
    // The peer or a fault ended the connection, or the service stops.
  }
  connection.Abort();
  service.journal.RemoveConnection();
}

}  // namespace lookoutvision::testing
