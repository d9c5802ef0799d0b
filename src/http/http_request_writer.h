// Writes the header of an HTTP/1.1 request.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::internal {

/// Whether method and header fields are well-formed: a line break in one would inject a header or a request.
bool IsOneRequest(const HttpRequest& request);

/// Sets `out` to the request line and the header. ParseUrl must accept the URL, and ValidateProxyUrl `proxy`,
/// unless it is empty. Adds `Host`, `Accept`, the framing, and `Proxy-Authorization` if the proxy forwards
/// the request.
void WriteRequestHeader(const HttpRequest& request, std::string_view proxy, std::string& out);

}  // namespace lookoutvision::internal
