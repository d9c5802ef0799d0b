// What differs between versions of libcurl, from 7.88 on: the one place that says so.
//
// | what                                  | 7.88            | 8.14            | 8.23                       |
// |---------------------------------------|-----------------|-----------------|----------------------------|
// | a client's key that cannot be used    | SSL_CERTPROBLEM | SSL_CERTPROBLEM | BAD_FUNCTION_ARGUMENT      |
// | a tunnel that a proxy refuses         | RECV_ERROR      | RECV_ERROR      | another: we ask for the    |
// |                                       |                 |                 | status instead             |
// | times of an attempt that failed       | what was        | the same        | more than that: callbacks  |
// |                                       | reached         |                 | set CurlConnection::reached|
// | threads that look names up belong to  | the easy handle | the easy handle | the multi handle           |
#pragma once

#include <curl/curl.h>

namespace lookoutvision::internal {

/// What 8.23 reports for a client's key that it cannot use, beside mistakes in options; the others have
/// CURLE_SSL_CERTPROBLEM.
inline constexpr auto kCurlBadClientKey = CURLE_BAD_FUNCTION_ARGUMENT;

/// CURLMOPT_QUICK_EXIT, from 8.20 on, whose threads for name look-ups belong to the multi handle; before, its
/// sibling of the easy handle was enough.
inline constexpr auto kCurlMultiQuickExit = static_cast<CURLMoption>(CURLOPTTYPE_LONG + 21);

}  // namespace lookoutvision::internal
