// TlsFiles: reads the TLS files of a transport that are pipes or devices.
#include "http/tls_files.h"

#include <utility>

#include <curl/curl.h>

#include "base/files.h"
#include "base/secrets.h"
#include "base/text.h"

namespace lookoutvision::internal {
TlsFiles::TlsFiles(const HttpTransportOptions& options)
    : options_(options),
      streams_(
          [&platform = options.platform](const std::string& path, const IoOptions& io_options, std::string&) {
            return platform.read_file(path, io_options);
          }) {}

std::optional<Error> TlsFiles::SetOn(CurlConnection& connection, const IoOptions& io_options) {
  if (connection.has_tls_streams) return std::nullopt;
  for (const auto& [member, path] : {std::pair("ca_bundle", &options_.ca_bundle),
                                     std::pair("client_certificate", &options_.client_certificate),
                                     std::pair("client_key", &options_.client_key)}) {
    if (auto error = Read(member, *path, io_options)) return error;
  }
  EasyOptions easy(connection.easy);
  // Replaces the option that names a file by the one that takes its content.
  const auto set_content = [&](const std::string& path, CURLoption by_path, CURLoption by_content) {
    const SecretString* const content = streams_.Find(path);
    if (content == nullptr) return;
    curl_blob blob{const_cast<char*>(content->view().data()), content->view().size(), CURL_BLOB_NOCOPY};
    easy.Set(by_path, static_cast<const char*>(nullptr));
    easy.Set(by_content, &blob);
  };
  set_content(options_.ca_bundle, CURLOPT_CAINFO, CURLOPT_CAINFO_BLOB);
  set_content(options_.ca_bundle, CURLOPT_PROXY_CAINFO, CURLOPT_PROXY_CAINFO_BLOB);
  set_content(options_.client_certificate, CURLOPT_SSLCERT, CURLOPT_SSLCERT_BLOB);
  set_content(options_.client_key, CURLOPT_SSLKEY, CURLOPT_SSLKEY_BLOB);
  if (easy.result() != CURLE_OK) {
    return Error{.kind = ErrorKind::kConfiguration,
                 .message =
                     "ca_bundle, client_certificate and client_key must be regular files: this libcurl "
                     "cannot use the content of a pipe: " +
                     std::string(curl_easy_strerror(easy.result()))};
  }
  connection.has_tls_streams = true;
  return std::nullopt;
}

// Reads the file if it is a stream and has not been read yet.
std::optional<Error> TlsFiles::Read(const char* member, const std::string& path,
                                    const IoOptions& io_options) {
  if (streams_.Find(path) != nullptr || !IsStream(path)) return std::nullopt;
  const auto start = options_.platform.steady_now();
  auto read = streams_.Read(path, io_options, /*once=*/true);
  if (read.content) {
    Cleanse(*read.content);
    return std::nullopt;
  }
  Error error{.kind = ErrorKind::kConfiguration,
              .message = std::string(member) + " (" + Printable(path, 256) +
                         ") cannot be read: " + Printable(read.problem)};
  if (io_options.stop_token.stop_requested()) {
    error.kind = ErrorKind::kCancelled;
  } else if (options_.platform.steady_now() - start >= io_options.timeout) {
    error.kind = ErrorKind::kTimeout;
    error.retryable = true;
  }
  return error;
}

}  // namespace lookoutvision::internal
