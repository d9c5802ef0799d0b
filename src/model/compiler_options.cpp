// Compiler options as JSON; see compiler_options.h.
#include "model/compiler_options.h"

#include <nlohmann/json.hpp>

#include "base/json.h"

namespace lookoutvision::internal {

std::optional<std::string> FaultOfCompilerOptions(std::string_view text, bool for_nvidia) {
  std::string why;
  const auto options = ParseJson(text, why);
  if (!options) return why + ", a JSON object is needed";
  if (!options->is_object()) {
    return std::string("is a JSON ") + options->type_name() + ", a JSON object is needed";
  }
  if (!for_nvidia) return std::nullopt;
  std::string missing;
  for (const char* const key : {"gpu-code", "trt-ver", "cuda-ver"}) {
    if (options->contains(key)) continue;
    if (!missing.empty()) missing += ", ";
    missing += key;
  }
  if (missing.empty()) return std::nullopt;
  return "lacks " + missing + "; the accelerator NVIDIA needs " + std::string(kNvidiaOptionsInWords);
}

}  // namespace lookoutvision::internal
