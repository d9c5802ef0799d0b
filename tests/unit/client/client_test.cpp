// Tests of a client with settings and keys from the environment alone.
#include <memory>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

// For example in a container whose user may not read HOME.
TEST(Client, NeedsNoProfileFilesIfTheEnvironmentSetsRegionEndpointAndKeys) {
  test::FakePlatform fake;
  fake.environment = {{"HOME", "/h"},
                      {"AWS_REGION", "eu-west-1"},
                      {"AWS_ENDPOINT_URL", "https://e.example"},
                      {"AWS_ACCESS_KEY_ID", "k"},
                      {"AWS_SECRET_ACCESS_KEY", "s3cret"}};
  fake.unreadable = {{"/h/.aws/config", "Is a directory"}, {"/h/.aws/credentials", "Permission denied"}};
  const auto list = [&] {
    const auto transport = std::make_shared<test::ScriptedTransport>();
    transport->Then(200, R"({"ModelPackagingJobs":[]})");
    const Client client({.transport = transport, .platform = fake.platform()});
    return client.ListModelPackagingJobs(ListModelPackagingJobsRequest().WithProjectName("boards"));
  };
  const auto listed = list();
  EXPECT_TRUE(listed) << listed.error();
  fake.environment.erase("AWS_ACCESS_KEY_ID");
  fake.environment.erase("AWS_SECRET_ACCESS_KEY");
  const auto without_keys = list();
  ASSERT_FALSE(without_keys);
  EXPECT_NE(without_keys.error().message.find("/h/.aws/config cannot be read: Is a directory"),
            std::string::npos)
      << without_keys.error();
}

}  // namespace
}  // namespace lookoutvision
