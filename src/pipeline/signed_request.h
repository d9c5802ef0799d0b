// The HTTP request of one attempt: its URL and headers, and its signature or bearer token.
#pragma once

#include <optional>
#include <string_view>

#include <lookoutvision/client_config.h>
#include <lookoutvision/http_transport.h>

#include "base/text.h"
#include "config/settings.h"
#include "protocol/serialized_request.h"
#include "signing/sigv4.h"

namespace lookoutvision::internal {

inline constexpr std::string_view kSessionTokenHeader = "X-Amz-Security-Token";

/// The parts that BuildRequest() and SignRequest() combine.
struct RequestParts {
  const SerializedRequest& request;
  const Settings& settings;
  const ClientConfig& config;
  const CallOptions& options;
  /// Without an access key id, the request is not signed.
  const Credentials& credentials;
  std::string_view payload_hash;
  std::string_view invocation_id;
  std::string_view user_agent;
  /// Sent unsigned as X-Amzn-Trace-Id, unless it is empty or the caller adds that header.
  std::string_view trace;
  /// Counts from 1.
  int attempt;
  /// By the service's clock, if that is known.
  SystemTime time;
  /// The deadline of the attempt; absent if there is none, or if the service's clock is unknown.
  std::optional<SystemTime> end;
};

/// The request with the headers that are signed, but no signature.
HttpRequest BuildRequest(const RequestParts& parts);

/// Adds the signature or the bearer token, and then the headers that are not signed.
void SignRequest(HttpRequest& http, const RequestParts& parts, SigningKeyCache& keys);

}  // namespace lookoutvision::internal
