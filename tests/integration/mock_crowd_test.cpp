// Tests of the mock service with two hundred clients at the same time.
#include <barrier>
#include <cstddef>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>

namespace lookoutvision::testing {
namespace {

constexpr int kClients = 200;

StartModelPackagingJobRequest Request(int client) {
  const std::string number = std::to_string(client);
  return StartModelPackagingJobRequest()
      .WithProjectName("boards")
      .WithModelVersion("1")
      .WithClientToken("token-" + number)
      .WithConfiguration({.greengrass = {.component_name = "com.example.C" + number,
                                         .s3_output_location = {.bucket = "bucket"},
                                         .target_device = TargetDevice::kJetsonXavier}});
}

TEST(MockCrowd, LosesNoJobAndNoClientToken) {
  const MockService service;
  std::vector<std::string> jobs(kClients);
  std::vector<std::string> problems(kClients);
  std::barrier together(kClients);

  const auto run_client = [&](int number) {
    const auto at = static_cast<std::size_t>(number);
    const Client client(
        {.region = "eu-west-1",
         .endpoint_url = service.endpoint_url(),
         .credentials = MakeStaticCredentials(MakeTestCredentials()),
         .timeouts = {.connect = std::chrono::minutes{5}, .attempt = std::chrono::minutes{5}}});
    together.arrive_and_wait();
    const auto started = client.StartModelPackagingJob(Request(number));
    // Now all clients are connected.
    together.arrive_and_wait();
    const auto again = client.StartModelPackagingJob(Request(number));
    if (!started || !again) {
      problems[at] = started ? again.error().message : started.error().message;
      return;
    }
    if (again->job_name != started->job_name) problems[at] = "a token started a second job";
    jobs[at] = started->job_name;
    for (const char* expected : {"CREATED", "RUNNING", "SUCCEEDED"}) {
      const auto poll = client.DescribeModelPackagingJob(
          DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName(jobs[at]));
      if (!poll || ToString(*poll->model_packaging_description.status) != expected) {
        problems[at] = poll ? "another client polled its job" : poll.error().message;
        return;
      }
    }
  };
  std::vector<std::thread> clients;
  for (int number = 0; number < kClients; ++number) clients.emplace_back(run_client, number);
  for (std::thread& client : clients) client.join();

  for (const std::string& problem : problems) EXPECT_EQ(problem, "");
  EXPECT_EQ(std::set(jobs.begin(), jobs.end()).size(), std::size_t{kClients});
  EXPECT_EQ(service.counters().requests, std::size_t{kClients * 5});
  EXPECT_EQ(service.counters().connections, std::size_t{kClients});
}

}  // namespace
}  // namespace lookoutvision::testing
