// CurlExchange: the loop that connects, sends and receives.
#include "http/curl_exchange.h"

#include <algorithm>
#include <array>
#include <stop_token>
#include <utility>

#include "base/deadline.h"
#include "base/real_platform.h"
#include "base/secrets.h"
#include "http/http_request_writer.h"

namespace lookoutvision::internal {
namespace {

using std::chrono::milliseconds;

// A body up to this size is sent together with the header.
constexpr std::size_t kSmallBody = std::size_t{16} << 10;
// The maximum size of a TLS record.
constexpr std::size_t kReceiveBuffer = std::size_t{16} << 10;

// A signature is valid for some minutes. After this time, the retry loop resends with a new signature.
constexpr std::chrono::seconds kResendWithin{60};

// TLS may be unable to use the bytes that arrived: they are a partial record, or it must send first (its part
// of a KeyUpdate) and cannot. libcurl does not report which, so wait this long for sending, then as usual.
constexpr milliseconds kWaitForTls{10};

}  // namespace

CurlExchange::CurlExchange(CurlConnection& connection, const HttpTransportOptions& options,
                           const HttpRequest& request, const HttpSendOptions& send_options)
    : connection_(connection),
      options_(options),
      request_(request),
      send_options_(send_options),
      begin_(RealSteadyNow()),
      start_(options.platform.steady_now()),
      deadline_(DeadlineAfter(begin_, send_options.timeout)) {}

IoOptions CurlExchange::FileReadOptions() const {
  IoOptions io_options{.stop_token = send_options_.stop_token};
  const milliseconds connect = std::min(send_options_.connect_timeout.value_or(kForever), Remaining());
  io_options.timeout = std::min<std::chrono::nanoseconds>(io_options.timeout, connect);
  return io_options;
}

ExchangeEnd CurlExchange::Run() {
  struct Cleanup {
    CurlExchange& exchange;
    ~Cleanup() {
      exchange.connection_.call_is_over = nullptr;
      Cleanse(exchange.connection_.request);
      if (!exchange.can_be_reused_) exchange.connection_.Close();
    }
  } const cleanup{*this};
  connection_.call_is_over = [this] { return IsOver(); };
  connection_.error_text.front() = '\0';
  WriteRequestHeader(request_, connection_.proxy, connection_.request);
  if (request_.body.size() <= kSmallBody) connection_.request.append(request_.body);

  const std::stop_callback wake(send_options_.stop_token, [this] { curl_multi_wakeup(connection_.multi); });
  const bool reused = connection_.CanBeReused(options_, begin_);
  Try(reused);
  if (reused && ConnectionWasClosed()) {
    Try(/*reused=*/false);
    end_.is_repeated = true;
  }
  if (can_be_reused_) connection_.last_used = RealSteadyNow();
  return end_;
}

void CurlExchange::Try(bool reused) {
  end_ = {};
  reader_.emplace(request_.method == "HEAD",
                  HttpResponseReader::Limits{options_.max_header_bytes, options_.max_body_bytes}, response_);
  unsent_ = connection_.request;
  if (request_.body.size() > kSmallBody) unsent_body_ = request_.body;
  response_.measurements.connection_reused = reused;
  if (!reused && Connect() == Step::kEnd) return;
  end_.phase = Phase::kSend;
  // CanBeReused has read from a reused connection already.
  bool may_receive = !reused;
  while (Send() == Step::kContinue && !(may_receive && Receive() == Step::kEnd) &&
         Wait() == Step::kContinue) {
    may_receive = true;
  }
}

// Whether the server probably closed the connection before it received the request.
bool CurlExchange::ConnectionWasClosed() const {
  const bool is_broken = end_.code == CURLE_SEND_ERROR || end_.code == CURLE_RECV_ERROR ||
                         end_.problem == HttpResponseReader::Problem::kBroken;
  return is_broken && end_.phase < Phase::kReceive && RealSteadyNow() - begin_ < kResendWithin;
}

CurlExchange::Step CurlExchange::Connect() {
  connect_deadline_ = DeadlineAfter(RealSteadyNow(), send_options_.connect_timeout);
  const auto timeout = deadline_ ? std::optional(Remaining()) : std::nullopt;
  CURLcode code = connection_.StartConnecting(send_options_.connect_timeout, timeout);
  for (bool done = code != CURLE_OK; !done;) {
    code = connection_.ContinueConnecting(done);
    if (done) break;
    if (send_options_.stop_token.stop_requested()) return EndAsOver();
    // libcurl wakes up earlier for its own timers.
    short none = 0;
    if (connection_.Wait(none, kForever) != CURLM_OK) return EndWith({.code = CURLE_UNRECOVERABLE_POLL});
  }
  if (code == CURLE_ABORTED_BY_CALLBACK) return EndAsOver();
  if (code != CURLE_OK) return EndWith({.code = code});
  connection_.opened = RealSteadyNow();
  return Step::kContinue;
}

CurlExchange::Step CurlExchange::Send() {
  while (!unsent_.empty()) {
    std::size_t sent = 0;
    const CURLcode code = connection_.Send(unsent_, sent);
    if (code == CURLE_AGAIN) return Step::kContinue;
    if (code != CURLE_OK) {
      // The server may have responded before it stopped reading.
      const auto text = connection_.error_text;
      if (Receive() == Step::kEnd && (end_.is_success() || IsOver())) return Step::kEnd;
      connection_.error_text = text;
      return EndWith({.code = code});
    }
    unsent_.remove_prefix(sent);
    if (unsent_.empty()) std::swap(unsent_, unsent_body_);
  }
  end_.phase = std::max(end_.phase, Phase::kWait);
  return Step::kContinue;
}

CurlExchange::Step CurlExchange::Receive() {
  std::array<char, kReceiveBuffer>
      buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): only written bytes are read
  while (!IsOver()) {
    std::size_t received = 0;
    const CURLcode code = connection_.Receive(buffer, received);
    if (code == CURLE_AGAIN) return Step::kContinue;
    if (code != CURLE_OK) return EndWith({.code = code});
    was_readable_without_data_ = false;
    std::string_view bytes(buffer.data(), received);
    if (received == 0) {
      reader_->End();
    } else {
      end_.phase = Phase::kReceive;
      auto& first = response_.measurements.time_to_first_byte;
      if (!first) first = options_.platform.steady_now() - start_;
      reader_->Consume(bytes);
    }
    if (!reader_->is_over()) continue;
    if (reader_->problem() != HttpResponseReader::Problem::kNone) {
      return EndWith({.cause = ExchangeEnd::Cause::kResponse,
                      .problem = reader_->problem(),
                      .reason = reader_->reason()});
    }
    can_be_reused_ = reader_->leaves_connection_open() && bytes.empty() && unsent_.empty() &&
                     options_.idle_timeout.count() > 0 && options_.max_connection_age.count() > 0;
    return Step::kEnd;
  }
  return EndAsOver();
}

