// What differs between versions of libcurl, from 7.88 on. Nothing else in this module asks which one runs.
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
