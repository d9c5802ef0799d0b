// The stages of SigV4 after the canonical request: scope, string to sign, keys and their cache,
// signature, Authorization.
#include "signing/sigv4.h"

#include <algorithm>

namespace lookoutvision::internal {
namespace {

constexpr char kAlgorithm[] = "AWS4-HMAC-SHA256";
constexpr char kScopeEnd[] = "aws4_request";

std::string Day(SystemTime time) {
  return FormatAmzDate(time).substr(0, 8);
}

std::chrono::sys_days DayOf(SystemTime time) {
  return std::chrono::floor<std::chrono::days>(time);
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

SigningKey SigningKeyCache::Get(std::string_view secret_access_key, const SigningScope& scope) {
  if (const auto key = Find(secret_access_key, scope)) return *key;
  const SigningKey key = DeriveSigningKey(secret_access_key, scope);
  const std::unique_lock lock(mutex_, std::try_to_lock);
  // Another thread may have derived the same key meanwhile.
  if (!lock || FindEntry(secret_access_key, scope) != entries_.end()) return key;
  if (entries_.size() == kCapacity) entries_.pop_front();
  entries_.push_back({.secret = SecretString(secret_access_key),
                      .region = std::string(scope.region),
                      .service = std::string(scope.service),
                      .day = DayOf(scope.time),
                      .key = key});
  return key;
}

std::optional<SigningKey> SigningKeyCache::Find(std::string_view secret_access_key,
                                                const SigningScope& scope) const {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return std::nullopt;
  const auto found = FindEntry(secret_access_key, scope);
  return found != entries_.end() ? std::optional(found->key) : std::nullopt;
}

std::deque<SigningKeyCache::Entry>::const_iterator SigningKeyCache::FindEntry(
    std::string_view secret_access_key, const SigningScope& scope) const {
  return std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.day == DayOf(scope.time) && entry.region == scope.region && entry.service == scope.service &&
           entry.secret.view() == secret_access_key;
  });
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
