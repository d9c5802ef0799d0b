// SecretJson; see secret_json.h.
#include "credentials/secret_json.h"

#include <string>
#include <utility>

#include "base/secrets.h"

namespace lookoutvision::internal {
namespace {

// The depth is bounded by the parser.
void CleanseTexts(JsonValue& value) {
  Cleanse(value.text);
  for (JsonValue& part : value.values) CleanseTexts(part);
}

}  // namespace

Parsed<SecretJson> SecretJson::Parse(std::string_view text) {
  auto parsed = ParseJson(text);
  if (!parsed) return Problem{parsed.problem()};
  SecretJson json(*std::move(parsed));
  if (json.value_.type != JsonValue::Type::kObject) return Problem{"is not a JSON object"};
  return json;
}

SecretJson::~SecretJson() {
  CleanseTexts(value_);
}

void SecretJson::Set(std::string_view name, std::string_view text) {
  JsonValue* member = value_.Find(name);
  if (member == nullptr) {
    member = &value_.values.emplace_back();
    member->name = name;
  }
  CleanseTexts(*member);
  member->values.clear();
  member->type = JsonValue::Type::kString;
  member->text = text;
}

}  // namespace lookoutvision::internal
