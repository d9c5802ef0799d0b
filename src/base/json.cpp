// The JSON parser.
#include "base/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/secrets.h"

namespace lookoutvision::internal {
namespace {

using Type = JsonValue::Type;

constexpr std::size_t kMaxDepth = 64;

// The SAX handler for the parser of nlohmann/json. Its DOM would link two builders into the program: 45 kB.
class Builder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  explicit Builder(std::size_t max_values) : max_values_(max_values) {}

  // NOLINTBEGIN(readability-identifier-naming): the SAX interface defines the names.
  bool null() { return Add({.type = Type::kNull, .text = "null"}); }
  bool boolean(bool value) { return Add({.type = Type::kBoolean, .text = value ? "true" : "false"}); }
  bool number_integer(number_integer_t value) {
    return Add({.type = Type::kNumber, .number = static_cast<double>(value), .text = std::to_string(value)});
  }
  bool number_unsigned(number_unsigned_t value) {
    return Add({.type = Type::kNumber, .number = static_cast<double>(value), .text = std::to_string(value)});
  }
  bool number_float(number_float_t value, const string_t& text) {
    std::string json = text;
    // The parser replaces the decimal point with that of the locale.
    const std::size_t point = json.find_first_not_of("+-0123456789Ee");
    if (point != json.npos) json[point] = '.';
    return Add({.type = Type::kNumber, .number = value, .text = std::move(json)});
  }
  bool string(string_t& text) { return Add({.type = Type::kString, .text = std::move(text)}); }
  bool binary(binary_t& /*not part of JSON*/) { return false; }
  bool start_object(std::size_t /*size*/) { return Open(Type::kObject); }
  bool key(string_t& name) {
    name_ = std::move(name);
    return true;
  }
  bool end_object() { return Close(); }
  bool start_array(std::size_t /*size*/) { return Open(Type::kArray); }
  bool end_array() { return Close(); }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& error) {
    constexpr int kNumberOutOfRange = 406;
    position_ = position;
    problem_ = error.id == kNumberOutOfRange ? "contains a number that is out of range for a double"
                                             : "is not well-formed JSON";
    return false;
  }
  // NOLINTEND(readability-identifier-naming)

  JsonValue TakeRoot() { return std::move(root_); }
  const std::string& problem() const { return problem_; }
  std::size_t position() const { return position_; }

 private:
  bool Add(JsonValue value) { return Place(std::move(value)) != nullptr; }

  JsonValue* Place(JsonValue value) {
    if (count_++ == max_values_) {
      problem_ = "contains more than " + std::to_string(max_values_) + " values";
      return nullptr;
    }
    if (depth_ == 0) return &(root_ = std::move(value));
    value.name = std::exchange(name_, {});
    return &open_[depth_ - 1]->values.emplace_back(std::move(value));
  }

  bool Open(Type type) {
    if (depth_ == kMaxDepth) {
      problem_ = "nests deeper than " + std::to_string(kMaxDepth) + " levels";
      return false;
    }
    JsonValue* const value = Place({.type = type});
    if (value == nullptr) return false;
    open_[depth_++] = value;
    return true;
  }

  bool Close() {
    --depth_;
    return true;
  }

  std::string problem_;
  std::size_t position_ = 0;
  const std::size_t max_values_;
  std::size_t count_ = 0;
  JsonValue root_;
  std::string name_;
  // Each is the last child of the one before, so its address is stable until a sibling is added.
  std::array<JsonValue*, kMaxDepth> open_{};
  std::size_t depth_ = 0;
};

// The UTF-16 unit of the escape `\uXXXX` at `pos`; absent if there is none.
std::optional<std::uint64_t> EscapedUnit(std::string_view text, std::size_t pos) {
  if (pos > text.size() || text.size() - pos < 6 || text.substr(pos, 2) != "\\u") return std::nullopt;
  std::uint64_t unit = 0;
  const char* const end = text.data() + pos + 6;
  const auto [rest, error] = std::from_chars(end - 4, end, unit, 16);
  return error == std::errc() && rest == end ? std::optional(unit) : std::nullopt;
}

// `text` with an escaped U+FFFD in place of each escape of a lone surrogate; empty if there is
// none.
std::string ReplaceLoneSurrogates(std::string_view text) {
  std::string repaired;
  std::size_t next = 0;
  for (std::size_t pos = text.find('\\'); pos != text.npos; pos = text.find('\\', next)) {
    const auto unit = EscapedUnit(text, pos);
    next = pos + (unit ? 6 : 2);
    if (!unit || *unit < 0xD800 || *unit > 0xDFFF) continue;
    const auto second = EscapedUnit(text, next).value_or(0);
    if (*unit < 0xDC00 && second >= 0xDC00 && second <= 0xDFFF) {
      next += 6;
    } else {
      if (repaired.empty()) repaired = text;
      repaired.replace(pos, 6, "\\ufffd");
    }
  }
  return repaired;
}

}  // namespace

Parsed<JsonValue> ParseJson(std::string_view text, std::size_t max_values, std::size_t* position) {
  if (text.starts_with("\xEF\xBB\xBF")) return Problem{"begins with a byte order mark"};
  // The parser would treat it as the end of the text.
  if (text.find('\0') != std::string_view::npos) return Problem{"contains a NUL character"};
  if (text.empty()) return Problem{"is empty"};
  Builder builder(max_values);
  // The parser would reject the whole text for one invalid string.
  std::string repaired = ReplaceLoneSurrogates(text);
  const bool parsed = nlohmann::json::sax_parse(repaired.empty() ? text : repaired, &builder);
  Cleanse(repaired);
  if (position != nullptr) *position = builder.position();
  if (!parsed) return Problem{builder.problem()};
  return builder.TakeRoot();
}

std::string_view ToString(Type type) {
  constexpr std::array<std::string_view, 6> kNames{"null", "boolean", "number", "string", "array", "object"};
  return kNames[static_cast<std::size_t>(type)];
}

JsonValue* JsonValue::Find(std::string_view member) {
  if (type != Type::kObject) return nullptr;
  const auto found = std::find_if(values.rbegin(), values.rend(),
                                  [member](const JsonValue& value) { return value.name == member; });
  return found == values.rend() ? nullptr : &*found;
}

const JsonValue* JsonValue::Find(std::string_view member) const {
  return const_cast<JsonValue*>(this)->Find(member);
}

std::string JsonValue::TextOf(std::string_view member) const {
  const JsonValue* const value = Find(member);
  return value != nullptr && value->type == Type::kString ? value->text : "";
}

std::optional<std::int64_t> JsonValue::Integer() const {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (type != Type::kNumber || error != std::errc() || rest != end) return std::nullopt;
  return value;
}

}  // namespace lookoutvision::internal
