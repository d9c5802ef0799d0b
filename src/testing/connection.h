// Connection: one connection of the mock service, from accept to close, and the faults on its way. What the
// requests mean is known to Operations.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/steady_timer.hpp>

#include <lookoutvision/testing/fault.h>
#include <lookoutvision/testing/mock_service.h>

#include "testing/answers.h"
#include "testing/byte_stream.h"
#include "testing/fault_queue.h"
#include "testing/journal.h"
#include "testing/operations.h"
#include "testing/request_parser.h"

namespace lookoutvision::testing {

/// What all connections of a service share.
struct ServiceState {
  explicit ServiceState(MockServiceOptions given)
      : options(std::move(given)),
        operations(options),
        journal(options.max_recorded_requests, options.max_recorded_bytes) {}

  /// With every member of the platform set.
  const MockServiceOptions options;
  Operations operations;
  FaultQueue faults{options.platform};
  Journal journal;
};

/// Lives until it is dropped, by itself or by the server. All members are called on the server's thread.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  /// `on_dropped` is called once.
  Connection(std::unique_ptr<ByteStream> stream, ServiceState& service,
             std::function<void(const std::shared_ptr<Connection>&)> on_dropped);

  void Start();
  /// Ends the wait of a fault, if there is one.
  void Release();
  /// Closes the socket, whatever is under way.
  void Drop();

 private:
  using Next = std::function<void()>;

  void Handshake();
  void AwaitRequest();
  void Read();
  void OnInput();
  void ParseInput();
  void Judge();
  Answer Ask(const RecordedRequest& request, internal::SystemTime now);
  void SendAnswer();
  void FinishExchange();

  void SendUnasked(FaultPoint point, Next next);
  void SendUpTo(std::size_t end, Next next);
  /// Does what the fault wants at this point, then goes on with `next`, if it does.
  void Pass(FaultPoint point, Next next);
  void Act(const Next& next);
  /// Keeps `next` until Resume(), watching whether the peer goes away.
  void Hold(Next next);
  void HoldFor(std::chrono::milliseconds time, Next next);
  void Resume();
  void Close();
  void Shut();
  void Drain();

  std::unique_ptr<ByteStream> stream_;
  ServiceState& service_;
  std::function<void(const std::shared_ptr<Connection>&)> on_dropped_;
  boost::asio::steady_timer timer_;
  std::size_t number_;
  bool handshaken_ = false;
  bool dropped_ = false;

  std::array<char, std::size_t{16} * 1024> chunk_;
  std::string input_;
  bool reading_ = false;

  // The exchange under way.
  bool awaiting_input_ = false;
  bool begun_ = false;
  bool answered_ = false;
  bool close_after_ = false;
  std::unique_ptr<RequestParser> parser_;
  std::optional<Fault> fault_;
  AnswerBytes answer_;
  std::size_t sent_ = 0;
  Next held_;
  std::size_t holds_ = 0;
};

}  // namespace lookoutvision::testing
