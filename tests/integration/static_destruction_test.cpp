// Tests of calls after main, in a program that runs against a mock service over TLS.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/testing/mock_service.h>

#include "support/program.h"

namespace lookoutvision {
namespace {

test::ProgramResult RunAgainst(const testing::MockService& service,
                               const std::vector<std::string>& arguments) {
  std::vector<std::string> command = {LOOKOUTVISION_STATIC_DESTRUCTION};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const Credentials credentials = testing::MakeTestCredentials();
  return test::Program(command, {.environment = {{"AWS_REGION", "eu-west-1"},
                                                 {"AWS_ENDPOINT_URL_LOOKOUTVISION", service.endpoint_url()},
                                                 {"AWS_CA_BUNDLE", service.ca_bundle_path()},
                                                 {"AWS_ACCESS_KEY_ID", credentials.access_key_id},
                                                 {"AWS_SECRET_ACCESS_KEY", credentials.secret_access_key}}})
      .Wait();
}

TEST(StaticDestruction, AllowsTheFirstCallOfAGlobalClient) {
  const testing::MockService service({.tls = true});
  const test::ProgramResult ended = RunAgainst(service, {});
  EXPECT_EQ(ended.out, "destructor: succeeded\n");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(service.counters().requests, 1U);
}

TEST(StaticDestruction, AllowsFurtherCallsOfAGlobalClient) {
  testing::MockService service({.tls = true});
  // The second call makes a new connection, which uses all of OpenSSL.
  service.Enqueue({.at = testing::FaultPoint::kResponseEnd, .then = testing::FaultAction::kClose});
  const test::ProgramResult ended = RunAgainst(service, {"call-in-main-too"});
  EXPECT_EQ(ended.out, "main: succeeded\ndestructor: succeeded\n");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(service.counters().requests, 2U);
  EXPECT_EQ(service.counters().connections, 2U);
}

TEST(StaticDestruction, DoesNotDisturbCallsOfOtherThreads) {
  const testing::MockService service({.tls = true, .max_recorded_requests = 8});
  const test::ProgramResult ended = RunAgainst(service, {"exit-during-calls"});
  EXPECT_EQ(ended.out, "destructor: succeeded\ncalls at exit: succeeded\n");
  EXPECT_EQ(ended.status, 0) << ended.err;
}

}  // namespace
}  // namespace lookoutvision
