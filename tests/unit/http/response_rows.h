// The responses that HttpResponseReader parses in its tests: a row per rule of RFC 9112.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "http/http_response_reader.h"

namespace lookoutvision::internal {

/// A response, and the expected result of parsing it.
struct ResponseRow {
  using Problem = HttpResponseReader::Problem;

  const char* name;
  std::string bytes;
  int status = 200;
  std::string body = {};
  bool open = true;
  Problem problem = Problem::kNone;
  std::string reason = {};
  std::string rest = {};
  bool to_head = false;

  friend void PrintTo(const ResponseRow& row, std::ostream* out) { *out << row.name; }
};

/// The limits of the reader.
inline constexpr HttpResponseReader::Limits kResponseRowLimits{.header_bytes = 200, .body_bytes = 20};

std::vector<ResponseRow> StatusLineRows();
std::vector<ResponseRow> FieldRows();
std::vector<ResponseRow> FramingRows();
std::vector<ResponseRow> ChunkRows();

/// The bytes of `text`, including NUL bytes.
template <std::size_t size>
std::string Bytes(const char (&text)[size]) {
  return std::string(text, size - 1);
}

/// A response that is rejected with this reason.
inline ResponseRow Invalid(const char* name, std::string bytes, std::string reason) {
  return {.name = name,
          .bytes = std::move(bytes),
          .problem = ResponseRow::Problem::kInvalid,
          .reason = std::move(reason)};
}
/// A response that ends early, or has a malformed chunk.
inline ResponseRow Incomplete(const char* name, std::string bytes, std::string reason) {
  return {.name = name,
          .bytes = std::move(bytes),
          .problem = ResponseRow::Problem::kBroken,
          .reason = std::move(reason)};
}
inline ResponseRow TooLarge(const char* name, std::string bytes, ResponseRow::Problem problem) {
  const std::string part = problem == ResponseRow::Problem::kBodyTooLarge ? "body" : "header";
  return {.name = name,
          .bytes = std::move(bytes),
          .problem = problem,
          .reason = "the " + part + " of the response is too large"};
}

inline const std::string kOk = "HTTP/1.1 200 OK\r\n";
inline const std::string kLength5 = "Content-Length: 5\r\n";
inline const std::string kChunked = "Transfer-Encoding: chunked\r\n";
inline const std::string kHello = "hello";
inline constexpr const char* kBadLine =
    "a header line of the response does not begin with a name and a colon";
inline constexpr const char* kBadByte = "a header line of the response contains a NUL or a CR";
inline constexpr const char* kTruncatedHeader = "the connection was closed within the header";

}  // namespace lookoutvision::internal
