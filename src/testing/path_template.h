// Matches the path of a request against the path template of an operation.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lookoutvision::testing {

/// The decoded labels of `path` by name if it matches `path_template`, for example
/// `/projects/{ProjectName}/models`. A label is one segment of the path and not empty. The names are views of
/// the template.
std::optional<std::map<std::string_view, std::string>> MatchPath(std::string_view path_template,
                                                                 std::string_view path);

}  // namespace lookoutvision::testing
