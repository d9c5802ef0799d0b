// Validates the content of compiler options.
#pragma once

#include <optional>
#include <string_view>

#include "base/parsed.h"

namespace lookoutvision::internal {

/// The options that an NVIDIA accelerator needs, for messages.
inline constexpr std::string_view kNvidiaOptions = "gpu-code, trt-ver and cuda-ver";

/// What is wrong with `text` as compiler options: it is not a JSON object, or lacks an option that an NVIDIA
/// accelerator needs. Absent if it is valid.
std::optional<Problem> ValidateCompilerOptions(std::string_view text, bool for_nvidia);

}  // namespace lookoutvision::internal
