// SsoToken: the token of an SSO session, from the file that AWS's tools share.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include <lookoutvision/outcome.h>

#include "base/per_process.h"
#include "base/secrets.h"
#include "base/text.h"
#include "credentials/provider_context.h"
#include "credentials/sso.h"

namespace lookoutvision::internal {

/// Thread-safe; holds no lock across a call.
class SsoToken {
 public:
  explicit SsoToken(const SsoRole& role);

  /// A token that is valid now, or an error that says how to get one. If the profile names a session and the
  /// file has a refresh token, refreshes a token within 5 minutes of its expiration, at most every 30 s, and
  /// writes the file.
  Outcome<SecretString> Get(const ProviderContext& context);

 private:
  struct Stored;
  // The state of one process, guarded by its mutex.
  struct Known {
    std::mutex mutex = {};
    std::optional<std::chrono::steady_clock::time_point> tried = {};
    // The content of the file after the last refresh, in case it could not be written.
    SecretString content = {};
  };

  Outcome<Stored> Read(const std::string& path, const ProviderContext& context);
  bool MayRefresh(const Stored& stored, const Platform& platform);
  std::optional<Error> Refresh(Stored& stored, const std::string& path, const ProviderContext& context);

  const std::string session_;
  const std::string key_;
  const std::string region_;
  PerProcess<Known> known_;
};

}  // namespace lookoutvision::internal
