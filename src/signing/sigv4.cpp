// What SigV4 makes of a canonical request: scope, string to sign, signature, Authorization. The canonical
// request itself: canonical_request.cpp.
#include "signing/sigv4.h"

#include <cstdint>
#include <utility>

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kScopeEnd = "aws4_request";

void AppendScope(std::string& out, const AmzDate& date, const SigningScope& scope) {
  out += date.day();
  out += '/';
  out += scope.region;
  out += '/';
  out += scope.service;
  out += '/';
  out += kScopeEnd;
}

void AppendStringToSign(std::string& out, const AmzDate& date, const SigningScope& scope,
                        std::string_view canonical_request, Hasher& hasher) {
  const Digest hash = hasher.Sha256(canonical_request);
  out += kAlgorithm;
  out += '\n';
  out += date;
  out += '\n';
  AppendScope(out, date, scope);
  out += '\n';
  AppendHex(out, hash);
}

}  // namespace

std::string CredentialScope(const SigningScope& scope) {
  std::string out;
  AppendScope(out, AmzDate(scope.time), scope);
  return out;
}

std::string StringToSign(const SigningScope& scope, std::string_view canonical_request, Hasher& hasher) {
  std::string out;
  AppendStringToSign(out, AmzDate(scope.time), scope, canonical_request, hasher);
  return out;
}

Digest DeriveSigningKey(std::string_view secret_access_key, const SigningScope& scope, Hasher& hasher) {
  std::vector<std::uint8_t> seed = {'A', 'W', 'S', '4'};
  seed.reserve(seed.size() + secret_access_key.size());
  seed.insert(seed.end(), secret_access_key.begin(), secret_access_key.end());
  Digest key = hasher.HmacSha256(seed, AmzDate(scope.time).day());
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
                          const SigningScope& scope, SigningKeyCache& cache, Hasher& hasher,
                          std::string memory) {
  const CanonicalRequest canonical = MakeCanonicalRequest(request);
  const AmzDate date(scope.time);
  std::string out = std::move(memory);
  out.clear();
  AppendStringToSign(out, date, scope, canonical.text, hasher);
  Digest key = cache.Get(credentials.secret_access_key, scope, hasher);
  const Digest signature = hasher.HmacSha256(key, out);
  Cleanse(key);

  out.clear();
  out.reserve(kAlgorithm.size() + credentials.access_key_id.size() + scope.region.size() +
              scope.service.size() + canonical.signed_headers_size + 160);
  out += kAlgorithm;
  out += " Credential=";
  out += credentials.access_key_id;
  out += '/';
  AppendScope(out, date, scope);
  out += ", SignedHeaders=";
  out += canonical.signed_headers();
  out += ", Signature=";
  AppendHex(out, signature);
  return out;
}

}  // namespace lookoutvision::internal
