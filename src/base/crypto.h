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
/// call). Throws std::bad_alloc if OpenSSL has no memory.
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

/// Asks OpenSSL to clean nothing up when the process exits: its handler would free locks that a call of
/// another thread still needs, and that a client with static storage duration needs in its destructor. That
/// works for the first user of OpenSSL in the process alone; if the program has used it before, this changes
/// nothing.
void KeepCryptoUntilTheEnd();

/// Whether OpenSSL, as it is configured here, offers SHA-256, which a Hasher needs.
bool HasSha256();

/// The SHA-1 of `data` in lower-case hex, for names that others chose that way; empty where OpenSSL, as it is
/// configured here, offers none.
std::string Sha1Hex(std::string_view data);

/// For texts of at most 1 GiB.
std::string Base64(std::string_view data);

/// Overwrites memory that held a secret, in a way the compiler keeps.
void Cleanse(std::span<std::uint8_t> bytes);

}  // namespace lookoutvision::internal
