// Lookup: finds single settings in code, the environment and the profile, in this order.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/platform.h>

#include "config/profiles.h"

namespace lookoutvision::internal {

/// A value, and its source for messages: `AWS_REGION`, `region (/home/me/.aws/config, line 2)`.
struct Setting {
  std::string value = {};
  std::string source = {};
};

/// The trimmed value of an environment variable. A blank variable counts as unset.
std::optional<std::string> FindVariable(const Platform& platform, const std::string& name);

/// `path` with HOME in place of a leading `~`. Unchanged if HOME is not set.
std::string ExpandHome(std::string path, const Platform& platform);

/// The environment variable and the profile key of a setting.
struct SettingNames {
  const char* variable;
  const char* key;
};

/// Blank values count as unset. So do invalid values, of which the first becomes the `problem`.
class Lookup {
 public:
  /// `profile` may be null. Both must outlive this object.
  Lookup(const Platform& platform, const Section* profile) : platform_(platform), profile_(profile) {}

  std::optional<Setting> Variable(const std::string& name) const;
  std::optional<Setting> Key(std::string_view key) const;
  std::optional<Setting> Text(SettingNames names) const;

  bool Bool(std::optional<bool> in_code, SettingNames names);
  int PositiveInt(std::optional<int> in_code, SettingNames names, int default_value);

  /// Makes `<source> is "<value>": <rule>` the problem, unless there already is one.
  void Report(const Setting& setting, const std::string& rule);
  const std::string& problem() const { return problem_; }

 private:
  const Platform& platform_;
  const Section* const profile_;
  std::string problem_;
};

/// A property of a profile as a setting.
Setting SettingOf(std::string_view key, const Property& property);

}  // namespace lookoutvision::internal
