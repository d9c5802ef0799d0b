// Parses HTTP/1 requests in the text form of test suites, leniently: not for requests from a network.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/http_headers.h>

#include "base/parsed.h"

namespace lookoutvision::conformance {

struct RequestText {
  std::string method;
  /// As written, spaces and raw UTF-8 included; without the '?' and what follows it.
  std::string path;
  /// As written, without the '?'.
  std::string query;
  /// Values as written, leading spaces included; the lines of a folded one joined with one space.
  HttpHeaders headers;
  /// Every byte after the blank line.
  std::string body;
};

/// Lines end in LF or CRLF, the last one need not end at all, and the protocol version may be missing.
/// A problem if there is no request line or a header line has no name.
internal::Parsed<RequestText> ParseRequestText(std::string_view text);

}  // namespace lookoutvision::conformance
