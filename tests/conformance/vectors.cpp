// Reads third-party vectors; see vectors.h.
#include "vectors.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <ostream>
#include <stdexcept>

namespace lookoutvision::conformance {
namespace {

using nlohmann::json;

// The errors of the AWS SDK for Rust after which its default chain tries the next source.
constexpr std::array<std::string_view, 4> kNotConfigured{
    "the credential provider was not enabled",
    "No environment variables were set to configure ECS provider",
    "No profiles were defined",
    "did not contain credential information",
};

[[noreturn]] void Reject(const std::string& what, const json& where) {
  throw std::runtime_error("the driver does not know " + what + " of " + where.dump());
}

}  // namespace

json ReadVectors(const std::string& name) {
  std::ifstream file(LOOKOUTVISION_CONFORMANCE_DIR "/" + name);
  return file ? json::parse(file) : json();
}

void RequireKnown(const json& object, std::initializer_list<std::string_view> known) {
  if (!object.is_object()) throw std::runtime_error("not an object: " + object.dump());
  for (const auto& [name, value] : object.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) Reject('"' + name + '"', object);
  }
}

void PrintTo(ResultKind kind, std::ostream* out) {
  *out << (kind == ResultKind::kFound           ? "found"
           : kind == ResultKind::kNotConfigured ? "not configured"
                                                : "failed");
}

ExpectedResult ExpectedOf(const json& result, const char* found) {
  RequireKnown(result, {found, "Err", "Error", "ErrorContains"});
  if (result.size() != 1) Reject("the one result", result);
  if (result.contains(found)) return {ResultKind::kFound, result.at(found)};
  const auto text = result.front().get<std::string>();
  if (text.empty()) Reject("the empty error", result);
  const bool absent = std::any_of(kNotConfigured.begin(), kNotConfigured.end(),
                                  [&](std::string_view known) { return text.find(known) != text.npos; });
  return {absent ? ResultKind::kNotConfigured : ResultKind::kFailed};
}

}  // namespace lookoutvision::conformance
