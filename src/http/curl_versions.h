// What differs between versions of libcurl, from 7.88 on. Nothing else in this module asks which one runs.
#pragma once

#include <curl/curl.h>

namespace lookoutvision::internal {

/// CURLE_TOO_LARGE, from 8.6 on: from 8.14 on, the code for headers larger than libcurl accepts.
inline constexpr auto kCurlTooLarge = static_cast<CURLcode>(100);

/// CURLMOPT_QUICK_EXIT, from 8.20 on, whose threads for name look-ups belong to the multi handle; before, its
/// sibling of the easy handle was enough.
inline constexpr auto kCurlMultiQuickExit = static_cast<CURLMoption>(CURLOPTTYPE_LONG + 21);

}  // namespace lookoutvision::internal
