// ServiceError: a no of the mock service, before it is written as an answer.
#pragma once

#include <string>

namespace lookoutvision::testing {

struct ServiceError {
  int status = 0;
  /// The error's name, for example `ConflictException`.
  std::string type;
  std::string message;
  /// Members of ConflictException and ResourceNotFoundException; empty elsewhere.
  std::string resource_id = {};
  std::string resource_type = {};

  friend bool operator==(const ServiceError&, const ServiceError&) = default;
};

}  // namespace lookoutvision::testing
