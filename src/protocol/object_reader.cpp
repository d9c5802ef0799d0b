// ObjectReader; see object_reader.h.
#include "protocol/object_reader.h"

#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

namespace lookoutvision::internal {

nlohmann::json* ObjectReader::Member(const char* name) const {
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void ObjectReader::Report(const std::string& path, const char* what) {
  if (problem_.empty()) problem_ = path + " " + what;
}

std::optional<std::string> ObjectReader::String(const char* name) {
  nlohmann::json* value = Member(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    Report(PathOf(name), "is not a string");
    return std::nullopt;
  }
  return std::move(value->get_ref<std::string&>());
}

std::optional<SystemTime> ObjectReader::Timestamp(const char* name) {
  nlohmann::json* value = Member(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    Report(PathOf(name), "is not a number of seconds");
    return std::nullopt;
  }
  using std::chrono::microseconds;
  constexpr double kLargest =
      std::chrono::duration<double>(std::chrono::floor<microseconds>(SystemTime::duration::max())).count();
  const double seconds = value->get<double>();
  // The outermost hour is left out, since a double cannot tell where exactly the range ends.
  if (!(std::abs(seconds) < kLargest - 3600)) {
    Report(PathOf(name), "is a time beyond all clocks");
    return std::nullopt;
  }
  return SystemTime(std::chrono::duration_cast<SystemTime::duration>(
      microseconds(static_cast<microseconds::rep>(std::llround(seconds * 1e6)))));
}

nlohmann::json* ObjectReader::ObjectMember(const char* name) {
  nlohmann::json* value = Member(name);
  if (value != nullptr && !value->is_object()) {
    Report(PathOf(name), "is not an object");
    return nullptr;
  }
  return value;
}

std::optional<std::size_t> ObjectReader::ArraySize(const char* name) {
  nlohmann::json* value = Member(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_array()) {
    Report(PathOf(name), "is not an array");
    return std::nullopt;
  }
  return value->size();
}

nlohmann::json* ObjectReader::ObjectElement(const char* name, std::size_t index) {
  nlohmann::json& element = (*Member(name))[index];
  if (element.is_object()) return &element;
  if (!element.is_null()) Report(PathOf(name) + "[" + std::to_string(index) + "]", "is not an object");
  return nullptr;
}

}  // namespace lookoutvision::internal
