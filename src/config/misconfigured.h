// Makes configuration errors.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/outcome.h>

#include "base/text.h"

namespace lookoutvision::internal {

inline Error Misconfiguration(std::string message) {
  return {.kind = ErrorKind::kConfiguration, .message = std::move(message)};
}

inline Failure Misconfigured(std::initializer_list<std::string_view> message) {
  return Failure(Misconfiguration(Concat(message)));
}

}  // namespace lookoutvision::internal
