// Compiler options as JSON: what a text of them lacks. Their length and their place in a request are no
// business of this.
#pragma once

#include <optional>
#include <string_view>

#include "base/parsed.h"

namespace lookoutvision::internal {

/// The options that an NVIDIA accelerator needs, for messages.
inline constexpr std::string_view kNvidiaOptionsInWords = "gpu-code, trt-ver and cuda-ver";

/// What keeps `text` from being compiler options: it is not a JSON object, or, for an NVIDIA accelerator,
/// lacks one that this needs. Absent where all is well.
std::optional<Problem> ValidateCompilerOptions(std::string_view text, bool for_nvidia);

}  // namespace lookoutvision::internal
