// Builds and signs the HTTP request of one attempt.
#include "pipeline/signed_request.h"

#include <string>

namespace lookoutvision::internal {
namespace {

std::string SdkRequest(const RequestParts& parts) {
  std::string line;
  if (parts.end) line = "ttl=" + FormatAmzDate(*parts.end) + "; ";
  return line + "attempt=" + std::to_string(parts.attempt) +
         "; max=" + std::to_string(parts.settings.max_attempts);
}

}  // namespace

HttpRequest BuildRequest(const RequestParts& parts) {
  const SerializedRequest& request = parts.request;
  const Endpoint& endpoint = parts.settings.endpoint;
  const std::string origin = endpoint.unix_socket.empty() ? endpoint.origin : "http://" + endpoint.authority;
  HttpRequest http{.method = std::string(request.method),
                   .url = origin + endpoint.base_path + request.path,
                   .body = request.body};
  if (!request.query.empty()) http.url += '?' + request.query;

  HttpHeaders& headers = http.headers;
  headers.Add("Host", endpoint.authority);
  if (!request.content_type.empty()) headers.Add("Content-Type", request.content_type);
  if (!request.token_header.empty()) headers.Add(request.token_header, request.token);
  for (const auto& [name, value] : request.headers) headers.Add(name, value);
  headers.Add("amz-sdk-invocation-id", parts.invocation_id);
  headers.Add("amz-sdk-request", SdkRequest(parts));
  for (const auto& [name, value] : parts.config.headers) headers.Add(name, value);
  for (const auto& [name, value] : parts.options.signed_headers) headers.Set(name, value);
  return http;
}

void SignRequest(HttpRequest& http, const RequestParts& parts, SigningKeyCache& keys) {
  const Credentials& credentials = parts.credentials;
  HttpHeaders& headers = http.headers;
  if (!credentials.bearer_token.empty()) headers.Add("Authorization", "Bearer " + credentials.bearer_token);
  if (!credentials.access_key_id.empty()) {
    const std::string path = parts.settings.endpoint.base_path + parts.request.path;
    headers.Add("X-Amz-Date", FormatAmzDate(parts.time));
    if (!credentials.session_token.empty()) headers.Add(kSessionTokenHeader, credentials.session_token);
    headers.Add(
        "Authorization",
        Authorization({.method = parts.request.method,
                       .path = path,
                       .query = parts.request.query,
                       .headers = &headers,
                       .payload_hash = parts.payload_hash},
                      credentials, {parts.settings.signing_region, parts.settings.signing_name, parts.time},
                      keys));
  }
  // Proxies and sidecars may rewrite these.
  headers.Add("User-Agent", parts.user_agent);
  for (const auto& [name, value] : parts.options.headers) headers.Add(name, value);
  if (!parts.trace.empty() && !headers.Find("X-Amzn-Trace-Id")) headers.Add("X-Amzn-Trace-Id", parts.trace);
}

}  // namespace lookoutvision::internal
