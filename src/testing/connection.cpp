// One connection's way; see connection.h. Each step calls the next when its I/O is done.
#include "testing/connection.h"

#include <boost/asio/write.hpp>

#include "base/uuid.h"

namespace lookoutvision::testing {

namespace asio = boost::asio;
using boost::system::error_code;

Connection::Connection(std::unique_ptr<ByteStream> stream, ServiceState& service,
                       std::function<void(const std::shared_ptr<Connection>&)> on_dropped)
    : stream_(std::move(stream)),
      service_(service),
      on_dropped_(std::move(on_dropped)),
      timer_(stream_->socket().get_executor()),
      number_(service.journal.AddConnection()) {}

void Connection::Start() {
  fault_ = service_.faults.TakeForConnection();
  SendUnasked(FaultPoint::kAccept, [self = shared_from_this()] { self->Handshake(); });
}

void Connection::Handshake() {
  fault_.reset();
  stream_->Handshake([self = shared_from_this()](const error_code& error, std::size_t) {
    if (error || self->dropped_) return self->Drop();
    self->handshaken_ = true;
    self->AwaitRequest();
  });
}

void Connection::AwaitRequest() {
  parser_ = std::make_unique<RequestParser>();
  begun_ = false;
  answered_ = false;
  awaiting_input_ = true;
  if (input_.empty()) return Read();
  OnInput();
}

void Connection::Read() {
  if (reading_) return;
  reading_ = true;
  stream_->ReadSome(asio::buffer(chunk_),
                    [self = shared_from_this()](const error_code& error, std::size_t size) {
                      self->reading_ = false;
                      if (error || self->dropped_) return self->Drop();
                      self->input_.append(self->chunk_.data(), size);
                      if (self->awaiting_input_) self->OnInput();
                    });
}

void Connection::OnInput() {
  if (begun_) return ParseInput();
  begun_ = true;
  awaiting_input_ = false;
  fault_ = service_.faults.TakeForRequest();
  SendUnasked(FaultPoint::kRequestStart, [self = shared_from_this()] {
    self->awaiting_input_ = true;
    self->ParseInput();
  });
}

void Connection::ParseInput() {
  switch (parser_->Parse(input_)) {
    case RequestParser::State::kNeedsMore: {
      if (!parser_->TakeExpectation() || answered_) return Read();
      static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
      stream_->Write(asio::buffer(kContinue.data(), kContinue.size()),
                     [self = shared_from_this()](const error_code& error, std::size_t) {
                       if (error || self->dropped_) return self->Drop();
                       self->Read();
                     });
      return;
    }
    case RequestParser::State::kBroken: {
      awaiting_input_ = false;
      close_after_ = true;
      const Answer answer{.status = 400, .message = "This is no HTTP/1 request."};
      answer_ = WriteAnswer(answer, internal::MakeUuid(service_.options.platform.random_bytes),
                            service_.options.platform.system_now());
      sent_ = 0;
      return SendUpTo(answer_.text.size(), [self = shared_from_this()] { self->FinishExchange(); });
    }
    case RequestParser::State::kDone:
      awaiting_input_ = false;
      return Judge();
  }
}

void Connection::Judge() {
  close_after_ = !parser_->keep_alive();
  RecordedRequest request = parser_->Take();
  request.tls = service_.options.tls;
  request.connection = number_;
  const auto now = service_.options.platform.system_now();
  const Answer answer = fault_ && fault_->answer ? *fault_->answer : Ask(request, now);
  request.status = answer.raw ? 0 : answer.status;
  request.error_type = answer.error_type;
  answer_ = WriteAnswer(answer, internal::MakeUuid(service_.options.platform.random_bytes), now,
                        /*with_body=*/request.method != "HEAD");
  sent_ = 0;
  if (service_.options.on_request) service_.options.on_request(request);
  service_.journal.AddRequest(std::move(request));
  Pass(FaultPoint::kRequestRead, [self = shared_from_this()] {
    if (self->answered_) return self->FinishExchange();
    self->SendAnswer();
  });
}

Answer Connection::Ask(const RecordedRequest& request, internal::SystemTime now) {
  if (service_.options.handler) {
    if (auto answer = service_.options.handler(request)) return *std::move(answer);
  }
  return service_.operations.Handle(request, now);
}

void Connection::SendAnswer() {
  const std::size_t size = answer_.text.size();
  const bool in_headers = fault_ && fault_->at == FaultPoint::kAnswerHeaders;
  const bool in_body = fault_ && fault_->at == FaultPoint::kAnswerBody;
  const std::size_t first_part = in_headers ? answer_.head_size / 2
                                 : in_body  ? answer_.head_size + (size - answer_.head_size) / 2
                                            : size;
  const FaultPoint between = in_headers ? FaultPoint::kAnswerHeaders : FaultPoint::kAnswerBody;
  SendUpTo(first_part, [self = shared_from_this(), between, size] {
    self->Pass(between, [self, size] {
      self->SendUpTo(size,
                     [self] { self->Pass(FaultPoint::kAnswerEnd, [self] { self->FinishExchange(); }); });
    });
  });
}

void Connection::FinishExchange() {
  fault_.reset();
  if (close_after_) return Close();
  AwaitRequest();
}

void Connection::SendUnasked(FaultPoint point, Next next) {
  Next pass = [self = shared_from_this(), point, next = std::move(next)] { self->Pass(point, next); };
  if (!fault_ || fault_->at != point || !fault_->answer) return pass();
  answered_ = true;
  answer_ = WriteAnswer(*fault_->answer, internal::MakeUuid(service_.options.platform.random_bytes),
                        service_.options.platform.system_now());
  sent_ = 0;
  SendUpTo(answer_.text.size(), std::move(pass));
}

void Connection::SendUpTo(std::size_t end, Next next) {
  if (sent_ >= end) return next();
  const auto interval = fault_ ? fault_->byte_interval : std::chrono::milliseconds{0};
  const bool byte_by_byte = interval.count() > 0;
  const auto bytes = asio::buffer(answer_.text.data() + sent_, byte_by_byte ? 1 : end - sent_);
  ByteStream::Done done = [self = shared_from_this(), end, interval, byte_by_byte, next = std::move(next)](
                              const error_code& error, std::size_t size) {
    if (error || self->dropped_) return self->Drop();
    self->sent_ += size;
    if (!byte_by_byte) return next();
    self->HoldFor(interval, [self, end, next] { self->SendUpTo(end, next); });
  };
  if (handshaken_) return stream_->Write(bytes, std::move(done));
  asio::async_write(stream_->socket(), bytes, std::move(done));
}

void Connection::Pass(FaultPoint point, Next next) {
  if (!fault_ || fault_->at != point) return next();
  service_.journal.AddFault();
  if (fault_->delay.count() <= 0) return Act(next);
  HoldFor(fault_->delay, [self = shared_from_this(), next = std::move(next)] { self->Act(next); });
}

void Connection::Act(const Next& next) {
  switch (fault_->then) {
    case FaultAction::kGoOn:
      return next();
    case FaultAction::kClose:
      return Close();
    case FaultAction::kCutOff:
      return Shut();
    case FaultAction::kReset: {
      error_code ignored;
      stream_->socket().set_option(asio::socket_base::linger(true, 0), ignored);
      return Drop();
    }
    case FaultAction::kSilence:
      return Hold(next);
  }
}

void Connection::Hold(Next next) {
  // A completion that was on its way when the connection was dropped must not keep it alive.
  if (dropped_) return;
  held_ = std::move(next);
  ++holds_;
  // Behind the request nothing is expected but the peer's going away, or its next request.
  if (fault_->at >= FaultPoint::kRequestRead) Read();
}

void Connection::HoldFor(std::chrono::milliseconds time, Next next) {
  if (dropped_) return;
  Hold(std::move(next));
  timer_.expires_after(time);
  timer_.async_wait([self = shared_from_this(), hold = holds_](const error_code& error) {
    // A timer that went off just before Release() must not end the next hold.
    if (!error && hold == self->holds_) self->Resume();
  });
}

void Connection::Release() {
  if (!held_) return;
  timer_.cancel();
  fault_->byte_interval = {};
  Resume();
}

void Connection::Resume() {
  if (const Next next = std::exchange(held_, nullptr)) next();
}

void Connection::Close() {
  if (!handshaken_) return Shut();
  stream_->SayGoodbye([self = shared_from_this()](const error_code&, std::size_t) { self->Shut(); });
}

void Connection::Shut() {
  error_code ignored;
  stream_->socket().shutdown(asio::socket_base::shutdown_send, ignored);
  Drain();
}

void Connection::Drain() {
  // Closing a socket with unread bytes would reset the connection; they are read until the peer closes too.
  stream_->socket().async_read_some(asio::buffer(chunk_),
                                    [self = shared_from_this()](const error_code& error, std::size_t) {
                                      if (error || self->dropped_) return self->Drop();
                                      self->Drain();
                                    });
}

void Connection::Drop() {
  if (std::exchange(dropped_, true)) return;
  timer_.cancel();
  held_ = nullptr;
  error_code ignored;
  stream_->socket().close(ignored);
  service_.journal.RemoveConnection();
  on_dropped_(shared_from_this());
}

}  // namespace lookoutvision::testing
