// Signs the requests on standard input, for botocore_sigv4_test.py. It adds no headers.
//
// In:  [{"method", "path", "query", "headers": [[name, value]...], "body", "access_key_id",
//        "secret_access_key", "region", "service", "time": epoch seconds}...]
// Out: [{"canonical_request", "authorization"}...]
#include <chrono>
#include <cstdint>
#include <exception>
#include <iostream>
#include <iterator>
#include <string>

#include <nlohmann/json.hpp>

#include "signing/sigv4.h"

namespace {

using lookoutvision::Credentials;
using lookoutvision::HttpHeaders;
using nlohmann::json;
namespace internal = lookoutvision::internal;

json Sign(const json& description, internal::SigningKeyCache& cache) {
  const auto text = [&](const char* name) { return description.at(name).get<std::string>(); };
  HttpHeaders headers;
  for (const auto& field : description.at("headers")) {
    headers.Add(field.at(0).get<std::string>(), field.at(1).get<std::string>());
  }
  const std::string method = text("method"), path = text("path"), query = text("query");
  const std::string payload_hash = internal::Hex(internal::Sha256(text("body")));
  const std::string region = text("region"), service = text("service");
  const std::chrono::seconds time(description.at("time").get<std::int64_t>());

  const internal::SignableRequest request{
      .method = method, .path = path, .query = query, .headers = &headers, .payload_hash = payload_hash};
  const Credentials credentials{.access_key_id = text("access_key_id"),
                                .secret_access_key = text("secret_access_key")};
  const internal::SigningScope scope{
      .region = region, .service = service, .time = internal::SystemTime(time)};
  return {{"canonical_request", internal::MakeCanonicalRequest(request).text},
          {"authorization", internal::Authorization(request, credentials, scope, cache)}};
}

}  // namespace

int main() try {
  const std::string input{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  internal::SigningKeyCache cache;
  json results = json::array();
  for (const auto& description : json::parse(input)) results.push_back(Sign(description, cache));
  std::cout << results.dump() << '\n';
  return 0;
} catch (const std::exception& e) {
  std::cerr << "sign_request: " << e.what() << '\n';
  return 1;
}
