// Hand-written matchers for the patterns: std::regex has no Unicode classes, and recurses per character.
#include "model/constraints.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

// Whether `text` consists of ASCII letters, digits, and the `others`.
bool ContainsOnly(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [others](char c) {
    return IsAlphanumeric(c) || others.find(c) != std::string_view::npos;
  });
}

bool IsModelVersion(std::string_view text) {
  return text == "latest" || (text.front() != '0' && std::all_of(text.begin(), text.end(), IsDigit));
}

bool IsComponentVersion(std::string_view text) {
  constexpr std::size_t kMaxDigits = 6;
  for (const std::string_view end : {".", ".", ""}) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(digits);
    if (digits < 1 || digits > kMaxDigits || !text.starts_with(end)) return false;
    text.remove_prefix(end.size());
  }
  return text.empty();
}

// Whether every code point of well-formed UTF-8 satisfies `allowed`.
template <typename Predicate>
bool AllCodePoints(std::string_view text, Predicate allowed) {
  for (std::size_t pos = 0; pos < text.size();) {
    if (!allowed(NextCodePoint(text, pos).value_or(0))) return false;
  }
  return true;
}

bool IsLineBreak(char32_t c) {
  return c == U'\n' || c == U'\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool IsTagCharacter(char32_t c) {
  return IsLetterSeparatorOrNumber(c) ||
         (c < 0x80 && std::string_view("_.:/=+-@").find(static_cast<char>(c)) != std::string_view::npos);
}

bool HasNoLineBreak(std::string_view text) {
  return AllCodePoints(text, [](char32_t c) { return !IsLineBreak(c); });
}

bool IsTag(std::string_view text) {
  return AllCodePoints(text, IsTagCharacter);
}

// A text matches if it consists of ASCII letters, digits and `others`, and satisfies `rule`; null: no such
// condition.
struct Row {
  Pattern pattern;
  const char* others;
  bool (*rule)(std::string_view text);
  std::string_view description;
};

constexpr std::array<Row, 11> kRows{{
    {Pattern::kProjectName, "_-", [](std::string_view text) { return IsAlphanumeric(text.front()); },
     "may contain only ASCII letters, digits, - and _, and must begin with a letter or digit"},
    {Pattern::kModelVersion, nullptr, IsModelVersion, "must be a number without leading zeros, or latest"},
    {Pattern::kJobName, "-", nullptr, "may contain only ASCII letters, digits and -"},
    {Pattern::kDescription, "-_. ()':,;?", nullptr,
     "may contain only ASCII letters, digits, spaces and - _ . ( ) ' : , ; ?"},
    {Pattern::kComponentName, "-_.", nullptr, "may contain only ASCII letters, digits and - _ ."},
    {Pattern::kBucket, "-_.", nullptr, "may contain only ASCII letters, digits and - _ ."},
    {Pattern::kPrefix, "/!_.*'()-", [](std::string_view text) { return text.front() != '/'; },
     "may contain only ASCII letters, digits and / ! _ . * ' ( ) -, and must not begin with /"},
    {Pattern::kCompilerOptions, nullptr, HasNoLineBreak, "must not contain line breaks"},
    {Pattern::kComponentVersion, nullptr, IsComponentVersion,
     "must be three numbers of 1 to 6 digits, separated by dots, for example 1.0.0"},
    {Pattern::kPageToken, "/+=", nullptr, "may contain only ASCII letters, digits and / + ="},
    {Pattern::kTag, nullptr, IsTag,
     "may contain only letters, numbers and separators of any script, and _ . : / = + - @"},
}};

const Row& RowOf(Pattern pattern) {
  return *std::ranges::find(kRows, pattern, &Row::pattern);
}

}  // namespace

bool Matches(Pattern pattern, std::string_view text) {
  const Row& row = RowOf(pattern);
  return (row.others == nullptr || ContainsOnly(text, row.others)) && (row.rule == nullptr || row.rule(text));
}

std::string_view Describe(Pattern pattern) {
  return RowOf(pattern).description;
}

}  // namespace lookoutvision::internal
