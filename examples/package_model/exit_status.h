// The exit statuses of the tools, which are those of the AWS command line.
#pragma once

#include <lookoutvision/error.h>

namespace package_model {

enum ExitStatus : int {
  kDone = 0,
  kInterrupted = 130,
  kBadInput = 252,
  kBadConfiguration = 253,
  kServiceError = 254,
  kOtherFailure = 255,
};

/// The exit status of a command that fails with an error of this kind.
ExitStatus ExitStatusOf(lookoutvision::ErrorKind kind);

}  // namespace package_model
