// The words for an exchange that failed: which phase died, which limit passed, what curl says, and whether
// another try may help. It sends nothing.
#pragma once

#include <optional>
#include <string>

#include <lookoutvision/error.h>
#include <lookoutvision/http_transport.h>

#include "base/url.h"
#include "http/curl_connection.h"
#include "http/curl_exchange.h"

namespace lookoutvision::internal {

/// An exchange and what it was made from. The connection has not been used since.
struct FailedExchange {
  const ExchangeEnd& end;
  const CurlConnection& connection;
  const Url& url;
  const HttpTransportOptions& options;
  const HttpLimits& limits;
};

/// The error of an exchange that failed, all but `endpoint`.
Error ExplainFailure(const FailedExchange& failed);

/// The error, all but `endpoint`, of what failed as `text` says, if the process has nearly no file descriptor
/// left.
std::optional<Error> ExplainDescriptorShortage(std::string text);

}  // namespace lookoutvision::internal
