// ServiceError: an error response of the mock service before it is encoded.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace lookoutvision::testing {

/// An error response. Checks and operations throw it, and Operations::Handle() encodes it.
struct ServiceError {
  int status = 0;
  /// The error's name, for example `ConflictException`.
  std::string type;
  std::string message;
  /// Members of ConflictException, ResourceNotFoundException and ServiceQuotaExceededException; empty
  /// elsewhere.
  std::string resource_id = {};
  std::string resource_type = {};
  /// Members of ServiceQuotaExceededException and ThrottlingException; empty elsewhere.
  std::string quota_code = {};
  std::string service_code = {};
  /// The header Retry-After.
  std::optional<std::chrono::seconds> retry_after = {};

  friend bool operator==(const ServiceError&, const ServiceError&) = default;
};

}  // namespace lookoutvision::testing