CurlExchange::Step CurlExchange::Wait() {
  if (IsOver()) return EndAsOver();
  auto events = static_cast<short>(unsent_.empty() ? CURL_WAIT_POLLIN : CURL_WAIT_POLLIN | CURL_WAIT_POLLOUT);
  milliseconds timeout = Remaining();
  if (std::exchange(was_readable_without_data_, false)) {
    events = CURL_WAIT_POLLOUT;
    timeout = std::min(timeout, kWaitForTls);
  }
  if (connection_.Wait(events, timeout) != CURLM_OK) return EndWith({.code = CURLE_UNRECOVERABLE_POLL});
  was_readable_without_data_ = (events & CURL_WAIT_POLLIN) != 0;
  return Step::kContinue;
}

CurlExchange::Step CurlExchange::EndWith(const ExchangeEnd& end) {
  const Phase phase = end_.phase;
  end_ = end;
  end_.phase = phase;
  return Step::kEnd;
}

CurlExchange::Step CurlExchange::EndAsOver() {
  connection_.error_text.front() = '\0';
  if (send_options_.stop_token.stop_requested()) return EndWith({.cause = ExchangeEnd::Cause::kCancelled});
  return EndWith({.code = CURLE_OPERATION_TIMEDOUT});
}

bool CurlExchange::IsOver() const {
  if (send_options_.stop_token.stop_requested()) return true;
  const auto has_passed = [now = RealSteadyNow()](const std::optional<TimePoint>& deadline) {
    return deadline && now >= *deadline;
  };
  return has_passed(deadline_) || (!connection_.is_open() && has_passed(connect_deadline_));
}

milliseconds CurlExchange::Remaining() const {
  if (!deadline_) return kForever;
  return std::max(std::chrono::ceil<milliseconds>(*deadline_ - RealSteadyNow()), milliseconds{0});
}

}  // namespace lookoutvision::internal
