// Tests of the setup of a CurlConnection.
#include "http/curl_connection.h"

#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::internal {
namespace {

TEST(CurlConnection, IsAcceptedByLibcurlWithEveryOption) {
  const CurlConnection plain(HttpTransportOptions{});
  EXPECT_EQ(plain.setup_result, CURLE_OK);
  const CurlConnection full(HttpTransportOptions{.ca_bundle = "/no/such/ca.pem",
                                                 .client_certificate = "/no/such/cert.pem",
                                                 .client_key = "/no/such/key.pem"});
  EXPECT_EQ(full.setup_result, CURLE_OK);
}

TEST(CurlConnection, UsesAConfiguredBundleWithoutReadingIt) {
  EXPECT_EQ(CurlConnection(HttpTransportOptions{.ca_bundle = "/no/such/ca.pem"}).ca_bundle,
            "/no/such/ca.pem");
}

TEST(CurlConnection, SelectsAReadableSystemBundleAndPrefersLibcurlsDefault) {
  const CurlConnection connection(HttpTransportOptions{});
  const char* const curl_default = curl_version_info(CURLVERSION_NOW)->cainfo;
  if (curl_default != nullptr && access(curl_default, R_OK) == 0) {
    EXPECT_EQ(connection.ca_bundle, curl_default);
  } else {
    EXPECT_TRUE(connection.ca_bundle.empty() || access(connection.ca_bundle.c_str(), R_OK) == 0)
        << connection.ca_bundle;
  }
}

TEST(EasyOptions, KeepsTheFirstError) {
  const CurlConnection connection(HttpTransportOptions{});
  EasyOptions options(connection.easy);
  EXPECT_EQ(options.result(), CURLE_OK);
  options.Set(CURLOPT_PROTOCOLS_STR, "no-such-protocol");
  options.Set(CURLOPT_TIMEOUT_MS, 1L);
  EXPECT_EQ(options.result(), CURLE_UNSUPPORTED_PROTOCOL);
}

}  // namespace
}  // namespace lookoutvision::internal
