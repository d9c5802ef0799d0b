// Digests over OpenSSL, whose headers stay in crypto.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lookoutvision::internal {

using Digest = std::array<std::uint8_t, 32>;

std::span<const std::uint8_t> BytesOf(std::string_view text);

/// Throw std::bad_alloc if OpenSSL has no memory.
Digest Sha256(std::string_view data);
Digest HmacSha256(std::span<const std::uint8_t> key, std::string_view data);

/// Asks OpenSSL to clean nothing up when the process exits: its handler would free locks that a call of
/// another thread still needs, and that a client with static storage duration needs in its destructor. That
/// works for the first user of OpenSSL in the process alone; if the program has used it before, this changes
/// nothing.
void KeepCryptoUntilTheEnd();

/// Whether OpenSSL, as it is configured here, offers SHA-256, which signatures need.
bool HasSha256();

/// The SHA-1 of `data` in lower-case hex, for names that others chose that way; empty where OpenSSL, as it is
/// configured here, offers none.
std::string Sha1Hex(std::string_view data);

/// For texts of at most 1 GiB.
std::string Base64(std::string_view data);

/// Overwrites memory that held a secret, in a way the compiler keeps.
void Cleanse(std::span<std::uint8_t> bytes);

}  // namespace lookoutvision::internal
