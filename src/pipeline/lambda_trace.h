// The trace header of AWS Lambda.
#pragma once

#include <string>

#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// The value of X-Amzn-Trace-Id with which a function in AWS Lambda continues the trace of its invocation,
/// percent-encoded where it would break the header or the trace. Empty without a trace. A function's next
/// invocation has another trace: read it again for each attempt.
std::string LambdaTrace(const Platform& platform);

}  // namespace lookoutvision::internal
