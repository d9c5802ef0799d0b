// Checks signatures.
#include "testing/signature_check.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <lookoutvision/http_headers.h>

#include "base/crypto.h"
#include "signing/sigv4.h"
#include "testing/responses.h"

namespace lookoutvision::testing {
namespace {

using internal::SystemTime;

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::chrono::minutes kTolerance{5};

[[noreturn]] void Refuse(std::string type, std::string message) {
  throw ServiceError{.status = 403, .type = std::move(type), .message = std::move(message)};
}
[[noreturn]] void RefuseAsIncomplete(std::string message) {
  Refuse("IncompleteSignatureException", std::move(message));
}
[[noreturn]] void RefuseAsInvalid(std::string message) {
  Refuse("InvalidSignatureException", std::move(message));
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

/// The parsed Authorization header.
struct Claim {
  std::string_view access_key_id;
  std::string_view date;
  std::string_view region;
  std::string_view service;
  std::string_view terminator;
  std::string_view signed_headers;
  std::string_view signature;
};

Claim ParseAuthorization(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (text.substr(0, space) != kAlgorithm) {
    RefuseAsIncomplete("Unsupported AWS 'algorithm': '" + internal::Printable(text.substr(0, space), 64) +
                       "'.");
  }
  std::string_view credential;
  Claim claim;
  const std::pair<std::string_view, std::string_view*> parameters[] = {
      {"Credential", &credential}, {"SignedHeaders", &claim.signed_headers}, {"Signature", &claim.signature}};
  if (space != std::string_view::npos) {
    for (std::string_view part : Split(text.substr(space + 1), ',')) {
      part = internal::Trim(part);
      const std::size_t equals = part.find('=');
      const auto* parameter = std::ranges::find(parameters, part.substr(0, equals),
                                                &std::pair<std::string_view, std::string_view*>::first);
      if (equals == std::string_view::npos || parameter == std::end(parameters) ||
          !parameter->second->empty()) {
        RefuseAsIncomplete("Authorization header has an unknown or repeated parameter: '" +
                           internal::Printable(part, 64) + "'.");
      }
      *parameter->second = part.substr(equals + 1);
    }
  }
  std::string missing;
  for (const auto& [name, value] : parameters) {
    if (value->empty()) missing += "Authorization header requires '" + std::string(name) + "' parameter. ";
  }
  if (!missing.empty()) RefuseAsIncomplete(missing);

  const auto scope = Split(credential, '/');
  if (scope.size() != 5) {
    RefuseAsIncomplete(
        "Credential must have exactly 5 slash-delimited elements, e.g. "
        "keyid/date/region/service/term, got '" +
        internal::Printable(credential, 128) + "'.");
  }
  claim.access_key_id = scope[0];
  claim.date = scope[1];
  claim.region = scope[2];
  claim.service = scope[3];
  claim.terminator = scope[4];
  if (claim.signature.size() != 64 ||
      claim.signature.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
    RefuseAsIncomplete("Signature must be 64 lower-case hexadecimal digits.");
  }
  return claim;
}

/// Accepts `YYYYMMDDTHHMMSSZ` only.
std::optional<SystemTime> ParseAmzDate(std::string_view amz_date) {
  const auto time = internal::ParseExpiration(amz_date);
  return time && internal::FormatAmzDate(*time) == amz_date ? time : std::nullopt;
}

std::optional<SystemTime> TimeOf(const HttpHeaders& headers, SystemTime now) {
  if (const auto amz_date = headers.Find("X-Amz-Date")) return ParseAmzDate(*amz_date);
  const auto date = headers.Find("Date");
  return date ? internal::ParseHttpDate(*date, now) : std::nullopt;
}

void CheckScope(const Claim& claim, const MockServiceOptions& options, std::string_view amz_date) {
  std::string wrong;
  if (claim.terminator != "aws4_request") {
    wrong += "Credential should be scoped with a valid terminator: 'aws4_request'. ";
  }
  if (claim.service != options.signing_name) {
    wrong += "Credential should be scoped to correct service: '" + options.signing_name + "'. ";
  }
  // The region goes into ARNs and JSON, so it must not contain other characters.
  const bool is_region =
      !claim.region.empty() &&
      claim.region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
  if (!is_region || (options.signing_region && claim.region != *options.signing_region)) {
    wrong += "Credential should be scoped to a valid region, not '" + internal::Printable(claim.region, 64) +
             "'. ";
  }
  if (claim.date != amz_date.substr(0, 8)) {
    wrong += "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '" +
             internal::Printable(claim.date, 64) + "' != '" + std::string(amz_date.substr(0, 8)) + "'. ";
  }
  if (!wrong.empty()) RefuseAsInvalid(wrong);
}

void CheckTime(SystemTime signed_at, SystemTime now) {
  const std::string then = internal::FormatAmzDate(signed_at);
  if (signed_at < now - kTolerance) {
    RefuseAsInvalid("Signature expired: " + then + " is now earlier than " +
                    internal::FormatAmzDate(now - kTolerance) + " (" + internal::FormatAmzDate(now) +
                    " - 5 min.)");
  }
  if (signed_at > now + kTolerance) {
    RefuseAsInvalid("Signature not yet current: " + then + " is still later than " +
                    internal::FormatAmzDate(now + kTolerance) + " (" + internal::FormatAmzDate(now) +
                    " + 5 min.)");
  }
}

/// The names must be sorted, in lower case, headers of the request, and include Host and every x-amz- header.
void CheckSignedHeaders(const HttpHeaders& headers, const std::vector<std::string_view>& names) {
  if (std::ranges::adjacent_find(names, std::ranges::greater_equal{}) != names.end()) {
    RefuseAsInvalid("SignedHeaders must be sorted, each name once.");
  }
  for (const std::string_view name : names) {
    if (name != internal::ToLower(name)) RefuseAsInvalid("SignedHeaders must be in lower case.");
    if (!headers.Find(name)) {
      RefuseAsInvalid("The request has no header '" + internal::Printable(name, 64) +
                      "', which SignedHeaders lists.");
    }
  }
  const auto is_signed = [&](std::string_view name) {
    return std::ranges::binary_search(names, internal::ToLower(name));
  };
  if (!is_signed("host")) {
    RefuseAsInvalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  for (const auto& [name, value] : headers) {
    if (internal::ToLower(name).starts_with("x-amz-") && !is_signed(name)) {
      RefuseAsInvalid("'" + std::string(name) + "' must be a 'SignedHeader' in the AWS Authorization.");
    }
  }
}

std::string CanonicalText(const RecordedRequest& request, const std::vector<std::string_view>& names) {
  const std::string_view target = request.target;
  const std::size_t mark = target.find('?');
  HttpHeaders covered;
  for (const auto& [name, value] : request.headers) {
    if (std::ranges::binary_search(names, internal::ToLower(name))) covered.Add(name, value);
  }
  return internal::MakeCanonicalRequest(
             {.method = request.method,
              .path = target.substr(0, mark),
              .query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1),
              .headers = &covered,
              .payload_hash = internal::Hex(internal::Sha256(request.body)),
              .sign_every_header = true})
      .text;
}

}  // namespace

std::string CheckSignature(const RecordedRequest& request, const MockServiceOptions& options,
                           SystemTime now) {
  const HttpHeaders& headers = request.headers;
  const auto authorization = headers.Find("Authorization");
  if (!authorization) Refuse("MissingAuthenticationTokenException", "Missing Authentication Token");
  const auto is_authorization = [](const HttpHeaders::Field& field) {
    return internal::EqualsIgnoreCase(field.name, "Authorization");
  };
  if (std::ranges::count_if(headers, is_authorization) > 1) {
    RefuseAsIncomplete("More than one Authorization header.");
  }
  const Claim claim = ParseAuthorization(*authorization);

  const auto signed_at = TimeOf(headers, now);
  if (!signed_at) {
    RefuseAsIncomplete(
        "Authorization header requires existence of either a valid 'X-Amz-Date' or a 'Date' header.");
  }
  CheckScope(claim, options, internal::FormatAmzDate(*signed_at));
  CheckTime(*signed_at, now);

  const auto token = headers.Find("X-Amz-Security-Token").value_or(std::string_view{});
  const auto known = std::ranges::find_if(options.credentials, [&](const Credentials& candidate) {
    return candidate.access_key_id == claim.access_key_id && candidate.session_token == token;
  });
  if (known == options.credentials.end()) {
    Refuse("UnrecognizedClientException", "The security token included in the request is invalid.");
  }

  const auto names = Split(claim.signed_headers, ';');
  CheckSignedHeaders(headers, names);
  const internal::SigningScope scope{.region = claim.region, .service = claim.service, .time = *signed_at};
  const std::string canonical = CanonicalText(request, names);
  const std::string to_sign = internal::StringToSign(scope, canonical);
  const auto key = internal::DeriveSigningKey(known->secret_access_key, scope);
  if (internal::Signature(key, to_sign) != claim.signature) {
    std::string message =
        "The request signature we calculated does not match the signature you provided. Check your AWS "
        "Secret Access Key and signing method. Consult the service documentation for details.";
    // With a session token the canonical request would leak it into logs.
    if (token.empty())
      message += "\n\nThe Canonical String for this request should have been\n'" + canonical + "'";
    message += "\n\nThe String-to-Sign should have been\n'" + to_sign + "'";
    RefuseAsInvalid(std::move(message));
  }
  return std::string(claim.region);
}

std::string_view SignerOf(const RecordedRequest& request) {
  constexpr std::string_view kCredential = "Credential=";
  const std::string_view text = request.headers.Find("Authorization").value_or("");
  const std::size_t begin = text.find(kCredential);
  if (begin == std::string_view::npos) return {};
  const std::string_view credential = text.substr(begin + kCredential.size());
  return credential.substr(0, credential.find('/'));
}

}  // namespace lookoutvision::testing
