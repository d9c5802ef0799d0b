// Maps error kinds to exit statuses.
#include "package_model/exit_status.h"

namespace package_model {

ExitStatus ExitStatusOf(lookoutvision::ErrorKind kind) {
  using lookoutvision::ErrorKind;
  switch (kind) {
    case ErrorKind::kInvalidRequest:
      return kBadInput;
    case ErrorKind::kConfiguration:
    case ErrorKind::kCredentials:
      return kBadConfiguration;
    case ErrorKind::kService:
    case ErrorKind::kJobFailed:
      return kServiceError;
    case ErrorKind::kCancelled:
      return kInterrupted;
    case ErrorKind::kTransport:
    case ErrorKind::kTimeout:
    case ErrorKind::kUnreadableResponse:
      return kOtherFailure;
  }
  return kOtherFailure;
}

}  // namespace package_model
