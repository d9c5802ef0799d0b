// TlsFiles: reads the TLS files of a transport that are pipes or devices.
#pragma once

#include <optional>
#include <string>

#include <lookoutvision/error.h>
#include <lookoutvision/http_transport.h>

#include "base/stream_reader.h"
#include "http/curl_connection.h"

namespace lookoutvision::internal {

/// The CA bundle, client certificate and client key of one transport. libcurl reads regular files, and caches
/// the parsed bundle. This class reads pipes and devices: libcurl would block until there is a writer, and
/// each handle would read them again. Thread-safe.
class TlsFiles {
 public:
  /// The options must outlive this object, and their platform must be complete.
  explicit TlsFiles(const HttpTransportOptions& options);

  /// Sets the content of pipes and devices on the connection, which this object must outlive. The first call
  /// reads them, with `io_options`. Fails with `kCancelled`, `kTimeout` or `kConfiguration`; the connection
  /// is still usable.
  std::optional<Error> SetOn(CurlConnection& connection, const IoOptions& io_options);

 private:
  std::optional<Error> Read(const char* member, const std::string& path, const IoOptions& io_options);

  const HttpTransportOptions& options_;
  StreamReader streams_;
};

}  // namespace lookoutvision::internal
