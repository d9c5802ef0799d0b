// Parses requests in the text form of test suites; see request_text.h.
#include "request_text.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/text.h"

namespace lookoutvision::conformance {
namespace {

// Removes the first line from `text`, and returns it without its end.
std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

bool ParseRequestLine(std::string_view line, RequestText& request) {
  const std::size_t space = line.find(' ');
  if (space == 0 || space == std::string_view::npos) return false;
  request.method = line.substr(0, space);
  // A target may contain spaces, so only a last word that is a version is not part of it.
  std::string_view target = line.substr(space + 1);
  const std::size_t last = target.rfind(' ');
  if (last != std::string_view::npos && target.substr(last + 1).starts_with("HTTP/")) {
    target = target.substr(0, last);
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.path = target.substr(0, mark);
  request.query = target.substr(std::min(mark + 1, target.size()));
  return !target.empty();
}

}  // namespace

internal::Parsed<RequestText> ParseRequestText(std::string_view text) {
  RequestText request;
  if (!ParseRequestLine(TakeLine(text), request)) return internal::Problem{"no request line"};
  std::vector<std::pair<std::string, std::string>> headers;
  while (!text.empty()) {
    const std::string_view line = TakeLine(text);
    if (line.empty()) break;
    const bool folded = line.front() == ' ' || line.front() == '\t';
    const std::size_t colon = line.find(':');
    if (folded && !headers.empty()) {
      headers.back().second.append(" ").append(internal::Trim(line));
    } else if (folded || colon == 0 || colon == std::string_view::npos) {
      return internal::Problem{"a header line without a name: " + internal::Printable(line)};
    } else {
      headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
    }
  }
  for (const auto& [name, value] : headers) request.headers.Add(name, value);
  request.body = text;
  return request;
}

}  // namespace lookoutvision::conformance
