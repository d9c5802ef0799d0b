// WaiterTest: a wait for job `j`, with a scripted transport and fake clocks.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision::test {

class WaiterTest : public ::testing::Test {
 protected:
  WaiterTest() { fake_.SetRandomShare(0); }

  /// Scripts a description with this status and further members.
  void Then(const std::string& status, const std::string& more = "") {
    transport_->Then(
        200, R"({"ModelPackagingDescription":{"JobName":"j","Status":")" + status + "\"" + more + "}}",
        {{"x-amzn-RequestId", "r-" + status}});
  }
  /// Scripts the error of an unknown job.
  void ThenNotFound(const std::string& more = "") {
    transport_->Then(404, R"({"Message":"no such job")" + more + "}",
                     {{"x-amzn-ErrorType", "ResourceNotFoundException"}});
  }
  WaitOutcome Wait(const PollSchedule& schedule = {}, const CallOptions& call_options = {}) {
    return WaitWith({.schedule = schedule}, call_options);
  }
  WaitOutcome WaitWith(const WaitOptions& options, const CallOptions& call_options = {}) {
    const Client client({.endpoint_url = "https://vision.plant7.example",
                         .credentials = MakeAnonymousCredentials(),
                         .transport = transport_,
                         .platform = fake_.platform()});
    return client.WaitForModelPackagingJob(
        DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j"), options, call_options);
  }

  FakePlatform fake_;
  std::shared_ptr<ScriptedTransport> transport_ = std::make_shared<ScriptedTransport>();
};

}  // namespace lookoutvision::test
