// The trace header of AWS Lambda.
#include "pipeline/lambda_trace.h"

#include <string_view>

#include "base/text.h"

namespace lookoutvision::internal {

std::string LambdaTrace(const Platform& platform) {
  std::string value;
  // The characters that botocore keeps.
  constexpr std::string_view kKept = "-=;:+&[]{}\"',";
  for (const char c : platform.getenv("_X_AMZN_TRACE_ID").value_or("")) {
    value += kKept.find(c) != kKept.npos ? std::string(1, c) : PercentEncode({&c, 1});
  }
  return value;
}

}  // namespace lookoutvision::internal
