// The token of an SSO session: read from the file that AWS's tools share, and refreshed shortly before its
// end.
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

/// Thread-safe; it holds no lock across a call.
class SsoToken {
 public:
  explicit SsoToken(const SsoRole& role);

  /// A token that is valid now; else an error that says how to get one. Where the profile names a session and
  /// the file holds what that needs, a token within 5 minutes of its end is refreshed, at most every 30 s,
  /// and the file is written anew.
  Outcome<SecretString> Get(const ProviderContext& context);

 private:
  struct Stored;
  // What one process knows; changed under its lock alone.
  struct Known {
    std::mutex mutex = {};
    std::optional<std::chrono::steady_clock::time_point> tried = {};
    // The file's content after the last refresh, for where it could not be written.
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
