// Calls to a mock service that sends given bytes, and the expected errors.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>

#include "base/text.h"

namespace lookoutvision::test {

/// A configuration with three attempts, without backoff and without the environment.
inline ClientConfig HastyConfig(std::string endpoint_url) {
  using std::chrono::milliseconds;
  ClientConfig config;
  config.region = "eu-west-1";
  config.endpoint_url = std::move(endpoint_url);
  config.credentials = MakeStaticCredentials(testing::MakeTestCredentials());
  config.retry = {.max_attempts = 3,
                  .base_backoff = milliseconds{0},
                  .throttling_backoff = milliseconds{0},
                  .max_backoff = milliseconds{0}};
  config.platform.getenv = [](const std::string&) { return std::nullopt; };
  return config;
}

inline DescribeModelPackagingJobRequest SomeDescribe() {
  return DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName("job-1");
}

inline StartModelPackagingJobRequest SomeStart() {
  return StartModelPackagingJobRequest().WithProjectName("boards").WithModelVersion("1").WithConfiguration(
      {.greengrass = {.component_name = "com.example.Inspector",
                      .s3_output_location = {.bucket = "bucket"},
                      .target_device = TargetDevice::kJetsonXavier}});
}

/// Sends `raw` as the response to each of the three attempts of a call, and then closes the connection.
inline void RespondToAll(testing::MockService& service, const std::string& raw) {
  service.Enqueue({.response = testing::Response{.raw = raw},
                   .at = testing::FaultPoint::kResponseEnd,
                   .then = testing::FaultAction::kClose},
                  3);
}

/// One call of a new client, with `response` as the bytes of the response.
inline Outcome<DescribeModelPackagingJobResult> Describe(testing::MockService& service,
                                                         const std::string& response) {
  RespondToAll(service, response);
  return Client(HastyConfig(service.endpoint_url())).DescribeModelPackagingJob(SomeDescribe());
}
inline Outcome<StartModelPackagingJobResult> Start(testing::MockService& service,
                                                   const std::string& response) {
  RespondToAll(service, response);
  return Client(HastyConfig(service.endpoint_url())).StartModelPackagingJob(SomeStart());
}

inline std::string Repeat(std::size_t times, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

/// A response with the request id `r-1`. `headers` are whole lines.
inline std::string RawResponse(const std::string& status, const std::string& headers,
                               const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nx-amzn-RequestId: r-1\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// The expected error of a call.
struct Failing {
  ErrorKind kind;
  /// 3 if the call is retried, otherwise 1.
  int attempts;
  /// Parts of the message.
  std::vector<std::string> says;
  /// The HTTP status; 0 if there is no response, and no request id.
  int status = 0;
};

/// Expects the error to be `expected`, and a request per attempt.
inline void ExpectFailure(const Error& error, const Failing& expected, const testing::MockService& service) {
  EXPECT_EQ(error.kind, expected.kind) << error;
  EXPECT_EQ(error.attempts, expected.attempts) << error;
  EXPECT_EQ(error.retryable, expected.attempts > 1) << error;
  EXPECT_EQ(error.stop_reason,
            expected.attempts > 1 ? StopReason::kAttemptsExhausted : StopReason::kNotRetryable);
  EXPECT_EQ(error.http_status, expected.status) << error;
  EXPECT_EQ(error.request_id, expected.status == 0 ? "" : "r-1") << error;
  EXPECT_EQ(error.endpoint, service.endpoint_url());
  for (const std::string& part : expected.says) EXPECT_THAT(error.message, ::testing::HasSubstr(part));
  EXPECT_FALSE(error.message.empty());
  EXPECT_EQ(service.counters().requests, static_cast<std::size_t>(expected.attempts));

  std::ostringstream shown;
  shown << error;
  EXPECT_FALSE(internal::HasControlCharacters(shown.str())) << shown.str();
  EXPECT_TRUE(internal::IsUtf8(shown.str())) << shown.str();
  EXPECT_LT(shown.str().size(), 3000u);
}

}  // namespace lookoutvision::test
