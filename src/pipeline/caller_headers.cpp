// The headers that a caller adds to its calls; see caller_headers.h.
#include "pipeline/caller_headers.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/parsed.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

// The library or libcurl sets these: a duplicate would break the signature or the framing of the message.
constexpr std::array<std::string_view, 7> kReserved{
    "Host",   "Content-Length", "Content-Type",       "Transfer-Encoding",
    "Expect", "User-Agent",     "X-Amzn-Client-Token"};
constexpr std::array<std::string_view, 2> kReservedPrefixes{"X-Amz-", "amz-sdk-"};

bool IsReservedHeader(std::string_view name) {
  return std::any_of(kReserved.begin(), kReserved.end(),
                     [&](std::string_view reserved) { return EqualsIgnoreCase(name, reserved); }) ||
         std::any_of(kReservedPrefixes.begin(), kReservedPrefixes.end(), [&](std::string_view prefix) {
           return EqualsIgnoreCase(name.substr(0, prefix.size()), prefix);
         });
}

std::optional<Problem> ValidateSyntax(std::string_view name, std::string_view value) {
  if (name.empty() || !std::all_of(name.begin(), name.end(), IsTokenCharacter)) {
    return Problem{"is not a valid header name"};
  }
  if (HasControlCharacters(value)) return Problem{"has a value that contains control characters"};
  return std::nullopt;
}

Error Rejected(ErrorKind kind, const char* where, std::string_view name, std::string_view problem) {
  return {.kind = kind, .message = Concat({where, ": \"", Printable(name, 64), "\" ", problem})};
}

std::optional<Error> ValidateList(const std::vector<std::pair<std::string, std::string>>& headers,
                                  ErrorKind kind, const char* where) {
  for (const auto& [name, value] : headers) {
    if (const auto problem = ValidateSyntax(name, value)) return Rejected(kind, where, name, problem->text);
    if (IsReservedHeader(name)) return Rejected(kind, where, name, "is reserved: the library sets it");
  }
  return std::nullopt;
}

std::size_t CountOf(const HttpHeaders& headers, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(
      headers.begin(), headers.end(), [&](const auto& field) { return EqualsIgnoreCase(field.name, name); }));
}

}  // namespace

std::optional<Error> ValidateHeaders(const ClientConfig& config) {
  return ValidateList(config.headers, ErrorKind::kConfiguration, "ClientConfig::headers");
}

std::optional<Error> ValidateHeaders(const CallOptions& options) {
  if (auto error = ValidateList(options.headers, ErrorKind::kInvalidRequest, "CallOptions::headers")) {
    return error;
  }
  return ValidateList(options.signed_headers, ErrorKind::kInvalidRequest, "CallOptions::signed_headers");
}

std::optional<Error> ValidateChange(const HttpHeaders& before, const HttpHeaders& after) {
  constexpr const char* kWhere = "ClientConfig::before_attempt";
  for (const auto& [name, value] : after) {
    if (const auto problem = ValidateSyntax(name, value)) {
      return Rejected(ErrorKind::kConfiguration, kWhere, name, problem->text);
    }
  }
  for (const HttpHeaders* headers : {&before, &after}) {
    for (const auto& [name, value] : *headers) {
      if (!IsReservedHeader(name) || CountOf(before, name) == CountOf(after, name)) continue;
      return Rejected(ErrorKind::kConfiguration, kWhere, name,
                      "is reserved: it can be changed, but not added or removed");
    }
  }
  return std::nullopt;
}

std::optional<Error> ValidateAuthorization(const HttpHeaders& headers, const CallOptions& options,
                                           const Credentials& credentials) {
  constexpr std::string_view kName = "Authorization";
  if (credentials.access_key_id.empty() && credentials.bearer_token.empty()) return std::nullopt;
  const bool is_set = headers.Find(kName) ||
                      std::any_of(options.headers.begin(), options.headers.end(),
                                  [&](const auto& header) { return EqualsIgnoreCase(header.first, kName); });
  if (!is_set) return std::nullopt;
  return Error{.kind = ErrorKind::kConfiguration,
               .message =
                   "the caller sets the header Authorization, which the credentials set too: use "
                   "MakeAnonymousCredentials() to send your own"};
}

}  // namespace lookoutvision::internal
