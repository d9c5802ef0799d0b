// Digests with OpenSSL.
#include "base/crypto.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <new>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/process.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kBlockSize = 64;

// Fetched once: fetching costs more than hashing a short text. Leaked on purpose: static destructors of the
// program may still sign. Null if OpenSSL has no SHA-256. Fetched under WithoutFork: a child forked during
// the fetch would wait forever for OpenSSL's locks.
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

// HasSha256() was checked before, so the only failure that remains is a lack of memory.
void Require(bool ok) {
  if (!ok) throw std::bad_alloc();
}

// The digest of `first` followed by `second`.
Digest Hash(std::span<const std::uint8_t> first, std::span<const std::uint8_t> second) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  Digest digest;
  Require(context != nullptr && EVP_DigestInit_ex2(context.get(), Sha256Algorithm(), nullptr) == 1 &&
          EVP_DigestUpdate(context.get(), first.data(), first.size()) == 1 &&
          EVP_DigestUpdate(context.get(), second.data(), second.size()) == 1 &&
          EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1);
  return digest;
}

}  // namespace

std::span<const std::uint8_t> BytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Digest Sha256(std::string_view data) {
  return Hash(BytesOf(data), {});
}

// RFC 2104 by hand: OpenSSL's HMAC interfaces set up an algorithm per key, which costs more than hashing.
Digest HmacSha256(std::span<const std::uint8_t> key, std::string_view data) {
  std::array<std::uint8_t, kBlockSize> pad{};
  if (key.size() > kBlockSize) {
    const Digest short_key = Hash(key, {});
    std::copy(short_key.begin(), short_key.end(), pad.begin());
  } else {
    std::copy(key.begin(), key.end(), pad.begin());
  }
  for (auto& byte : pad) byte ^= 0x36;
  const Digest inner = Hash(pad, BytesOf(data));
  for (auto& byte : pad) byte ^= 0x36 ^ 0x5C;
  const Digest outer = Hash(pad, inner);
  Cleanse(pad);
  return outer;
}

void DisableCryptoCleanup() {
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
  // EVP_EncodeBlock also writes a NUL, which lands on the string's own terminator.
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(data.data()), static_cast<int>(data.size()));
  return text;
}

void Cleanse(std::span<std::uint8_t> bytes) {
  OPENSSL_cleanse(bytes.data(), bytes.size());
}

}  // namespace lookoutvision::internal
