// SecretJson; see secret_json.h.
#include "credentials/secret_json.h"

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
  if (json.type != Type::kObject) return Problem{"is not a JSON object"};
  return json;
}

SecretJson::~SecretJson() {
  CleanseTexts(*this);
}

void SecretJson::Set(std::string_view member, std::string_view new_text) {
  JsonValue* found = Find(member);
  if (found == nullptr) {
    found = &values.emplace_back();
    found->name = member;
  }
  CleanseTexts(*found);
  found->values.clear();
  found->type = Type::kString;
  found->text = new_text;
}

}  // namespace lookoutvision::internal
