// Parses the values of options.
#include "package_model/option_values.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

#include "package_model/printable.h"

namespace package_model {
namespace {

constexpr std::int64_t kYearInMilliseconds = std::int64_t{365} * 24 * 3600 * 1000;

}  // namespace

void AddProblem(std::string_view option, std::string_view expected, std::string_view given,
                std::vector<std::string>& problems) {
  problems.push_back(std::string(option) + ": " + std::string(expected) + " (given: " + JsonString(given) +
                     ")");
}

// Parses the digits itself: std::strtod depends on the locale, and not every standard library has a
// std::from_chars for doubles.
std::optional<std::chrono::milliseconds> ParseSeconds(std::string_view text,
                                                      std::chrono::milliseconds least) {
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, point));
  digits += text.substr(std::min(point + 1, text.size()));
  if (digits.empty() || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
  digits.resize(point + 3, '0');  // milliseconds
  std::int64_t count = 0;
  const auto error = std::from_chars(digits.data(), digits.data() + digits.size(), count).ec;
  if (error != std::errc() || count < least.count() || count > kYearInMilliseconds) return std::nullopt;
  return std::chrono::milliseconds(count);
}

std::optional<int> ParseInt(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::chrono::milliseconds> SecondsOf(std::string_view option,
                                                   const std::optional<std::string>& text,
                                                   std::vector<std::string>& problems) {
  if (!text) return std::nullopt;
  const auto time = ParseSeconds(*text);
  if (!time) AddProblem(option, "must be a number of seconds, from 0.001 to 31536000", *text, problems);
  return time;
}

std::optional<int> NumberOf(std::string_view option, const std::optional<std::string>& text, Range range,
                            std::vector<std::string>& problems) {
  if (!text) return std::nullopt;
  const auto number = ParseInt(*text);
  if (number && *number >= range.least && *number <= range.most) return number;
  const std::string least = std::to_string(range.least);
  const std::string valid = range.most == std::numeric_limits<int>::max()
                                ? "of at least " + least
                                : "from " + least + " to " + std::to_string(range.most);
  AddProblem(option, "must be an integer " + valid, *text, problems);
  return std::nullopt;
}

}  // namespace package_model
