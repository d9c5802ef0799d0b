// TlsFiles: the files that TLS needs, where libcurl cannot read them itself without blocking the call.
#pragma once

#include <optional>
#include <string>

#include <lookoutvision/error.h>
#include <lookoutvision/http_transport.h>

#include "base/stream_reader.h"
#include "http/curl_connection.h"

namespace lookoutvision::internal {

/// The CA bundle, client certificate and client key of one transport. Regular files are left to libcurl,
/// which keeps a bundle parsed from connection to connection. What is a pipe or a device is read here:
/// libcurl would wait for its writer as long as that takes, and each handle would read it again. Thread-safe.
class TlsFiles {
 public:
  /// The options outlive this, and their platform is complete.
  explicit TlsFiles(const HttpTransportOptions& options);

  /// Has the connection, which this outlives, use what is no regular file. The first time for this transport
  /// that reads it, within `limits`. Fails with `kCancelled`, `kTimeout` or `kConfiguration`; the connection
  /// can still be used.
  std::optional<Error> SetOn(CurlConnection& connection, const IoLimits& limits);

 private:
  std::optional<Error> Read(const char* member, const std::string& path, const IoLimits& limits);

  const HttpTransportOptions& options_;
  StreamReader streams_;
};

}  // namespace lookoutvision::internal
