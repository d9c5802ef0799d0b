// The token of an SSO session: read from the file that AWS's tools share, and refreshed shortly before its
// end.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/outcome.h>

#include "base/per_process.h"
#include "base/text.h"
#include "credentials/sso.h"

namespace lookoutvision::internal {

class SecretJson;

/// Thread-safe; it holds no lock across a call.
class SsoToken {
 public:
  /// The platform of `options` is complete.
  SsoToken(const SsoRole& role, const CredentialsOptions& options);
  ~SsoToken();
  SsoToken(const SsoToken&) = delete;
  SsoToken& operator=(const SsoToken&) = delete;

  /// A token that is valid now; else an error that says how to get one. Where the profile names a session and
  /// the file holds what that needs, a token within 5 minutes of its end is refreshed, at most every 30 s,
  /// and the file is written anew.
  Outcome<std::string> Get(const LoadContext& context);

 private:
  struct Stored;
  // What one process knows; changed under its lock alone.
  struct Known {
    std::mutex mutex = {};
    std::optional<std::chrono::steady_clock::time_point> tried = {};
    // The file's content after the last refresh, for where it could not be written.
    std::string content = {};
    ~Known();
  };

  Outcome<Stored> Read(const std::string& path, const LoadContext& context);
  bool MayRefresh(const Stored& stored, SystemTime now);
  Outcome<Stored> Refresh(const Stored& stored, const std::string& path, const LoadContext& context);

  const std::string session_;
  const std::string key_;
  CredentialsOptions options_;
  PerProcess<Known> known_;
};

}  // namespace lookoutvision::internal
