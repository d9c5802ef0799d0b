// Writes and validates compiler options, which are JSON objects.
#include <cstddef>
#include <initializer_list>
#include <string_view>
#include <utility>

#include <lookoutvision/compiler_options.h>

#include "base/json.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "model/constraints.h"

namespace lookoutvision {
namespace {

// JSON cannot represent bytes that are not UTF-8; the service rejects the replacement character.
std::string AsUtf8(std::string_view text) {
  std::string out;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t start = pos;
    const bool well_formed = internal::NextCodePoint(text, pos).has_value();
    out += well_formed ? text.substr(start, pos - start) : "\xEF\xBF\xBD";
  }
  return out;
}

// With spaces, like the examples in the service's documentation; skips empty values.
std::string ToOptions(std::initializer_list<std::pair<const char*, const std::string&>> options) {
  std::string json = "{";
  const char* separator = "";
  for (const auto& [name, value] : options) {
    if (value.empty()) continue;
    json.append(separator).append("\"").append(name).append("\": ");
    json += std::move(internal::JsonWriter().String(AsUtf8(value))).Take();
    separator = ", ";
  }
  return json + "}";
}

}  // namespace

std::string NvidiaCompilerOptions::ToJson() const {
  return ToOptions({{"gpu-code", gpu_code}, {"trt-ver", trt_ver}, {"cuda-ver", cuda_ver}});
}

std::string CpuCompilerOptions::ToJson() const {
  return ToOptions({{"mcpu", mcpu}});
}

namespace internal {

std::optional<Problem> ValidateCompilerOptions(std::string_view text, bool for_nvidia) {
  const auto options = ParseJson(text);
  if (!options) return Problem{options.problem() + ", a JSON object is required"};
  if (options->type != JsonValue::Type::kObject) {
    return Problem{"is a JSON " + std::string(ToString(options->type)) + ", a JSON object is required"};
  }
  if (!for_nvidia) return std::nullopt;
  std::string missing;
  for (const char* const key : {"gpu-code", "trt-ver", "cuda-ver"}) {
    if (options->Find(key) != nullptr) continue;
    if (!missing.empty()) missing += ", ";
    missing += key;
  }
  if (missing.empty()) return std::nullopt;
  return Problem{"lacks " + missing + "; the accelerator NVIDIA needs " + std::string(kNvidiaOptions)};
}

}  // namespace internal
}  // namespace lookoutvision
