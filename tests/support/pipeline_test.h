// PipelineTest: a client with a scripted transport and a fake platform, for tests of the attempt loop.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision::test {

inline StartModelPackagingJobRequest Start() {
  return StartModelPackagingJobRequest().WithProjectName("p").WithModelVersion("1").WithConfiguration(
      {.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "bucket"}}});
}

inline const Error kReset{.kind = ErrorKind::kTransport, .message = "connection reset", .retryable = true};
inline const std::string kStarted = R"({"JobName":"job-1"})";
inline const std::vector<std::pair<std::string, std::string>> kThrottled{
    {"x-amzn-ErrorType", "ThrottlingException"}};

/// Random numbers are 0.5 of the largest one.
class PipelineTest : public ::testing::Test {
 protected:
  PipelineTest() { fake_.SetRandomShare(0.5); }

  ClientConfig Config() {
    return {.region = "eu-west-1",
            .endpoint_url = "https://vision.plant7.example",
            .credentials =
                MakeStaticCredentials({.access_key_id = "AKIDEXAMPLE", .secret_access_key = "very-secret"}),
            .transport = transport_,
            .platform = fake_.platform()};
  }
  Outcome<StartModelPackagingJobResult> Call(const ClientConfig& config, const CallOptions& options = {}) {
    return Client(config).StartModelPackagingJob(Start(), options);
  }

  FakePlatform fake_;
  std::shared_ptr<ScriptedTransport> transport_ = std::make_shared<ScriptedTransport>();
};

}  // namespace lookoutvision::test
