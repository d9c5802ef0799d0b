// Digests over OpenSSL, whose headers stay in crypto.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX

namespace lookoutvision::internal {

using Digest = std::array<std::uint8_t, 32>;

/// One digest context, reused from hash to hash. Not thread-safe; make one where it is needed, never
/// thread_local (thread-local objects die before statics do, and a static's destructor may still make a
/// call).
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  Digest Sha256(std::string_view data);
  Digest HmacSha256(std::span<const std::uint8_t> key, std::string_view data);

 private:
  evp_md_ctx_st* const context_;
};

/// Makes OpenSSL register its exit handler now, so that it runs after the destructors of what is made later:
/// a client with static storage duration can then still make calls when it is destroyed.
void RegisterCryptoExitHandlerFirst();

/// Whether OpenSSL, as it is configured here, offers SHA-256. Without it the others end the process.
bool HasSha256();

/// The SHA-1 of `data` in lower-case hex, for names that others chose that way; empty where OpenSSL, as it is
/// configured here, offers none.
std::string Sha1Hex(std::string_view data);

/// For texts of at most 1 GiB.
std::string Base64(std::string_view data);

/// Overwrites memory that held a secret, in a way the compiler keeps.
void Cleanse(std::span<std::uint8_t> bytes);

}  // namespace lookoutvision::internal
