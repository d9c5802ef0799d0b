// Tests of a fork during the first call, in the program fork_during_start.
#include <gtest/gtest.h>

#include <lookoutvision/testing/mock_service.h>

#include "support/program.h"
#include "support/sanitizers.h"

namespace lookoutvision {
namespace {

TEST(ForkDuringStart, WaitsForLibcurlAndWorksInTheChild) {
  if (test::kAddressSanitized) {
    GTEST_SKIP()
        << "a fork while another thread allocates may leave AddressSanitizer's allocator locked in the child";
  }
  const testing::MockService service({.tls = true});
  const Credentials credentials = testing::MakeTestCredentials();
  const test::ProgramResult ended =
      test::Program({LOOKOUTVISION_FORK_DURING_START},
                    {.environment = {{"AWS_REGION", "eu-west-1"},
                                     {"AWS_ENDPOINT_URL_LOOKOUTVISION", service.endpoint_url()},
                                     {"AWS_CA_BUNDLE", service.ca_bundle_path()},
                                     {"AWS_ACCESS_KEY_ID", credentials.access_key_id},
                                     {"AWS_SECRET_ACCESS_KEY", credentials.secret_access_key}}})
          .Wait();
  EXPECT_EQ(ended.out, "parent: succeeded\nchild: succeeded\n");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(service.counters().requests, 2U);
}

}  // namespace
}  // namespace lookoutvision
