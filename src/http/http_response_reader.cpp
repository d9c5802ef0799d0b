// HttpResponseReader: RFC 9112, sections 2 to 7, for a client.
#include "http/http_response_reader.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <system_error>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kProtocol = "HTTP/1.";
constexpr std::string_view kBadLine = "a header line of the response does not begin with a name and a colon";
constexpr std::string_view kBadLength =
    "the Content-Length of the response is not a number, or has two different values";
constexpr std::string_view kBodyTooLarge = "the body of the response is too large";

// Enough for any chunk size and its line ending. Only longer chunk lines count towards the header limit.
constexpr std::size_t kChunkLine = 18;

// The maximum that is reserved for a Content-Length before the body arrives.
constexpr std::uint64_t kMaxReserve = std::uint64_t{64} << 10;

// RFC 9110 5.5: other parsers may treat these as the end of the line.
bool HasCrOrNul(std::string_view line) {
  return line.find('\r') != line.npos || line.find('\0') != line.npos;
}

bool ListContains(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (EqualsIgnoreCase(Trim(list.substr(0, comma)), token)) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

}  // namespace

void HttpResponseReader::Fail(Problem problem, std::string_view reason) {
  state_ = State::kFailed;
  problem_ = problem;
  reason_ = reason;
}

void HttpResponseReader::Consume(std::string_view& bytes) {
  while (!is_over() && !bytes.empty()) {
    std::string_view line;
    if (state_ >= State::kCountedBody) {
      ReadBody(bytes);
    } else if (TakeLine(bytes, line)) {
      ReadLine(line);
      line_.clear();
    }
  }
}

void HttpResponseReader::End() {
  if (is_over()) return;
  if (state_ == State::kBodyToTheEnd) {
    state_ = State::kComplete;
  } else if (state_ > State::kFields) {
    Fail(Problem::kBroken, "the connection was closed within the body");
  } else if (header_bytes_ + line_.size() > 0) {
    Fail(Problem::kBroken, "the connection was closed within the header");
  } else {
    Fail(Problem::kBroken, "the connection was closed without a response");
  }
}

// Takes a line with its LF, if it is complete: a view of `bytes`, or of `line_` if it arrived in pieces.
bool HttpResponseReader::TakeLine(std::string_view& bytes, std::string_view& line) {
  const bool in_chunks = state_ == State::kChunkSize || state_ == State::kChunkEnd;
  const std::size_t max_size =
      limits_.header_bytes - header_bytes_ + (in_chunks ? kChunkLine : 0) - line_.size();
  // Rejects a wrong beginning at once, since the line may never end.
  std::string_view expected = state_ == State::kStatusLine ? kProtocol
                              : state_ == State::kChunkEnd ? "\r\n"
                                                           : "";
  expected.remove_prefix(std::min(line_.size(), expected.size()));
  if (!bytes.starts_with(expected.substr(0, std::min(bytes.size(), max_size)))) {
    if (in_chunks) return Fail(Problem::kBroken, "a chunk of the response is longer than its size"), false;
    return Fail(Problem::kInvalid, "the response does not begin with HTTP/1.1"), false;
  }
  const std::size_t end = bytes.find('\n');
  const std::size_t size = end == bytes.npos ? bytes.size() : end + 1;
  if (size > max_size)
    return Fail(Problem::kHeaderTooLarge, "the header of the response is too large"), false;
  line = bytes.substr(0, size);
  bytes.remove_prefix(size);
  if (end != bytes.npos && line_.empty()) return true;
  line = line_.append(line);
  return end != bytes.npos;
}

void HttpResponseReader::ReadLine(std::string_view line) {
  if (state_ == State::kChunkSize) return ReadChunkSize(line);
  if (state_ == State::kChunkEnd) {
    state_ = State::kChunkSize;
    return;
  }
  header_bytes_ += line.size();
  line.remove_suffix(line.ends_with("\r\n") ? 2 : 1);
  if (HasCrOrNul(line))
    return Fail(Problem::kInvalid, "a header line of the response contains a NUL or a CR");
  state_ == State::kStatusLine ? ReadStatusLine(line) : ReadFieldLine(line);
}

// HTTP/1.x SP 3DIGIT [SP reason]. A later minor version is treated as HTTP/1.1 (RFC 9110 2.5).
void HttpResponseReader::ReadStatusLine(std::string_view line) {
  line.remove_prefix(kProtocol.size());
  if (line.size() < 3 || line[0] < '0' || line[0] > '9' || line[1] != ' ') {
    return Fail(Problem::kInvalid, "the version of the response is not HTTP/1.1");
  }
  is_http_1_0_ = line[0] == '0';
  const std::string_view digits = line.substr(2, line.find(' ', 2) - 2);
  status_ = static_cast<int>(digits.size() == 3 ? ParseNonNegative(digits).value_or(0) : 0);
  if (status_ < 100)
    return Fail(Problem::kInvalid, "the status of the response is not a number of three digits");
  state_ = State::kFields;
}

