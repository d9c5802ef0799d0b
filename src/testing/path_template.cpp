// Matches paths against templates.
#include "testing/path_template.h"

#include "base/text.h"

namespace lookoutvision::testing {
namespace {

// Removes a '/' and the segment after it, so that `path` begins with the next '/'.
std::string_view TakeSegment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

}  // namespace

std::optional<std::map<std::string_view, std::string>> MatchPath(std::string_view path_template,
                                                                 std::string_view path) {
  std::map<std::string_view, std::string> labels;
  while (path_template.starts_with('/') && path.starts_with('/')) {
    const std::string_view expected = TakeSegment(path_template);
    const std::string_view segment = TakeSegment(path);
    if (expected.starts_with('{') && !segment.empty()) {
      labels.emplace(expected.substr(1, expected.size() - 2), internal::PercentDecode(segment));
    } else if (segment != expected) {
      return std::nullopt;
    }
  }
  if (!path_template.empty() || !path.empty()) return std::nullopt;
  return labels;
}

}  // namespace lookoutvision::testing
