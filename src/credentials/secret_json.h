// SecretJson: a JSON object whose texts are overwritten once it is dropped.
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace lookoutvision::internal {

/// Parses an object. Where `text` is none it is false, and `why` says so: `is no well-formed JSON`.
class SecretJson {
 public:
  SecretJson(std::string_view text, std::string& why);
  ~SecretJson();
  SecretJson(const SecretJson&) = delete;
  SecretJson& operator=(const SecretJson&) = delete;

  explicit operator bool() const { return value_.type == JsonValue::Type::kObject; }
  const JsonValue& operator*() const { return value_; }
  const JsonValue* operator->() const { return &value_; }
  /// Gives the object's member `name` this text.
  void Set(std::string_view name, std::string_view text);

 private:
  JsonValue value_;
};

}  // namespace lookoutvision::internal
