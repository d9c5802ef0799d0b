// Credentials and CredentialsProvider, the interface of their sources.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include <lookoutvision/error.h>
#include <lookoutvision/export.h>

namespace lookoutvision {

/// The keys that sign a call, or a bearer token. All empty means anonymous: the call is sent unsigned. A call
/// with only some of the keys, with keys and a bearer token, or with a value that is in quotes or contains
/// anything but visible ASCII, fails with `kCredentials`.
struct Credentials {
  /// Does not contain `/`, `,` or `=`.
  std::string access_key_id = {};
  /// Never sent and never printed.
  std::string secret_access_key = {};
  /// Set for temporary credentials.
  std::string session_token = {};
  /// When they expire, by the wall clock; absent if they do not.
  std::optional<std::chrono::system_clock::time_point> expiration = {};
  /// Sent unsigned as `Authorization: Bearer <token>`, instead of a signature.
  std::string bearer_token = {};

  friend bool operator==(const Credentials&, const Credentials&) = default;  ///< Compares all members.
};

/// Credentials do not print.
std::ostream& operator<<(std::ostream&, const Credentials&) = delete;

/// The stop token and the deadline of the call that needs the credentials.
struct LoadContext {
  /// The stop token of the call.
  std::stop_token stop_token = {};
  /// By the platform's steady clock; absent if the call has no timeout.
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
};

/// "Not configured here": nothing is wrong, and another provider may have credentials.
struct NotConfigured {
  std::string why;  ///< What the provider looked for, for example `AWS_ACCESS_KEY_ID is not set`.
};

/// The result of a provider: credentials; nothing configured; or the error of a source that is configured.
struct LoadResult : std::variant<Credentials, NotConfigured, Error> {
  using variant::variant;
  /// Feature ids for the User-Agent, separated by commas: the library's own providers set them.
  std::string user_agent_features = {};
};

/// A source of credentials. Called before each attempt, by many threads at once: an implementation is
/// thread-safe and caches what is expensive to load.
class LOOKOUTVISION_EXPORT CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;

  /// Returns credentials that are valid now. Returns soon after the context's stop token or deadline ends it.
  virtual LoadResult Load(const LoadContext& context) = 0;

  /// Reports that a service rejected these credentials as expired or unknown, a bearer token with 401. A
  /// caching provider then loads new ones soon, but not after every report; a provider that wraps another
  /// forwards the report; others ignore it. Returns at once and does not throw.
  virtual void Reject([[maybe_unused]] const Credentials& credentials) {}
};

}  // namespace lookoutvision
