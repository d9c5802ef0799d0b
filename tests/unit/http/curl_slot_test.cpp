// Tests of a slot before it is used. None of them connects anywhere.
#include "http/curl_slot.h"

#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::internal {
namespace {

using std::chrono::seconds;

TEST(CurlSlot, IsAcceptedByLibcurlWithEveryOption) {
  const CurlSlot plain(HttpTransportOptions{});
  EXPECT_EQ(plain.setup_result, CURLE_OK);
  const CurlSlot full(HttpTransportOptions{.ca_bundle = "/no/such/ca.pem",
                                           .client_certificate = "/no/such/cert.pem",
                                           .client_key = "/no/such/key.pem",
                                           .idle_timeout = seconds::max(),
                                           .max_connection_age = seconds::max()});
  EXPECT_EQ(full.setup_result, CURLE_OK);
  const CurlSlot closing(HttpTransportOptions{.idle_timeout = seconds{0}, .max_connection_age = seconds{-1}});
  EXPECT_EQ(closing.setup_result, CURLE_OK);
}

TEST(CurlSlot, TakesTheBundleItIsGivenWithoutLookingAtIt) {
  EXPECT_EQ(CurlSlot(HttpTransportOptions{.ca_bundle = "/no/such/ca.pem"}).ca_bundle, "/no/such/ca.pem");
}

TEST(CurlSlot, PicksAReadableBundleOfTheSystemAndCurlsOwnBeforeAnyOther) {
  const CurlSlot slot(HttpTransportOptions{});
  const char* const curls_own = curl_version_info(CURLVERSION_NOW)->cainfo;
  if (curls_own != nullptr && access(curls_own, R_OK) == 0) {
    EXPECT_EQ(slot.ca_bundle, curls_own);
  } else {
    EXPECT_TRUE(slot.ca_bundle.empty() || access(slot.ca_bundle.c_str(), R_OK) == 0) << slot.ca_bundle;
  }
}

TEST(EasyOptions, KeepsTheFirstRefusal) {
  const CurlSlot slot(HttpTransportOptions{});
  EasyOptions options(slot.easy);
  EXPECT_EQ(options.result(), CURLE_OK);
  options.Set(CURLOPT_PROTOCOLS_STR, "no-such-protocol");
  options.Set(CURLOPT_TIMEOUT_MS, 1L);
  EXPECT_EQ(options.result(), CURLE_UNSUPPORTED_PROTOCOL);
}

}  // namespace
}  // namespace lookoutvision::internal
