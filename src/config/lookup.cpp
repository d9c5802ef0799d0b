// Lookup: finds single settings in code, the environment and the profile.
#include "config/lookup.h"

#include "base/text.h"

namespace lookoutvision::internal {

std::optional<std::string> FindVariable(const Platform& platform, const std::string& name) {
  auto value = platform.getenv(name);
  if (!value || value->find_first_not_of(" \t\r\n\v\f") == value->npos) return std::nullopt;
  return std::string(Trim(*value));
}

std::string ExpandHome(std::string path, const Platform& platform) {
  if (!path.starts_with("~/")) return path;
  const auto home = FindVariable(platform, "HOME");
  return home ? path.replace(0, 1, *home) : path;
}

Setting SettingOf(std::string_view key, const Property& property) {
  return {std::string(property.value.view()), std::string(key) + " (" + property.where + ")"};
}

std::optional<Setting> Lookup::Variable(const std::string& name) const {
  auto value = FindVariable(platform_, name);
  return value ? std::optional(Setting{*std::move(value), name}) : std::nullopt;
}

std::optional<Setting> Lookup::Key(std::string_view key) const {
  const Property* property = profile_ == nullptr ? nullptr : profile_->Find(key);
  return property == nullptr ? std::nullopt : std::optional(SettingOf(key, *property));
}

std::optional<Setting> Lookup::Text(SettingNames names) const {
  auto setting = Variable(names.variable);
  return setting ? setting : Key(names.key);
}

bool Lookup::Bool(std::optional<bool> in_code, SettingNames names) {
  if (in_code) return *in_code;
  const auto setting = Text(names);
  if (!setting || EqualsIgnoreCase(setting->value, "false")) return false;
  if (!EqualsIgnoreCase(setting->value, "true")) Report(*setting, "must be true or false");
  return true;
}

int Lookup::PositiveInt(std::optional<int> in_code, SettingNames names, int default_value) {
  if (in_code) return *in_code;
  const auto setting = Text(names);
  if (!setting) return default_value;
  const auto number = ParseNonNegative(setting->value);
  if (number && *number >= 1 && *number <= 1'000'000) return static_cast<int>(*number);
  Report(*setting, "must be an integer from 1 to 1000000");
  return default_value;
}

void Lookup::Report(const Setting& setting, const std::string& rule) {
  if (problem_.empty()) problem_ = setting.source + " is \"" + Printable(setting.value, 64) + "\": " + rule;
}

}  // namespace lookoutvision::internal
