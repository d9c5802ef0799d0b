// Tests of the events of calls, and of the measurements in those of attempts.
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr const char* kStarted = R"({"JobName":"job-1"})";

// A copy of a CallEvent, which is valid only during the callback.
struct Emitted {
  std::string operation;
  std::string invocation_id;
  std::string endpoint;
  int attempts = 0;
  int http_status = 0;
  std::string request_id;
  std::string client_token;
  nanoseconds duration{0};
  std::string error;
};

class CallEvents : public ::testing::Test {
 protected:
  CallEvents() {
    fake_.SetRandomShare(0.5);
    config_ = {.endpoint_url = "https://vision.plant7.example",
               .credentials = MakeAnonymousCredentials(),
               .transport = transport_,
               .platform = fake_.platform()};
    config_.on_call = [this](const CallEvent& event) {
      calls_.push_back({std::string(event.operation), std::string(event.invocation_id),
                        std::string(event.endpoint), event.attempts, event.http_status,
                        std::string(event.request_id), std::string(event.client_token), event.duration,
                        event.error != nullptr ? event.error->message : ""});
    };
  }

  static StartModelPackagingJobRequest Start() {
    return StartModelPackagingJobRequest()
        .WithProjectName("p")
        .WithModelVersion("1")
        .WithClientToken("token-1")
        .WithConfiguration({.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "b"}}});
  }

  Outcome<StartModelPackagingJobResult> Call(const CallOptions& options = {}) const {
    return Client(config_).StartModelPackagingJob(Start(), options);
  }

  test::FakePlatform fake_;
  std::shared_ptr<test::ScriptedTransport> transport_ = std::make_shared<test::ScriptedTransport>();
  ClientConfig config_;
  std::vector<Emitted> calls_;
};

TEST_F(CallEvents, ContainBytesAndMeasurementsOfEachAttempt) {
  const HttpMeasurements measured{.time_to_first_byte = milliseconds{7}, .connection_reused = true};
  std::vector<std::size_t> sent;
  std::vector<std::size_t> received;
  std::vector<HttpMeasurements> measurements;
  config_.on_attempt = [&](const AttemptEvent& event) {
    sent.push_back(event.bytes_sent);
    received.push_back(event.bytes_received);
    measurements.push_back(event.measurements);
  };
  transport_
      ->Then([&](const HttpRequest&, const HttpSendOptions&) {
        return HttpResponse{.status = 503, .body = "busy", .measurements = measured};
      })
      .ThenFail({.kind = ErrorKind::kTransport, .message = "reset", .retryable = true})
      .Then(200, kStarted);
  ASSERT_TRUE(Call());
  const std::size_t body = transport_->sent()[0].request.body.size();
  ASSERT_GT(body, 0U);
  EXPECT_EQ(sent, (std::vector<std::size_t>{body, body, body}));
  EXPECT_EQ(received, (std::vector<std::size_t>{4, 0, std::string(kStarted).size()}));
  // The measurements of one attempt are not in the event of the next.
  EXPECT_EQ(measurements, (std::vector<HttpMeasurements>{measured, {}, {}}));
}

TEST_F(CallEvents, AreEmittedOncePerCallWithTheNumberOfAttempts) {
  std::vector<std::string> attempts;
  config_.on_attempt = [&](const AttemptEvent& event) { attempts.emplace_back(event.invocation_id); };
  transport_->Then(503, "{}", {{"x-amzn-RequestId", "r-1"}})
      .Then(200, kStarted, {{"x-amzn-RequestId", "r-2"}})
      .Then(200, kStarted);
  ASSERT_TRUE(Call());
  ASSERT_EQ(calls_.size(), 1U);
  EXPECT_EQ(calls_[0].operation, "StartModelPackagingJob");
  EXPECT_EQ(calls_[0].endpoint, "https://vision.plant7.example");
  EXPECT_EQ(calls_[0].attempts, 2);
  EXPECT_EQ(calls_[0].http_status, 200);
  EXPECT_EQ(calls_[0].request_id, "r-2");
  EXPECT_EQ(calls_[0].client_token, "token-1");
  EXPECT_EQ(calls_[0].duration, fake_.sleeps.at(0));
  EXPECT_EQ(calls_[0].error, "");
  EXPECT_EQ(calls_[0].invocation_id, transport_->SentHeader(0, "amz-sdk-invocation-id"));
  EXPECT_EQ(attempts, std::vector<std::string>(2, calls_[0].invocation_id));
}

