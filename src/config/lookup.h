// Lookup: one setting after another, from code, the environment and the profile, in this order. It knows how
// values are written, not which settings there are.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/platform.h>

#include "config/profiles.h"

namespace lookoutvision::internal {

/// A value, and who set it, for messages: `AWS_REGION`, `region (/home/me/.aws/config, line 2)`.
struct Setting {
  std::string value = {};
  std::string source = {};
};

/// The value of an environment variable, without the blanks around it. One that is blank is unset.
std::optional<std::string> FindVariable(const Platform& platform, const std::string& name);

/// The variable and the key of the profile that set the same.
struct SettingNames {
  const char* variable;
  const char* key;
};

/// Blank is unset, everywhere. A value that cannot be read counts as unset, and the first such is kept as the
/// mistake.
class Lookup {
 public:
  /// `profile` may be null. Both must outlive this.
  Lookup(const Platform& platform, const Section* profile) : platform_(platform), profile_(profile) {}

  std::optional<Setting> Variable(const std::string& name) const;
  std::optional<Setting> Key(std::string_view key) const;
  std::optional<Setting> Text(SettingNames names) const;

  bool Bool(std::optional<bool> in_code, SettingNames names);
  int PositiveInt(std::optional<int> in_code, SettingNames names, int otherwise);

  void Report(const Setting& setting, const std::string& rule);
  const std::string& mistake() const { return mistake_; }

 private:
  const Platform& platform_;
  const Section* const profile_;
  std::string mistake_;
};

/// The setting that a property of a profile holds.
Setting SettingOf(std::string_view key, const Property& property);

}  // namespace lookoutvision::internal
