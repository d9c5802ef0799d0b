// What SigV4 makes of a canonical request: scope, string to sign, signature, Authorization. The canonical
// request itself: canonical_request.cpp.
#include "signing/sigv4.h"

#include <cstdint>

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kScopeEnd = "aws4_request";

// The day that `amz_date` (`20150830T123600Z`) begins with.
std::string_view Day(std::string_view amz_date) {
  return amz_date.substr(0, amz_date.find('T'));
}

void AppendScope(std::string& out, std::string_view amz_date, const SigningScope& scope) {
  out += Day(amz_date);
  out += '/';
  out += scope.region;
  out += '/';
  out += scope.service;
  out += '/';
  out += kScopeEnd;
}

std::string MakeStringToSign(std::string_view amz_date, const SigningScope& scope,
                             std::string_view canonical_request, Hasher& hasher) {
  std::string out;
  out.reserve(kAlgorithm.size() + amz_date.size() + scope.region.size() + scope.service.size() + 96);
  out += kAlgorithm;
  out += '\n';
  out += amz_date;
  out += '\n';
  AppendScope(out, amz_date, scope);
  out += '\n';
  AppendHex(out, hasher.Sha256(canonical_request));
  return out;
}

}  // namespace

std::string CredentialScope(const SigningScope& scope) {
  std::string out;
  AppendScope(out, FormatAmzDate(scope.time), scope);
  return out;
}

std::string StringToSign(const SigningScope& scope, std::string_view canonical_request, Hasher& hasher) {
  return MakeStringToSign(FormatAmzDate(scope.time), scope, canonical_request, hasher);
}

Digest DeriveSigningKey(std::string_view secret_access_key, const SigningScope& scope, Hasher& hasher) {
  std::vector<std::uint8_t> seed = {'A', 'W', 'S', '4'};
  seed.reserve(seed.size() + secret_access_key.size());
  seed.insert(seed.end(), secret_access_key.begin(), secret_access_key.end());
  Digest key = hasher.HmacSha256(seed, Day(FormatAmzDate(scope.time)));
  Cleanse(seed);
  key = hasher.HmacSha256(key, scope.region);
  key = hasher.HmacSha256(key, scope.service);
  key = hasher.HmacSha256(key, kScopeEnd);
  return key;
}

std::string Signature(const Digest& signing_key, std::string_view string_to_sign, Hasher& hasher) {
  return Hex(hasher.HmacSha256(signing_key, string_to_sign));
}

std::string Authorization(const SignableRequest& request, const Credentials& credentials,
                          const SigningScope& scope, SigningKeyCache& cache, Hasher& hasher) {
  const CanonicalRequest canonical = MakeCanonicalRequest(request);
  const std::string amz_date = FormatAmzDate(scope.time);
  const std::string string_to_sign = MakeStringToSign(amz_date, scope, canonical.text, hasher);
  Digest key = cache.Get(credentials.secret_access_key, scope, hasher);
  const Digest signature = hasher.HmacSha256(key, string_to_sign);
  Cleanse(key);

  std::string out;
  out.reserve(kAlgorithm.size() + credentials.access_key_id.size() + scope.region.size() +
              scope.service.size() + canonical.signed_headers.size() + 160);
  out += kAlgorithm;
  out += " Credential=";
  out += credentials.access_key_id;
  out += '/';
  AppendScope(out, amz_date, scope);
  out += ", SignedHeaders=";
  out += canonical.signed_headers;
  out += ", Signature=";
  AppendHex(out, signature);
  return out;
}

}  // namespace lookoutvision::internal
