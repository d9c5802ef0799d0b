// The headers that a caller adds to a call; see caller_headers.h.
#include "pipeline/caller_headers.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/parsed.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

// The library or libcurl sets these: a second one would break the signature or the framing of the message.
constexpr std::array<std::string_view, 8> kReserved{"Host",         "Authorization",      "Content-Length",
                                                    "Content-Type", "Transfer-Encoding",  "Expect",
                                                    "User-Agent",   "X-Amzn-Client-Token"};
constexpr std::array<std::string_view, 2> kReservedPrefixes{"X-Amz-", "amz-sdk-"};

bool IsReserved(std::string_view name) {
  return std::any_of(kReserved.begin(), kReserved.end(),
                     [&](std::string_view reserved) { return EqualsIgnoreCase(name, reserved); }) ||
         std::any_of(kReservedPrefixes.begin(), kReservedPrefixes.end(), [&](std::string_view prefix) {
           return EqualsIgnoreCase(name.substr(0, prefix.size()), prefix);
         });
}

std::optional<Problem> ValidateHeader(std::string_view name, std::string_view value) {
  if (name.empty() || !std::all_of(name.begin(), name.end(), IsTokenCharacter)) {
    return Problem{"is not a valid header name"};
  }
  if (IsReserved(name)) return Problem{"is reserved: the library sets it"};
  if (HasControlCharacters(value)) return Problem{"has a value that contains control characters"};
  return std::nullopt;
}

}  // namespace

std::optional<Error> ValidateHeaders(const CallOptions& options) {
  for (const auto& [name, value] : options.headers) {
    if (const auto problem = ValidateHeader(name, value)) {
      return Error{.kind = ErrorKind::kInvalidRequest,
                   .message = "CallOptions::headers: \"" + Printable(name, 64) + "\" " + problem->text};
    }
  }
  return std::nullopt;
}

}  // namespace lookoutvision::internal
