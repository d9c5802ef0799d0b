// The words for an exchange that failed: which phase died, which limit passed, what curl says, and whether
// another try may help. It sends nothing.
#pragma once

#include <lookoutvision/error.h>
#include <lookoutvision/http_transport.h>

#include "base/url.h"
#include "http/curl_exchange.h"
#include "http/curl_slot.h"

namespace lookoutvision::internal {

/// The error of an exchange that ended on `slot` other than well, all but `endpoint`. The slot has not been
/// used since.
Error ExplainFailure(const ExchangeEnd& end, const CurlSlot& slot, const Url& url,
                     const HttpTransportOptions& options, const HttpRequest& request,
                     const HttpLimits& limits);

}  // namespace lookoutvision::internal
