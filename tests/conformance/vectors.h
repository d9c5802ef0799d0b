// Reads third-party vectors strictly: what a driver does not know is an error, so that no case passes unread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

#include <lookoutvision/credentials.h>

namespace lookoutvision::conformance {

/// The JSON of a file of the vectors; null if the file does not exist.
nlohmann::json ReadVectors(const std::string& name);

/// Why a test is skipped.
inline constexpr const char* kNotice = "NOTICE: no conformance vectors in " LOOKOUTVISION_CONFORMANCE_DIR;

/// Throws std::runtime_error if `object` is not an object, or has a member that is not `known`.
void RequireKnown(const nlohmann::json& object, std::initializer_list<std::string_view> known);

/// The three results of a source of credentials.
enum class ResultKind { kFound, kNotConfigured, kFailed };

/// By the type of the result: found, NotConfigured, or Error.
template <typename Found>
ResultKind KindOf(const std::variant<Found, NotConfigured, Error>& result) {
  return static_cast<ResultKind>(result.index());
}
/// For google test.
void PrintTo(ResultKind kind, std::ostream* out);

/// What a case expects: `value` if the kind is kFound.
struct ExpectedResult {
  ResultKind kind;
  nlohmann::json value = {};
};

/// Reads `{<found>: value}`, or an error: `Err`, `Error` or `ErrorContains`. The texts are those of another
/// SDK, in which four errors say that nothing is configured. Throws std::runtime_error for any other form.
ExpectedResult ExpectedOf(const nlohmann::json& result, const char* found = "Ok");

}  // namespace lookoutvision::conformance
