// CurlExchange: what differs from call to call, the loop that drives it, and what arrives.
#include "http/curl_exchange.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <stop_token>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

// Curl wakes up for its own timers before; the stop token wakes it up at any time.
constexpr int kPollMilliseconds = 60'000;

// Room for the headers of a usual answer, so that they cost one allocation.
constexpr std::size_t kUsualFields = 16;
constexpr std::size_t kUsualFieldBytes = 512;

// A limit that has passed already is the shortest one that curl knows; `none` is what curl takes for no
// limit.
long ToCurl(std::chrono::milliseconds limit, long none) {
  if (limit.count() == 0) return none;
  return static_cast<long>(
      std::clamp<std::chrono::milliseconds::rep>(limit.count(), 1, std::numeric_limits<int>::max()));
}

}  // namespace

ExchangeEnd CurlExchange::Run() {
  start_ = options_.platform.steady_now();
  end_.code = SetUp();
  slot_.call_is_over = [this] { return IsOver(); };
  if (end_.code == CURLE_OK) end_.code = Drive();
  slot_.call_is_over = nullptr;
  if (exception_) std::rethrow_exception(exception_);
  if (aborted_ && end_.code != CURLE_OK) {
    if (limits_.stop_token.stop_requested()) end_.cause = ExchangeEnd::Cause::kCancelled;
    end_.code = CURLE_OPERATION_TIMEDOUT;
    slot_.error_text.front() = '\0';
  }
  // Curl takes a connection that is closed within the header for an answer that came to its end.
  if (end_.code == CURLE_OK && !end_.header_complete) {
    end_.code = CURLE_PARTIAL_FILE;
    slot_.error_text = {"the connection was closed within the header"};
  }
  return end_;
}

CURLcode CurlExchange::SetUp() {
  slot_.error_text.front() = '\0';
  slot_.socket_error = 0;
  slot_.reached = Phase::kLookUp;
  slot_.idle_socket = CURL_SOCKET_BAD;
  slot_.held_line.clear();
  response_.headers.reserve(kUsualFields, kUsualFieldBytes);

  EasyOptions easy(slot_.easy);
  if (slot_.url != request_.url || slot_.proxy != limits_.proxy) SetUrlAndProxy(easy);
  SetMethodAndBody(easy);
  easy.Set(CURLOPT_HTTPHEADER, slot_.header_list.Fill(request_));
  easy.Set(CURLOPT_HEADERFUNCTION, &CurlExchange::HeaderCallback);
  easy.Set(CURLOPT_HEADERDATA, this);
  easy.Set(CURLOPT_WRITEFUNCTION, &CurlExchange::BodyCallback);
  easy.Set(CURLOPT_WRITEDATA, this);
  easy.Set(CURLOPT_XFERINFOFUNCTION, &CurlExchange::ProgressCallback);
  easy.Set(CURLOPT_XFERINFODATA, this);
  easy.Set(CURLOPT_NOPROGRESS, 0L);
  // Zero would be curl's own default of five minutes.
  easy.Set(CURLOPT_CONNECTTIMEOUT_MS, ToCurl(limits_.connect_timeout, std::numeric_limits<int>::max()));
  easy.Set(CURLOPT_TIMEOUT_MS, ToCurl(limits_.timeout, 0));
  return easy.result();
}

// From the text alone, curl would parse the URL and put it together again for each call: 15,000 of the
// 135,000 instructions of curl 7.88. What it cannot parse stays a text, so that curl says itself what is
// wrong with it.
void CurlExchange::SetUrlAndProxy(EasyOptions& easy) {
  slot_.url.clear();
  const char* url = request_.url.c_str();
  const bool parsed = curl_url_set(slot_.parsed_url, CURLUPART_URL, url, CURLU_PATH_AS_IS) == CURLUE_OK;
  // In this order: from 8.12 on, the first one takes away what the second one sets.
  easy.Set(CURLOPT_CURLU, parsed ? slot_.parsed_url : nullptr);
  easy.Set(CURLOPT_URL, url);
  easy.Set(CURLOPT_PROXY, limits_.proxy.c_str());
  // What was signed: by itself, curl sends what it makes of the URL, 8.23 `%7E` for `%7e`.
  easy.Set(CURLOPT_REQUEST_TARGET, RequestTarget(request_.url, limits_.proxy).c_str());
  if (easy.result() != CURLE_OK) return;
  slot_.url = request_.url;
  slot_.proxy = limits_.proxy;
}

void CurlExchange::SetMethodAndBody(EasyOptions& easy) {
  const char* custom_method = request_.method.c_str();
  if (SendsBody(request_)) {
    if (request_.method == "POST") custom_method = nullptr;
    easy.Set(CURLOPT_POST, 1L);
    // Always, even for an empty body: curl would else look for a NUL, or expect the body from a callback.
    easy.Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    easy.Set(CURLOPT_POSTFIELDS, request_.body.data());
  } else if (request_.method == "HEAD") {
    custom_method = nullptr;
    easy.Set(CURLOPT_NOBODY, 1L);
  } else {
    if (request_.method == "GET") custom_method = nullptr;
    easy.Set(CURLOPT_HTTPGET, 1L);
  }
  easy.Set(CURLOPT_CUSTOMREQUEST, custom_method);
}