TEST_F(CallEvents, ReportACallThatFails) {
  transport_->Then(400, R"({"message":"no"})", {{"x-amzn-RequestId", "r-1"}});
  ASSERT_FALSE(Call());
  ASSERT_EQ(calls_.size(), 1U);
  EXPECT_EQ(calls_[0].attempts, 1);
  EXPECT_EQ(calls_[0].http_status, 400);
  EXPECT_EQ(calls_[0].request_id, "r-1");
  EXPECT_EQ(calls_[0].error, "no");
}

TEST_F(CallEvents, ReportACallThatFailsBeforeItsFirstAttempt) {
  ASSERT_FALSE(Call({.timeout = milliseconds{0}}));
  config_.endpoint_url = "no URL";
  ASSERT_FALSE(Call());
  ASSERT_EQ(calls_.size(), 2U);
  EXPECT_EQ(calls_[0].attempts, 0);
  EXPECT_EQ(calls_[0].error, "the call's timeout of 0 ms has passed");
  EXPECT_EQ(calls_[1].operation, "StartModelPackagingJob");
  EXPECT_EQ(calls_[1].endpoint, "");
  EXPECT_NE(calls_[1].error, "");
}

TEST_F(CallEvents, AreNotEmittedForAnInvalidRequest) {
  EXPECT_FALSE(Client(config_).StartModelPackagingJob({}));
  EXPECT_FALSE(Call({.headers = {{"Host", "h"}}}));
  EXPECT_TRUE(calls_.empty());
}

TEST_F(CallEvents, PropagateAnExceptionOfTheCallback) {
  config_.on_call = [](const CallEvent&) { throw std::runtime_error("mine"); };
  transport_->Then(200, kStarted);
  EXPECT_THROW(static_cast<void>(Call()), std::runtime_error);
}

TEST_F(CallEvents, ContainNoSecret) {
  const std::vector<std::string> secrets{"wJalrXUtnFEMI", "session-of-joe", "header-of-joe"};
  std::ostringstream shown;
  config_.region = "eu-west-1";
  config_.credentials = MakeStaticCredentials(
      {.access_key_id = "AKIDEXAMPLE", .secret_access_key = secrets[0], .session_token = secrets[1]});
  const auto show = [&](const auto& event) {
    shown << event.operation << event.invocation_id << event.endpoint << event.request_id;
    if (event.error != nullptr) shown << *event.error << event.error->message;
  };
  config_.on_attempt = show;
  config_.on_call = [&](const CallEvent& event) {
    show(event);
    shown << event.client_token;
  };
  transport_->Then(503)
      .Then(400, R"({"message":"no session-of-joe, no header-of-joe"})", {{"x-amzn-RequestId", secrets[1]}})
      .Then(200, kStarted, {{"x-amzn-RequestId", secrets[1]}});
  ASSERT_FALSE(Call({.headers = {{"x-note", secrets[2]}}}));
  ASSERT_TRUE(Call({.headers = {{"x-note", secrets[2]}}}));
  EXPECT_EQ(transport_->SentHeader(2, "x-note"), secrets[2]);
  for (const std::string& secret : secrets) {
    EXPECT_EQ(shown.str().find(secret), std::string::npos) << secret;
  }
}

}  // namespace
}  // namespace lookoutvision
