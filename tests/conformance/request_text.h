// Parses HTTP/1 requests in the text form of test suites.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/http_headers.h>

#include "base/parsed.h"

namespace lookoutvision::conformance {

struct RequestText {
  std::string method;
  /// The path as written, with spaces and raw UTF-8, up to the '?'.
  std::string path;
  /// The query as written, without the '?'.
  std::string query;
  /// Values as written, with leading spaces; the lines of a folded value are joined with one space.
  HttpHeaders headers;
  /// The bytes after the blank line.
  std::string body;
};

/// Lines end in LF or CRLF; the end of the last line and the protocol version may be missing. Reports a
/// missing request line, and a header line without a name.
internal::Parsed<RequestText> ParseRequestText(std::string_view text);

}  // namespace lookoutvision::conformance
