// The environment's variables, as credentials providers read them.
#pragma once

#include <string>

#include <lookoutvision/platform.h>

#include "base/text.h"

namespace lookoutvision::internal {

/// The value without the spaces and tabs around it; empty for an unset variable and for one of white space
/// only.
inline std::string TrimmedVariable(const Platform& platform, const char* name) {
  const std::string value = platform.getenv(name).value_or("");
  if (value.find_first_not_of(" \t\r\n\v\f") == value.npos) return "";
  return std::string(Trim(value));
}

}  // namespace lookoutvision::internal
