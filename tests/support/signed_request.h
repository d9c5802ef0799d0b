// Signed requests as text, for tests that call the mock service without a client.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lookoutvision/credentials.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/recorded_request.h>

#include "base/crypto.h"
#include "base/text.h"
#include "signing/sigv4.h"

namespace lookoutvision::test {

/// The parameters of a signed request.
struct SignedRequestOptions {
  Credentials credentials = testing::MakeTestCredentials();
  std::string region = "eu-west-1";
  std::string service = "lookoutvision";
  std::string host = "127.0.0.1";
  /// Further headers, which are signed.
  std::vector<std::pair<std::string, std::string>> headers = {};
  internal::SystemTime time;
};

/// A request with Host, X-Amz-Date, Authorization and, if there is a session token, X-Amz-Security-Token.
inline testing::RecordedRequest SignedRequest(std::string method, std::string target, std::string body,
                                              const SignedRequestOptions& options) {
  testing::RecordedRequest request{
      .method = std::move(method), .target = std::move(target), .body = std::move(body)};
  request.headers.Add("Host", options.host);
  request.headers.Add("X-Amz-Date", internal::FormatAmzDate(options.time));
  if (!options.credentials.session_token.empty()) {
    request.headers.Add("X-Amz-Security-Token", options.credentials.session_token);
  }
  for (const auto& [name, value] : options.headers) request.headers.Add(name, value);
  internal::SigningKeyCache cache;
  const std::string_view target_view = request.target;
  const auto mark = target_view.find('?');
  const std::string hash = internal::Hex(internal::Sha256(request.body));
  const internal::SignableRequest signable{
      .method = request.method,
      .path = target_view.substr(0, mark),
      .query = mark == std::string_view::npos ? std::string_view{} : target_view.substr(mark + 1),
      .headers = &request.headers,
      .payload_hash = hash};
  const std::string authorization = internal::Authorization(
      signable, options.credentials,
      {.region = options.region, .service = options.service, .time = options.time}, cache);
  request.headers.Add("Authorization", authorization);
  return request;
}

/// The bytes of the request.
inline std::string ToWire(const testing::RecordedRequest& request) {
  std::string text = request.method + ' ' + request.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) {
    text.append(name).append(": ").append(value).append("\r\n");
  }
  if (!request.body.empty()) text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  return text + "\r\n" + request.body;
}

}  // namespace lookoutvision::test
