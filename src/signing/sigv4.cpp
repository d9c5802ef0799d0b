// The stages of SigV4 after the canonical request: scope, string to sign, key, signature, Authorization.
#include "signing/sigv4.h"

namespace lookoutvision::internal {
namespace {

constexpr char kAlgorithm[] = "AWS4-HMAC-SHA256";
constexpr char kScopeEnd[] = "aws4_request";

std::string Day(SystemTime time) {
  return FormatAmzDate(time).substr(0, 8);
}

}  // namespace

std::string CredentialScope(const SigningScope& scope) {
  std::string out = Day(scope.time);
  for (const std::string_view part : {scope.region, scope.service, std::string_view(kScopeEnd)}) {
    out.append("/").append(part);
  }
  return out;
}

std::string StringToSign(const SigningScope& scope, std::string_view canonical_request) {
  return std::string(kAlgorithm) + '\n' + FormatAmzDate(scope.time) + '\n' + CredentialScope(scope) + '\n' +
         Hex(Sha256(canonical_request));
}

SigningKey DeriveSigningKey(std::string_view secret_access_key, const SigningScope& scope) {
  SecretString seed(std::string_view("AWS4"));
  seed.Append(secret_access_key);
  SigningKey key{HmacSha256(BytesOf(seed.view()), Day(scope.time))};
  for (const std::string_view part : {scope.region, scope.service, std::string_view(kScopeEnd)}) {
    key = {HmacSha256(key, part)};
  }
  return key;
}

std::string Signature(const Digest& signing_key, std::string_view string_to_sign) {
  return Hex(HmacSha256(signing_key, string_to_sign));
}

std::string Authorization(const SignableRequest& request, const Credentials& credentials,
                          const SigningScope& scope, SigningKeyCache& cache) {
  const CanonicalRequest canonical = MakeCanonicalRequest(request);
  const SigningKey key = cache.Get(credentials.secret_access_key, scope);
  const std::string signature = Signature(key, StringToSign(scope, canonical.text));
  return std::string(kAlgorithm) + " Credential=" + credentials.access_key_id + '/' + CredentialScope(scope) +
         ", SignedHeaders=" + canonical.signed_headers + ", Signature=" + signature;
}

}  // namespace lookoutvision::internal
