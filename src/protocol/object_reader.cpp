// ObjectReader; see object_reader.h.
#include "protocol/object_reader.h"

#include <cmath>
#include <utility>

namespace lookoutvision::internal {

using Type = JsonValue::Type;

JsonValue* ObjectReader::Member(const char* name) const {
  JsonValue* const found = object_.Find(name);
  return found == nullptr || found->type == Type::kNull ? nullptr : found;
}

void ObjectReader::Report(const std::string& path, const std::string& what) {
  if (problem_.empty()) problem_ = path + " " + what;
}

std::optional<std::string> ObjectReader::String(const char* name) {
  JsonValue* const value = Member(name);
  if (value == nullptr) return std::nullopt;
  if (value->type != Type::kString) {
    Report(PathOf(name), "is not a string");
    return std::nullopt;
  }
  return std::move(value->text);
}

std::optional<SystemTime> ObjectReader::Timestamp(const char* name) {
  JsonValue* const value = Member(name);
  if (value == nullptr) return std::nullopt;
  if (value->type != Type::kNumber) {
    Report(PathOf(name), "is not a number of seconds");
    return std::nullopt;
  }
  using std::chrono::microseconds;
  // The same with every standard library: the clock of libc++ counts microseconds, and so has years that no
  // calendar has.
  constexpr double kLargest =
      std::chrono::duration<double>(std::chrono::floor<microseconds>(std::chrono::nanoseconds::max()))
          .count();
  const double seconds = value->number;
  // The outermost hour is left out, since a double cannot tell where exactly the range ends.
  if (!(std::abs(seconds) < kLargest - 3600)) {
    Report(PathOf(name), "is a time beyond all clocks");
    return std::nullopt;
  }
  return SystemTime(std::chrono::duration_cast<SystemTime::duration>(
      microseconds(static_cast<microseconds::rep>(std::llround(seconds * 1e6)))));
}

JsonValue* ObjectReader::ObjectMember(const char* name) {
  JsonValue* const value = Member(name);
  if (value != nullptr && value->type != Type::kObject) {
    Report(PathOf(name), "is not an object");
    return nullptr;
  }
  return value;
}

JsonValue* ObjectReader::ArrayMember(const char* name, std::size_t at_most) {
  JsonValue* const value = Member(name);
  if (value != nullptr && value->type != Type::kArray) {
    Report(PathOf(name), "is not an array");
    return nullptr;
  }
  if (value != nullptr && value->values.size() > at_most) {
    Report(PathOf(name), "holds more than " + std::to_string(at_most) + " elements");
    return nullptr;
  }
  return value;
}

bool ObjectReader::IsObject(const JsonValue& element, const std::string& path) {
  if (element.type == Type::kObject) return true;
  if (element.type != Type::kNull) Report(path, "is not an object");
  return false;
}

}  // namespace lookoutvision::internal
