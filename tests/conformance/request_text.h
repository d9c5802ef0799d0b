// An HTTP/1 request as text, as test suites write it down, read into its parts. Lenient where such files are:
// it is no parser for what comes from a network.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/http_headers.h>

namespace lookoutvision::conformance {

struct RequestText {
  std::string method;
  /// As written, spaces and raw UTF-8 included; without the '?' and what follows it.
  std::string path;
  /// As written, without the '?'.
  std::string query;
  /// Values as written, leading spaces included; the lines of a folded one joined with one space.
  HttpHeaders headers;
  /// Every byte behind the blank line.
  std::string body;
};

/// Lines end in LF or CRLF, the last one need not end at all, and the protocol version may be missing.
/// Absent, with `why` set, where there is no request line or a header line has no name.
std::optional<RequestText> ParseRequestText(std::string_view text, std::string& why);

}  // namespace lookoutvision::conformance
