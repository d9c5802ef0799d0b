// The differences between versions of libcurl from 7.88 on.
//
// | behaviour                             | 7.88            | 8.14            | 8.23                       |
// |---------------------------------------|-----------------|-----------------|----------------------------|
// | error for an unusable client key      | SSL_CERTPROBLEM | SSL_CERTPROBLEM | BAD_FUNCTION_ARGUMENT      |
// | error for a tunnel that a proxy       | RECV_ERROR      | RECV_ERROR      | varies: use the status     |
// | refuses                               |                 |                 | instead                    |
// | times set after a failed attempt      | completed       | completed       | more: use                  |
// |                                       | phases          | phases          | CurlConnection::reached    |
// | owner of the name look-up threads     | the easy handle | the easy handle | the multi handle           |
// | CURLINFO_OS_ERRNO                     | kept until the  | cleared for     | cleared for each transfer  |
// |                                       | next error      | each transfer   |                            |
#pragma once

#include <curl/curl.h>

namespace lookoutvision::internal {

/// The error of 8.23 for a client key that it cannot use, and for errors in options; the others report
/// CURLE_SSL_CERTPROBLEM for the key.
inline constexpr auto kCurlBadClientKey = CURLE_BAD_FUNCTION_ARGUMENT;

/// CURLMOPT_QUICK_EXIT, needed from 8.20 on, whose name look-up threads belong to the multi handle. Before,
/// CURLOPT_QUICK_EXIT of the easy handle is enough.
inline constexpr auto kCurlMultiQuickExit = static_cast<CURLMoption>(CURLOPTTYPE_LONG + 21);

}  // namespace lookoutvision::internal
