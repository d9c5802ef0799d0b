// What differs between versions of libcurl, from 7.88 on: the one place that says so.
//
// | what                                  | 7.88              | 8.14            | 8.23                      |
// |---------------------------------------|-------------------|-----------------|---------------------------|
// | a header line that is too long        | OUT_OF_MEMORY     | TOO_LARGE       | TOO_LARGE                 |
// | a trailer that is too long            | RECV_ERROR        | TOO_LARGE       | TOO_LARGE                 |
// | a header that is too large            | RECV_ERROR        | RECV_ERROR      | RECV_ERROR, with trailers |
// | a header of more than 5000 lines      | passes            | TOO_LARGE       | TOO_LARGE                 |
// | a client's key that cannot be used    | SSL_CERTPROBLEM   | SSL_CERTPROBLEM | BAD_FUNCTION_ARGUMENT     |
// | a tunnel that a proxy refuses         | RECV_ERROR        | RECV_ERROR      | another: we ask for the   |
// |                                       |                   |                 | status instead            |
// | times of an attempt that failed       | what was reached  | the same        | more than that: callbacks |
// |                                       |                   |                 | set CurlSlot::reached     |
// | `%7e` in a path                       | stays             | stays           | `%7E`: RequestTarget()    |
// | TLS without close_notify, no length   | an end            | RECV_ERROR      | RECV_ERROR: so everywhere |
// |                                       |                   |                 | by GuardTlsReads()        |
// | threads that look names up belong to  | the easy handle   | the easy handle | the multi handle          |
// | CURLOPT_CURLU after CURLOPT_URL       | either order      | takes it away   | takes it away             |
#pragma once

#include <cstddef>
#include <string_view>

#include <curl/curl.h>

namespace lookoutvision::internal {

/// What the longest line and the whole of a response's header may be for libcurl, whatever we allow. 8.23
/// counts trailers as a part of the header.
inline constexpr std::size_t kCurlHeaderLine = std::size_t{100} * 1024;
inline constexpr std::size_t kCurlHeader = std::size_t{300} * 1024;

/// CURLE_TOO_LARGE, from 8.6 on: from 8.14 on, the code for a line larger than that. Before, it is
/// CURLE_OUT_OF_MEMORY, and for a trailer CURLE_RECV_ERROR with this text.
inline constexpr auto kCurlTooLarge = static_cast<CURLcode>(100);
inline constexpr std::string_view kCurlLongTrailer = "Out of memory in chunked-encoding";

/// What 8.23 reports for a client's key that it cannot use, beside mistakes in options; the others have
/// CURLE_SSL_CERTPROBLEM.
inline constexpr auto kCurlBadClientKey = CURLE_BAD_FUNCTION_ARGUMENT;

/// CURLMOPT_QUICK_EXIT, from 8.20 on, whose threads for name look-ups belong to the multi handle; before, its
/// sibling of the easy handle was enough.
inline constexpr auto kCurlMultiQuickExit = static_cast<CURLMoption>(CURLOPTTYPE_LONG + 21);

}  // namespace lookoutvision::internal
