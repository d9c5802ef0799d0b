// JsonReader: reads the members of a JSON object.
#include "base/json_reader.h"

#include <array>
#include <chrono>
#include <cmath>

namespace lookoutvision::internal {
namespace {

using Type = JsonValue::Type;

std::string_view Describe(Type type) {
  constexpr std::array<std::string_view, 6> kNames{"null",     "a boolean", "a number",
                                                   "a string", "an array",  "an object"};
  return kNames[static_cast<std::size_t>(type)];
}

}  // namespace

JsonReader::JsonReader(JsonValue& value, std::string path, std::optional<JsonMismatch>& mismatch)
    : value_(value), path_(std::move(path)), mismatch_(mismatch) {
  if (value_.type != Type::kObject && !mismatch_)
    mismatch_ = {path_, std::string(Describe(Type::kObject)), Describe(value_.type)};
}

JsonValue* JsonReader::Find(std::string_view name) const {
  JsonValue* const found = value_.Find(name);
  if (found != nullptr) found->was_read = true;
  return found == nullptr || found->type == Type::kNull ? nullptr : found;
}

std::optional<std::string> JsonReader::String(std::string_view name) {
  JsonValue* const value = FindOf(Type::kString, name);
  if (value == nullptr) return std::nullopt;
  return std::move(value->text);
}

std::optional<std::int64_t> JsonReader::Integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const JsonValue* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  const auto number = value->Integer();
  if (number && *number >= min && *number <= max) return number;
  Report(name, "an integer from " + std::to_string(min) + " to " + std::to_string(max));
  return std::nullopt;
}

std::optional<SystemTime> JsonReader::Timestamp(std::string_view name) {
  const JsonValue* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  using std::chrono::microseconds;
  // The range of nanoseconds, whatever the standard library: the clock of libc++ counts microseconds, and
  // exceeds the years of std::chrono::year.
  constexpr double kLargest =
      std::chrono::duration<double>(std::chrono::floor<microseconds>(std::chrono::nanoseconds::max()))
          .count();
  // Less an hour, since a double does not represent the end of the range exactly.
  if (value->type != Type::kNumber || !(std::abs(value->number) < kLargest - 3600)) {
    Report(name, "a number of seconds between the years 1677 and 2262");
    return std::nullopt;
  }
  return SystemTime(std::chrono::duration_cast<SystemTime::duration>(
      microseconds(static_cast<microseconds::rep>(std::llround(value->number * 1e6)))));
}

std::string JsonReader::PathOf(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void JsonReader::Report(std::string_view name, std::string expected) {
  const JsonValue* const value = Find(name);
  const Type actual = value == nullptr ? Type::kNull : value->type;
  if (!mismatch_) mismatch_ = {PathOf(name), std::move(expected), Describe(actual)};
}

JsonValue* JsonReader::FindOf(Type type, std::string_view name) {
  JsonValue* const value = Find(name);
  if (value == nullptr || value->type == type) return value;
  Report(name, std::string(Describe(type)));
  return nullptr;
}

JsonValue* JsonReader::FindArray(std::string_view name, std::size_t max_size) {
  JsonValue* const array = FindOf(Type::kArray, name);
  if (array == nullptr || array->values.size() <= max_size) return array;
  Report(name, "an array of at most " + std::to_string(max_size) + " elements");
  return nullptr;
}

}  // namespace lookoutvision::internal
