// SecretJson; see secret_json.h.
#include "credentials/secret_json.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/secrets.h"

namespace lookoutvision::internal {
namespace {

// The depth is bounded by the parser.
void CleanseTexts(nlohmann::json& value) {
  if (auto* const text = value.get_ptr<std::string*>()) return Cleanse(*text);
  if (auto* const object = value.get_ptr<nlohmann::json::object_t*>()) {
    for (auto& member : *object) CleanseTexts(member.second);
  } else if (auto* const array = value.get_ptr<nlohmann::json::array_t*>()) {
    for (auto& element : *array) CleanseTexts(element);
  }
}

}  // namespace

SecretJson::SecretJson(std::string_view text, std::string& why) {
  auto parsed = ParseJson(text, why);
  if (!parsed) return;
  if (parsed->is_object()) {
    value_ = std::make_unique<nlohmann::json>(*std::move(parsed));
  } else {
    why = "is no JSON object";
    CleanseTexts(*parsed);
  }
}

SecretJson::~SecretJson() {
  if (value_) CleanseTexts(*value_);
}

std::string TextMember(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace lookoutvision::internal