CURLcode CurlExchange::Drive() {
  CURLMcode trouble = curl_multi_add_handle(slot_.multi, slot_.easy);
  if (trouble == CURLM_OK) {
    const std::stop_callback wake(limits_.stop_token, [this] { curl_multi_wakeup(slot_.multi); });
    int running = 0;
    while (true) {
      trouble = curl_multi_perform(slot_.multi, &running);
      if (trouble != CURLM_OK || running == 0) break;
      if (limits_.stop_token.stop_requested()) {
        end_.cause = ExchangeEnd::Cause::kCancelled;
        break;
      }
      trouble = curl_multi_poll(slot_.multi, nullptr, 0, kPollMilliseconds, nullptr);
      if (trouble != CURLM_OK) break;
    }
  }
  CURLcode code = trouble == CURLM_OUT_OF_MEMORY ? CURLE_OUT_OF_MEMORY : CURLE_UNRECOVERABLE_POLL;
  int left = 0;
  if (const CURLMsg* message = curl_multi_info_read(slot_.multi, &left)) code = message->data.result;
  // Only while the handle is part of the multi handle does curl know.
  if (code == CURLE_OK) curl_easy_getinfo(slot_.easy, CURLINFO_ACTIVESOCKET, &slot_.idle_socket);
  long connects = 0;
  if (curl_easy_getinfo(slot_.easy, CURLINFO_NUM_CONNECTS, &connects) == CURLE_OK) {
    response_.measurements.connection_reused = connects == 0;
  }
  curl_multi_remove_handle(slot_.multi, slot_.easy);
  return code;
}

// Curl checks its timeouts, and Drive the stop token, between calls of curl_multi_perform; but a peer that
// sends without pause can keep one such call from ending.
bool CurlExchange::IsOver() {
  using std::chrono::milliseconds;
  if (limits_.stop_token.stop_requested()) return true;
  milliseconds elapsed{0};
  try {
    // Not in nanoseconds: a timeout may be more milliseconds than there are of those.
    elapsed = std::chrono::duration_cast<milliseconds>(options_.platform.steady_now() - start_);
  } catch (...) {
    exception_ = std::current_exception();
    return true;
  }
  const auto has_passed = [elapsed](milliseconds timeout) {
    return timeout.count() != 0 && elapsed >= timeout;
  };
  if (has_passed(limits_.timeout)) return true;
  return has_passed(limits_.connect_timeout) && slot_.reached < Phase::kSend;
}

int CurlExchange::ProgressCallback(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& exchange = *static_cast<CurlExchange*>(self);
  exchange.aborted_ = exchange.aborted_ || exchange.IsOver();
  return exchange.aborted_ ? 1 : 0;
}

// No exception may pass through curl's frames, which are C: it is kept, and goes on when curl is done.
template <typename Consume>
std::size_t CurlExchange::Guard(std::size_t size, Consume consume) {
  try {
    // Anything but `size` ends the transfer; so an empty piece must not be able to fail.
    return consume() ? size : size + 1;
  } catch (...) {
    exception_ = std::current_exception();
    return size + 1;
  }
}

std::size_t CurlExchange::HeaderCallback(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<CurlExchange*>(self);
  return exchange.Guard(size * count, [&] { return exchange.OnHeaderLine({data, size * count}); });
}

std::size_t CurlExchange::BodyCallback(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<CurlExchange*>(self);
  return exchange.Guard(size * count, [&] { return exchange.OnBody({data, size * count}); });
}

bool CurlExchange::OnHeaderLine(std::string_view line) {
  // Curl's own time to first byte is that of the first byte sent where a request is large.
  if (auto& first = response_.measurements.time_to_first_byte; !first) {
    first = options_.platform.steady_now() - start_;
  }
  end_.header_bytes += line.size();
  if (end_.header_bytes > options_.max_header_bytes) {
    end_.cause = ExchangeEnd::Cause::kHeaderCap;
    return false;
  }
  // What comes now are trailers, which nobody asked for.
  if (end_.header_complete) return true;
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (expects_status_line_) {
    expects_status_line_ = false;
    return true;
  }
  if (!line.empty()) {
    // RFC 9112 5.2: a line that begins with space goes on with the one before.
    if (line.front() == ' ' || line.front() == '\t') {
      slot_.held_line.append(" ").append(Trim(line));
    } else {
      AddHeldField();
      slot_.held_line = line;
    }
    return true;
  }
  AddHeldField();
  long status = 0;
  curl_easy_getinfo(slot_.easy, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 100 && status < 200 && status != 101) {
    response_.headers.clear();
    expects_status_line_ = true;
  } else {
    response_.status = end_.status = static_cast<int>(status);
    end_.header_complete = true;
    if (!HasUsableLength()) {
      end_.cause = ExchangeEnd::Cause::kBadLength;
      return false;
    }
  }
  return true;
}

// Curl takes what digits a length begins with, and the last of several lengths: a part would pass for the
// whole.
bool CurlExchange::HasUsableLength() const {
  std::optional<std::string_view> first;
  for (const HttpHeaders::Field field : response_.headers) {
    if (!EqualsIgnoreCase(field.name, "Content-Length")) continue;
    if (!ParseNonNegative(field.value) || field.value != first.value_or(field.value)) return false;
    first = field.value;
  }
  return true;
}

void CurlExchange::AddHeldField() {
  const std::string_view line = slot_.held_line;
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos)
    response_.headers.Add(line.substr(0, colon), Trim(line.substr(colon + 1)));
  slot_.held_line.clear();
}

bool CurlExchange::OnBody(std::string_view bytes) {
  std::string& body = response_.body;
  curl_off_t announced = 0;
  if (body.empty()) curl_easy_getinfo(slot_.easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
  // Not as a size, which may have 32 bits.
  const auto expected = static_cast<std::uint64_t>(std::max<curl_off_t>(announced, 0));
  if (expected > options_.max_body_bytes || bytes.size() > options_.max_body_bytes - body.size()) {
    end_.cause = ExchangeEnd::Cause::kBodyCap;
    body.append(bytes.substr(0, options_.max_body_bytes - body.size()));
    return false;
  }
  body.reserve(static_cast<std::size_t>(expected));
  body.append(bytes);
  return true;
}

}  // namespace lookoutvision::internal
