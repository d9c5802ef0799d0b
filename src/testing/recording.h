// The exchanges of a recording: what is removed from them, and their form in a file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/outcome.h>

#include "base/json.h"

namespace lookoutvision::testing {

/// One exchange without secrets. The URL of its request is a target: it has neither an origin nor a base
/// path.
struct Exchange {
  HttpRequest request;
  Outcome<HttpResponse> outcome;
  /// The line of the file, from 1.
  std::size_t line = 0;
};

/// Removes from an exchange the secrets that its request carries.
class SecretFilter {
 public:
  /// `earlier` are the secrets of earlier requests, which a response may repeat, too.
  SecretFilter(const HttpRequest& request, std::string_view proxy, std::vector<std::string> earlier = {});

  /// Absent if the request is not one of the packaging-job API: a provider may have sent it for credentials.
  std::optional<HttpRequest> Request() const;
  Outcome<HttpResponse> Filter(Outcome<HttpResponse> outcome) const;
  /// The latest secrets, for the next request.
  std::vector<std::string> TakeSecrets() &&;

 private:
  void Add(std::string_view secret);
  void AddParts(std::string_view value);
  void AddPlace();
  HttpHeaders Filter(const HttpHeaders& headers) const;
  std::string Filter(std::string text) const;

  const HttpRequest& request_;
  std::vector<std::string> secrets_;
};

/// Whether a SecretFilter replaced the value of this header.
bool IsLeftOut(std::string_view value);

/// JSON text without white space.
std::string CompactJson(const internal::JsonValue& value);

/// The first line of a recording.
std::string RecordingHead();
/// One line. The members of `exchange` went through a SecretFilter.
std::string ToLine(const Exchange& exchange);
/// Throws std::invalid_argument, which names file and line.
std::vector<Exchange> ReadRecording(const std::string& path);

}  // namespace lookoutvision::testing
