// The exit status of the tool, as the AWS command line has it. What is printed along with it: output.h.
#pragma once

#include <lookoutvision/error.h>

namespace package_model {

enum ExitStatus : int {
  kDone = 0,
  kInterrupted = 130,
  kBadInput = 252,
  kBadConfiguration = 253,
  kServiceSaidNo = 254,
  kOtherFailure = 255,
};

/// The exit status of a command that ended with an error of this kind.
ExitStatus ExitStatusOf(lookoutvision::ErrorKind kind);

}  // namespace package_model
