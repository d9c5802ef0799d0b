// Values of options: numbers and times as they are typed.
#pragma once

#include <chrono>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace package_model {

/// Adds `<option>: <expected> (given: "<given>")`.
void AddProblem(std::string_view option, std::string_view expected, std::string_view given,
                std::vector<std::string>& problems);

/// Parses seconds such as `30` or `0.5`: from a millisecond, or another `least`, up to a year, truncated to
/// milliseconds. Absent for anything else.
std::optional<std::chrono::milliseconds> ParseSeconds(
    std::string_view text, std::chrono::milliseconds least = std::chrono::milliseconds{1});

/// Parses a decimal integer; absent for anything else.
std::optional<int> ParseInt(std::string_view text);

/// The seconds that the option was given, if any. Adds a problem if they are not valid.
std::optional<std::chrono::milliseconds> SecondsOf(std::string_view option,
                                                   const std::optional<std::string>& text,
                                                   std::vector<std::string>& problems);

/// The integers that an option takes.
struct Range {
  int least;
  int most = std::numeric_limits<int>::max();
};

/// The integer that the option was given, if any. Adds a problem if it is not valid.
std::optional<int> NumberOf(std::string_view option, const std::optional<std::string>& text, Range range,
                            std::vector<std::string>& problems);

}  // namespace package_model
