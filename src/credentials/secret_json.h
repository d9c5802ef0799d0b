// SecretJson: a JSON object whose texts are overwritten once it is dropped.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace lookoutvision::internal {

/// Parses an object. Where `text` is none it is null, and `why` says so: `is no well-formed JSON`.
class SecretJson {
 public:
  SecretJson(std::string_view text, std::string& why);
  ~SecretJson();
  SecretJson(const SecretJson&) = delete;
  SecretJson& operator=(const SecretJson&) = delete;

  explicit operator bool() const { return value_ != nullptr; }
  const nlohmann::json& operator*() const { return *value_; }
  const nlohmann::json* operator->() const { return value_.get(); }
  nlohmann::json& value() { return *value_; }

 private:
  std::unique_ptr<nlohmann::json> value_;
};

/// The text member `name` of an object; empty where there is none.
std::string TextMember(const nlohmann::json& object, const char* name);

}  // namespace lookoutvision::internal
