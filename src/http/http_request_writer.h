// The bytes of an HTTP/1.1 request. It does no I/O.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::internal {

/// Whether method and header fields are what they say and no more: a line break in one of them would begin a
/// line, or a request, of its own.
bool IsOneRequest(const HttpRequest& request);

/// Replaces `out` by request line and header. The URL is one that ParseUrl accepts, and `proxy` one that
/// ValidateProxyUrl does, or empty. `Host`, `Accept` and what frames the message is added, and the proxy's
/// user where it forwards the request.
void WriteRequestHeader(const HttpRequest& request, std::string_view proxy, std::string& out);

}  // namespace lookoutvision::internal
