// How this room fails. What the messages say is up to those who fail.
#pragma once

#include <string>
#include <utility>

#include <lookoutvision/outcome.h>

namespace lookoutvision::internal {

inline Failure Misconfigured(std::string message) {
  return Failure({.kind = ErrorKind::kConfiguration, .message = std::move(message)});
}

}  // namespace lookoutvision::internal
