// SigningKeyCache: a few entries in insertion order, searched linearly.
#include <algorithm>

#include "signing/sigv4.h"

namespace lookoutvision::internal {
namespace {

std::chrono::sys_days DayOf(SystemTime time) {
  return std::chrono::floor<std::chrono::days>(time);
}

}  // namespace

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

}  // namespace lookoutvision::internal
