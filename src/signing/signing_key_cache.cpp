// The signing-key cache: a few entries in the order they came, looked through from front to back. Deriving
// the keys is sigv4.cpp's business.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

#include "signing/sigv4.h"

namespace lookoutvision::internal {
namespace {

std::chrono::sys_days DayOf(SystemTime time) {
  return std::chrono::floor<std::chrono::days>(time);
}

}  // namespace

struct SigningKeyCache::Entry {
  Entry(std::string_view secret_access_key, const SigningScope& scope, const Digest& derived)
      : secret(secret_access_key.begin(), secret_access_key.end()),
        region(scope.region),
        service(scope.service),
        day(DayOf(scope.time)),
        key(derived) {}
  Entry(Entry&& other) noexcept
      : secret(std::move(other.secret)),
        region(std::move(other.region)),
        service(std::move(other.service)),
        day(other.day),
        key(other.key) {}
  // A swap: what was held is cleansed where `other` ends.
  Entry& operator=(Entry&& other) noexcept {
    std::swap(secret, other.secret);
    std::swap(region, other.region);
    std::swap(service, other.service);
    std::swap(day, other.day);
    std::swap(key, other.key);
    return *this;
  }
  ~Entry() {
    Cleanse(secret);
    Cleanse(key);
  }

  bool Is(std::string_view secret_access_key, const SigningScope& scope) const {
    return day == DayOf(scope.time) && region == scope.region && service == scope.service &&
           std::equal(secret.begin(), secret.end(), secret_access_key.begin(), secret_access_key.end(),
                      [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); });
  }

  friend bool operator==(const Entry&, const Entry&) = default;

  // Bytes on the heap and not a string, which would leave copies of a short secret behind where it moves.
  std::vector<std::uint8_t> secret;
  std::string region;
  std::string service;
  std::chrono::sys_days day;
  Digest key;
};

// All the room at once: nothing is allocated, and no secret moved, under the lock.
SigningKeyCache::SigningKeyCache() {
  entries_.reserve(kCapacity);
}

SigningKeyCache::~SigningKeyCache() = default;

Digest SigningKeyCache::Get(std::string_view secret_access_key, const SigningScope& scope) {
  if (const auto key = Find(secret_access_key, scope)) return *key;
  const Digest key = DeriveSigningKey(secret_access_key, scope);
  Remember(Entry(secret_access_key, scope, key));
  return key;
}

std::optional<Digest> SigningKeyCache::Find(std::string_view secret_access_key,
                                            const SigningScope& scope) const {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return std::nullopt;
  for (const Entry& entry : entries_) {
    if (entry.Is(secret_access_key, scope)) return entry.key;
  }
  return std::nullopt;
}

void SigningKeyCache::Remember(Entry entry) {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return;
  // Another thread may have derived the same key meanwhile.
  if (std::find(entries_.begin(), entries_.end(), entry) != entries_.end()) return;
  if (entries_.size() < kCapacity) {
    entries_.push_back(std::move(entry));
  } else {
    entries_[oldest_] = std::move(entry);
    oldest_ = (oldest_ + 1) % kCapacity;
  }
}

}  // namespace lookoutvision::internal
