// CurlHeaderList: the headers of a request as libcurl reads them.
#pragma once

#include <string>
#include <vector>

#include <curl/curl.h>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::internal {

/// Whether a body is sent with the request, if only an empty one.
bool SendsBody(const HttpRequest& request);

/// Borrows the lines of HttpHeaders, and reuses its memory from call to call.
class CurlHeaderList {
 public:
  /// The list, which holds until the next call, and for as long as the request's headers do. Curl only reads
  /// it.
  curl_slist* Fill(const HttpRequest& request);

 private:
  void Add(const char* line);

  std::vector<curl_slist> nodes_;
  /// Lines that HttpHeaders cannot lend.
  std::string empty_lines_;
};

}  // namespace lookoutvision::internal
