// Makes configuration errors.
#pragma once

#include <string>
#include <utility>

#include <lookoutvision/outcome.h>

namespace lookoutvision::internal {

inline Error Misconfiguration(std::string message) {
  return {.kind = ErrorKind::kConfiguration, .message = std::move(message)};
}

inline Failure Misconfigured(std::string message) {
  return Failure(Misconfiguration(std::move(message)));
}

}  // namespace lookoutvision::internal
