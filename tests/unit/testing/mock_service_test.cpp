// MockService: the options that it refuses.
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/testing/mock_service.h>

namespace lookoutvision::testing {
namespace {

TEST(MockService, RefusesBasePathsThatNoRequestCouldMatch) {
  for (const char* base_path : {"vision", "/", "/vision/", "/a b", "/a?b", "/a#b", "/a\r\nb", "/50%"}) {
    EXPECT_THROW(MockService({.base_path = base_path}), std::invalid_argument) << base_path;
  }
}

TEST(MockService, TakesTheBasePathsOfGateways) {
  for (const std::string base_path : {"", "/vision", "/plant//7", "/a%20b"}) {
    const MockService service({.base_path = base_path});
    EXPECT_TRUE(service.endpoint_url().ends_with(std::to_string(service.port()) + base_path));
  }
}

}  // namespace
}  // namespace lookoutvision::testing
