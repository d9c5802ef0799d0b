// Digests with OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lookoutvision::internal {

using Digest = std::array<std::uint8_t, 32>;

std::span<const std::uint8_t> BytesOf(std::string_view text);

/// These throw std::bad_alloc if OpenSSL has no memory.
Digest Sha256(std::string_view data);
Digest HmacSha256(std::span<const std::uint8_t> key, std::string_view data);

/// Disables OpenSSL's cleanup at process exit: it would free locks that calls of other threads, and clients
/// with static storage duration, still need. Has no effect if the program has already used OpenSSL.
void DisableCryptoCleanup();

/// Whether OpenSSL, as configured here, provides SHA-256, which signatures need.
bool HasSha256();

/// The SHA-1 of `data` in lower-case hex, for file names that AWS tools derive from it. Empty if OpenSSL, as
/// configured here, provides no SHA-1.
std::string Sha1Hex(std::string_view data);

/// For texts of at most 1 GiB.
std::string Base64(std::string_view data);

/// Overwrites memory that held a secret, in a way that the compiler does not optimise away.
void Cleanse(std::span<std::uint8_t> bytes);

}  // namespace lookoutvision::internal
