// Reads third-party vectors strictly: an unknown member is an error, so that no part of a case is ignored.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json.hpp>

#include <lookoutvision/credentials.h>

namespace lookoutvision::conformance {

/// The JSON of the file `name`; null if it does not exist.
nlohmann::json ReadVectors(const std::string& name);

/// The reason for skipping a test.
inline constexpr const char* kNotice = "NOTICE: no conformance vectors in " LOOKOUTVISION_CONFORMANCE_DIR;

/// Throws std::runtime_error if `object` is not an object, or has a member that is not `known`.
void RequireKnown(const nlohmann::json& object, std::initializer_list<std::string_view> known);

/// The kind of the result of a credentials source.
enum class ResultKind { kFound, kNotConfigured, kFailed };

/// The kind of a result, which is credentials, NotConfigured or Error.
template <typename Found>
ResultKind KindOf(const std::variant<Found, NotConfigured, Error>& result) {
  return static_cast<ResultKind>(result.index());
}
/// Prints the kind in messages of GoogleTest.
void PrintTo(ResultKind kind, std::ostream* out);

/// The expected result of a case; `value` is set if the kind is kFound.
struct ExpectedResult {
  ResultKind kind;
  nlohmann::json value = {};
};

/// Reads `{<found>: value}`, or an error: `Err`, `Error` or `ErrorContains`. Four messages of the recorded
/// SDK mean kNotConfigured. Throws std::runtime_error for any other form.
ExpectedResult ExpectedOf(const nlohmann::json& result, const char* found = "Ok");

}  // namespace lookoutvision::conformance
