// The error of a failed exchange: the phase, the timeout or libcurl's message, and whether it is retryable.
#pragma once

#include <optional>
#include <string>

#include <lookoutvision/error.h>
#include <lookoutvision/http_transport.h>

#include "base/url.h"
#include "http/curl_connection.h"
#include "http/curl_exchange.h"

namespace lookoutvision::internal {

/// A failed exchange and its inputs. The connection has not been used since.
struct FailedExchange {
  const ExchangeEnd& end;
  const CurlConnection& connection;
  const Url& url;
  const HttpTransportOptions& options;
  const HttpSendOptions& send_options;
};

/// The error of a failed exchange, without `endpoint`.
Error ExplainFailure(const FailedExchange& failed);

/// The error for a failure that `text` describes, without `endpoint`, if the process has almost no file
/// descriptors available.
std::optional<Error> ExplainDescriptorShortage(std::string text);

}  // namespace lookoutvision::internal
