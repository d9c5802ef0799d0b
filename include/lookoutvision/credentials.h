// Credentials, and the interface of whatever supplies them. The providers themselves:
// credentials_providers.h.
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

/// Keys that sign a call: visible ASCII, without quotes around it, and no `/`, `,` or `=` in the id. A call
/// with others, or with a part of them only, fails with `kCredentials`. All empty means anonymous: the call
/// is sent unsigned.
struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  /// Set for temporary credentials.
  std::string session_token = {};
  /// When they end, by the wall clock; absent where they do not.
  std::optional<std::chrono::system_clock::time_point> expiration = {};

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

/// Credentials do not print.
std::ostream& operator<<(std::ostream&, const Credentials&) = delete;

/// What ends the loading of credentials early: the stop token and the deadline of the call.
struct LoadContext {
  std::stop_token stop_token = {};
  /// By the platform's steady clock; absent where the call has no limit.
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
};

/// "Not configured here": nothing is wrong, another provider may have them. `why` says what was looked for.
struct NotConfigured {
  std::string why;
};

/// Credentials; nothing configured here; or a source that is configured but broken.
struct LoadResult : std::variant<Credentials, NotConfigured, Error> {
  using variant::variant;
  /// Feature ids for the User-Agent, separated by commas: the library's own providers set them.
  std::string user_agent_features = {};
};

/// Where credentials come from. Called before each attempt, by many threads at once: an implementation is
/// thread-safe and caches what is costly to get.
class LOOKOUTVISION_EXPORT CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;

  /// Credentials that are valid now. Ends soon after the context's stop token or deadline asks for it.
  virtual LoadResult Load(const LoadContext& context) = 0;
};

}  // namespace lookoutvision