// A field is added when the next line shows that it is complete. Trailers are discarded.
void HttpResponseReader::ReadFieldLine(std::string_view line) {
  if (!field_.empty() && (line.starts_with(' ') || line.starts_with('\t'))) {
    field_.append(" ").append(Trim(line));
    return;
  }
  if (const std::string_view field = field_; !field.empty()) {
    const std::string_view name = field.substr(0, std::min(field.find(':'), field.size() - 1));
    const bool is_token = !name.empty() && std::all_of(name.begin(), name.end(), IsTokenCharacter);
    if (!is_token || field[name.size()] != ':') return Fail(Problem::kInvalid, kBadLine);
    if (state_ == State::kFields) response_.headers.Add(name, Trim(field.substr(name.size() + 1)));
  }
  field_ = line;
  if (line.empty()) EndHeader();
}

void HttpResponseReader::EndHeader() {
  if (state_ == State::kTrailers) {
    state_ = State::kComplete;
    return;
  }
  if (status_ < 200 && status_ != 101) {
    response_.headers.clear();
    state_ = State::kStatusLine;
    return;
  }
  response_.status = status_;
  leaves_connection_open_ = !is_http_1_0_ && status_ != 101;
  std::optional<std::int64_t> length;
  bool chunked = false;
  for (const HttpHeaders::Field& field : response_.headers) {
    if (EqualsIgnoreCase(field.name, "Content-Length")) {
      const auto value = ParseNonNegative(field.value);
      if (!value || value != length.value_or(*value)) return Fail(Problem::kInvalid, kBadLength);
      length = value;
    } else if (EqualsIgnoreCase(field.name, "Transfer-Encoding")) {
      if (chunked || is_http_1_0_ || !EqualsIgnoreCase(field.value, "chunked")) {
        return Fail(Problem::kInvalid, "the Transfer-Encoding of the response is not supported");
      }
      chunked = true;
    } else if (EqualsIgnoreCase(field.name, "Connection") && ListContains(field.value, "close")) {
      leaves_connection_open_ = false;
    }
  }
  if (chunked && length) {
    return Fail(Problem::kInvalid, "the response has a Content-Length and a Transfer-Encoding");
  }
  // RFC 9112 6.3, in its order.
  if (to_head_ || status_ == 101 || status_ == 204 || status_ == 304) {
    state_ = State::kComplete;
  } else if (chunked) {
    state_ = State::kChunkSize;
  } else if (length) {
    BeginBody(State::kCountedBody, static_cast<std::uint64_t>(*length));
  } else {
    leaves_connection_open_ = false;
    state_ = State::kBodyToTheEnd;
    remaining_ = std::numeric_limits<std::uint64_t>::max();
  }
}

// Hexadecimal digits, optional whitespace, an optional extension, and CRLF. A lone LF is not allowed here.
void HttpResponseReader::ReadChunkSize(std::string_view line) {
  header_bytes_ += line.size() - std::min(line.size(), kChunkLine);
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
  const std::string_view rest = line.substr(static_cast<std::size_t>(end - line.data()));
  const std::string_view extension = Trim(rest.substr(0, std::max<std::size_t>(rest.size(), 2) - 2));
  const bool valid = error == std::errc{} && rest.ends_with("\r\n") && !HasCrOrNul(extension) &&
                     (extension.empty() || extension.front() == ';');
  if (!valid) return Fail(Problem::kBroken, "the size of a chunk of the response is malformed");
  BeginBody(State::kChunk, size);
}

// Begins a body of known size, or a chunk.
void HttpResponseReader::BeginBody(State kind, std::uint64_t size) {
  const std::size_t max_size = limits_.body_bytes - response_.body.size();
  if (size > max_size && response_.status < 300) return Fail(Problem::kBodyTooLarge, kBodyTooLarge);
  state_ = size > 0 ? kind : kind == State::kChunk ? State::kTrailers : State::kComplete;
  remaining_ = size;
  if (kind == State::kCountedBody) {
    response_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>({size, max_size, kMaxReserve})));
  }
}

// An error response ends at the size limit: its status, headers and the beginning of its body are enough.
void HttpResponseReader::ReadBody(std::string_view& bytes) {
  const std::size_t max_size = limits_.body_bytes - response_.body.size();
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), remaining_));
  const std::size_t taken = std::min(size, max_size);
  response_.body.append(bytes.substr(0, taken));
  bytes.remove_prefix(taken);
  remaining_ -= taken;
  if (taken < size) {
    if (response_.status < 300) return Fail(Problem::kBodyTooLarge, kBodyTooLarge);
    leaves_connection_open_ = false;
    state_ = State::kComplete;
  } else if (remaining_ == 0) {
    state_ = state_ == State::kChunk ? State::kChunkEnd : State::kComplete;
  }
}

}  // namespace lookoutvision::internal
