// Digests over OpenSSL; see crypto.h.
#include "base/crypto.h"

#include <atomic>
#include <cstddef>
#include <cstring>
#include <new>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/process.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kBlockSize = 64;

// Fetched once, since fetching costs more than hashing a short text; leaked on purpose, since static
// destructors of the user may still sign. Null where OpenSSL has none. A child of a fork in
// the middle of fetching would wait for OpenSSL's locks for ever.
const EVP_MD* Sha256Algorithm() {
  static std::atomic<const EVP_MD*> fetched{nullptr};
  if (const EVP_MD* algorithm = fetched.load(std::memory_order_acquire)) return algorithm;
  WithoutFork([] {
    if (fetched.load(std::memory_order_relaxed) == nullptr) {
      fetched.store(EVP_MD_fetch(nullptr, "SHA256", nullptr), std::memory_order_release);
    }
  });
  return fetched.load(std::memory_order_acquire);
}

// Whether OpenSSL has SHA-256 at all was asked before: what else fails here is memory.
void Require(bool ok) {
  if (!ok) throw std::bad_alloc();
}

// The context of the last Hasher that ended waits here for the next: making one and setting it up takes three
// of a call's allocations. What a finished hash leaves in it is no secret. It is leaked on purpose, for the
// sake of static destructors.
std::atomic<EVP_MD_CTX*> spare{nullptr};

EVP_MD_CTX* TakeContext() {
  EVP_MD_CTX* const kept = spare.exchange(nullptr, std::memory_order_acquire);
  return kept != nullptr ? kept : EVP_MD_CTX_new();
}

}  // namespace

Hasher::Hasher() : context_(TakeContext()) {
  Require(context_ != nullptr);
}

Hasher::~Hasher() {
  EVP_MD_CTX* none = nullptr;
  if (!spare.compare_exchange_strong(none, context_, std::memory_order_release, std::memory_order_relaxed)) {
    EVP_MD_CTX_free(context_);
  }
}

Digest Hasher::Sha256(std::string_view data) {
  Digest digest;
  Require(EVP_DigestInit_ex2(context_, Sha256Algorithm(), nullptr) == 1);
  Require(EVP_DigestUpdate(context_, data.data(), data.size()) == 1);
  Require(EVP_DigestFinal_ex(context_, digest.data(), nullptr) == 1);
  return digest;
}

// RFC 2104 by hand: OpenSSL's own HMAC interfaces fetch and set up an algorithm for each key, which costs
// more than the four hashes.
Digest Hasher::HmacSha256(std::span<const std::uint8_t> key, std::string_view data) {
  std::array<std::uint8_t, kBlockSize> pad{};
  if (key.size() > kBlockSize) {
    const Digest short_key = Sha256({reinterpret_cast<const char*>(key.data()), key.size()});
    std::memcpy(pad.data(), short_key.data(), short_key.size());
  } else if (!key.empty()) {
    std::memcpy(pad.data(), key.data(), key.size());
  }
  Digest inner;
  for (auto& byte : pad) byte ^= 0x36;
  Require(EVP_DigestInit_ex2(context_, Sha256Algorithm(), nullptr) == 1);
  Require(EVP_DigestUpdate(context_, pad.data(), pad.size()) == 1);
  Require(EVP_DigestUpdate(context_, data.data(), data.size()) == 1);
  Require(EVP_DigestFinal_ex(context_, inner.data(), nullptr) == 1);
  Digest outer;
  for (auto& byte : pad) byte ^= 0x36 ^ 0x5C;
  Require(EVP_DigestInit_ex2(context_, Sha256Algorithm(), nullptr) == 1);
  Require(EVP_DigestUpdate(context_, pad.data(), pad.size()) == 1);
  Require(EVP_DigestUpdate(context_, inner.data(), inner.size()) == 1);
  Require(EVP_DigestFinal_ex(context_, outer.data(), nullptr) == 1);
  Cleanse(pad);
  return outer;
}

void KeepCryptoUntilTheEnd() {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

bool HasSha256() {
  return Sha256Algorithm() != nullptr;
}

std::string Sha1Hex(std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  std::size_t size = 0;
  bool done = false;
  WithoutFork([&] {
    done = EVP_Q_digest(nullptr, "SHA1", nullptr, data.data(), data.size(), digest.data(), &size) == 1;
  });
  return done ? Hex({digest.data(), size}) : "";
}

std::string Base64(std::string_view data) {
  std::string text((data.size() + 2) / 3 * 4, '\0');
  // It writes a NUL behind them, where the string has its own.
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(data.data()), static_cast<int>(data.size()));
  return text;
}

void Cleanse(std::span<std::uint8_t> bytes) {
  OPENSSL_cleanse(bytes.data(), bytes.size());
}

}  // namespace lookoutvision::internal
