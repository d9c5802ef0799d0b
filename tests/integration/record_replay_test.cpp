// Tests that what was recorded against a server is played back to the same program.
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/recording_transport.h>
#include <lookoutvision/testing/replay_transport.h>

#include "support/text_file.h"

namespace lookoutvision {
namespace {

using ::testing::IsEmpty;

Outcome<DescribeModelPackagingJobResult> Release(const std::string& endpoint_url,
                                                 std::shared_ptr<HttpTransport> transport) {
  ClientConfig config{.region = "eu-west-1",
                      .endpoint_url = endpoint_url,
                      .credentials = MakeStaticCredentials(testing::MakeTestCredentials()),
                      .transport = std::move(transport)};
  config.platform.sleep = [](std::chrono::nanoseconds, const std::stop_token&) { return true; };
  config.platform.getenv = [](const std::string&) { return std::optional<std::string>(); };
  return Client(config).StartModelPackagingJobAndWait(
      StartModelPackagingJobRequest()
          .WithProjectName("boards")
          .WithModelVersion("3")
          .WithJobName("nightly")
          .WithConfiguration({.greengrass = {.component_name = "c",
                                             .s3_output_location = {.bucket = "bucket"},
                                             .target_device = TargetDevice::kJetsonXavier}}));
}

TEST(RecordAndReplay, PlaysBackAWaitWithARetryAndAReset) {
  const test::TextFile file;
  testing::MockService service;
  service.Enqueue({.response = testing::Response{.status = 503}});
  service.Enqueue({.then = testing::FaultAction::kReset});
  const auto recorder = std::make_shared<testing::RecordingTransport>(file.path(), MakeCurlTransport());
  const auto released = Release(service.endpoint_url(), recorder);
  ASSERT_TRUE(released) << released.error();
  EXPECT_EQ(recorder->error(), "");
  // Two attempts that failed, the start, and the polls.
  EXPECT_EQ(recorder->recorded(), 5U);
  service.Stop();
  for (const auto mode : {testing::ReplayMode::kStrict, testing::ReplayMode::kLenient}) {
    const auto replay = std::make_shared<testing::ReplayTransport>(file.path(), mode);
    const auto replayed = Release("https://vision.example", replay);
    ASSERT_TRUE(replayed) << replayed.error();
    EXPECT_EQ(*replayed, *released);
    EXPECT_THAT(replay->unused(), IsEmpty());
  }
  // Without a client of the service's own: as a server, with any endpoint.
  const testing::MockService server({.handler = testing::MakeReplayHandler(file.path())});
  const auto served = Release(server.endpoint_url(), nullptr);
  ASSERT_TRUE(served) << served.error();
  EXPECT_EQ(*served, *released);
}

}  // namespace
}  // namespace lookoutvision
