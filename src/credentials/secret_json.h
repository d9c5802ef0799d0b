// SecretJson: a JSON object whose texts are overwritten when it is destroyed.
#pragma once

#include <string_view>
#include <utility>

#include "base/json.h"
#include "base/parsed.h"

namespace lookoutvision::internal {

class SecretJson : public JsonValue {
 public:
  /// Parses an object.
  static Parsed<SecretJson> Parse(std::string_view text);

  SecretJson(SecretJson&&) = default;
  SecretJson& operator=(SecretJson&& other) noexcept {
    std::swap<JsonValue>(*this, other);
    return *this;
  }
  ~SecretJson();

  /// Sets the member to this text.
  void Set(std::string_view member, std::string_view new_text);

 private:
  explicit SecretJson(JsonValue value) : JsonValue(std::move(value)) {}
};

}  // namespace lookoutvision::internal
