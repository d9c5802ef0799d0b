// SecretJson: a JSON object whose texts are overwritten when it is destroyed.
#pragma once

#include <string_view>
#include <utility>

#include "base/json.h"
#include "base/parsed.h"

namespace lookoutvision::internal {

class SecretJson {
 public:
  /// Parses an object.
  static Parsed<SecretJson> Parse(std::string_view text);

  SecretJson(SecretJson&&) = default;
  SecretJson& operator=(SecretJson&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~SecretJson();

  const JsonValue& value() const { return value_; }
  /// Sets the object's member `name` to this text.
  void Set(std::string_view name, std::string_view text);

 private:
  explicit SecretJson(JsonValue value) : value_(std::move(value)) {}

  JsonValue value_;
};

}  // namespace lookoutvision::internal
