// TlsFiles: see tls_files.h.
#include "http/tls_files.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <curl/curl.h>

#include "base/files.h"
#include "base/secrets.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// The option that names a file, and the one that takes its content instead.
struct Options {
  CURLoption path;
  CURLoption content;
};

void SetContent(EasyOptions& easy, Options options, const std::string* content) {
  if (content == nullptr) return;
  curl_blob blob{const_cast<char*>(content->data()), content->size(), CURL_BLOB_NOCOPY};
  easy.Set(options.path, static_cast<const char*>(nullptr));
  easy.Set(options.content, &blob);
}

// The shorter of the limits that the connection has; zero is no limit.
milliseconds ConnectLimit(const HttpLimits& limits) {
  if (limits.connect_timeout.count() == 0) return limits.timeout;
  return limits.timeout.count() == 0 ? limits.connect_timeout
                                     : std::min(limits.connect_timeout, limits.timeout);
}

void Subtract(milliseconds spent, milliseconds& limit) {
  // Not to zero, which would lift it.
  if (limit.count() != 0) limit = std::max(limit - spent, milliseconds{1});
}

}  // namespace

TlsFiles::TlsFiles(const HttpTransportOptions& options)
    : options_(options),
      streams_([&platform = options.platform](const std::string& path, const IoLimits& limits, std::string&) {
        return platform.read_file(path, limits);
      }) {}

std::optional<Error> TlsFiles::SetOn(CurlSlot& slot, HttpLimits& limits) {
  if (slot.knows_tls_streams) return std::nullopt;
  for (const auto& [member, path] : {std::pair("ca_bundle", &options_.ca_bundle),
                                     std::pair("client_certificate", &options_.client_certificate),
                                     std::pair("client_key", &options_.client_key)}) {
    if (auto error = Read(member, *path, limits)) return error;
  }
  EasyOptions easy(slot.easy);
  const std::string* const ca_bundle = streams_.Find(options_.ca_bundle);
  SetContent(easy, {CURLOPT_CAINFO, CURLOPT_CAINFO_BLOB}, ca_bundle);
  SetContent(easy, {CURLOPT_PROXY_CAINFO, CURLOPT_PROXY_CAINFO_BLOB}, ca_bundle);
  SetContent(easy, {CURLOPT_SSLCERT, CURLOPT_SSLCERT_BLOB}, streams_.Find(options_.client_certificate));
  SetContent(easy, {CURLOPT_SSLKEY, CURLOPT_SSLKEY_BLOB}, streams_.Find(options_.client_key));
  if (easy.result() != CURLE_OK) {
    return Error{.kind = ErrorKind::kConfiguration,
                 .message =
                     "ca_bundle, client_certificate and client_key must be regular files: this libcurl "
                     "cannot use what was read from a pipe: " +
                     std::string(curl_easy_strerror(easy.result()))};
  }
  slot.knows_tls_streams = true;
  return std::nullopt;
}

// Reads a member that is a stream, if that has not been done yet.
std::optional<Error> TlsFiles::Read(const char* member, const std::string& path, HttpLimits& limits) {
  if (streams_.Find(path) != nullptr || !IsStream(path)) return std::nullopt;
  IoLimits io_limits{.stop_token = limits.stop_token};
  if (const auto limit = ConnectLimit(limits); limit.count() != 0) {
    io_limits.timeout = std::min<nanoseconds>(io_limits.timeout, limit);
  }
  const auto start = options_.platform.steady_now();
  auto read = streams_.ReadOnce(path, io_limits);
  const nanoseconds spent = options_.platform.steady_now() - start;
  if (read.content) {
    Cleanse(*read.content);
    Subtract(std::chrono::floor<milliseconds>(spent), limits.connect_timeout);
    Subtract(std::chrono::floor<milliseconds>(spent), limits.timeout);
    return std::nullopt;
  }
  Error error{.kind = ErrorKind::kConfiguration,
              .message = std::string(member) + " (" + Printable(path, 256) +
                         ") cannot be read: " + Printable(read.problem)};
  if (limits.stop_token.stop_requested()) {
    error.kind = ErrorKind::kCancelled;
  } else if (spent >= io_limits.timeout) {
    error.kind = ErrorKind::kTimeout;
    error.retryable = true;
  }
  return error;
}

}  // namespace lookoutvision::internal
