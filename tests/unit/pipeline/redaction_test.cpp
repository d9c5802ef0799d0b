// Tests that no error and no event contains a secret that a call sent and the service echoes.
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

const std::string kToken = "IQoJb3JpZ2luX2VjEJr//////////wEaCWV1LXdlc3QtMSJH+MEUCIQDx==";
const std::string kGatewayKey = "gateway-key-of-plant-7";

struct Echo {
  const char* where;
  int status;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

// Responses with the secret in each part that errors and events contain.
std::vector<Echo> EchoesOf(const std::string& secret) {
  const std::string message =
      "The Canonical String for this request should have been 'POST\\n\\nx-amz-security-token:" + secret +
      "\\n\\nhost'";
  return {
      {"message", 403, R"({"__type":"InvalidSignatureException","message":")" + message + "\"}", {}},
      {"__type", 400, R"({"__type":")" + secret + "\"}", {}},
      {"code", 400, R"({"code":"x )" + secret + "\"}", {}},
      {"error type header", 400, "{}", {{"X-Amzn-Errortype", secret}}},
      {"request id", 500, "{}", {{"x-amzn-RequestId", secret}}},
      {"other request id", 500, "{}", {{"x-amz-request-id", secret}}},
      {"redirect", 302, "", {{"Location", "https://login.example/?token=" + secret}}},
      {"redirect, cut off",
       302,
       "",
       {{"Location", "https://login.example/" + std::string(150, 'x') + secret}}},
      {"HTML", 502, "<html><pre>x-amz-security-token: " + secret + "</pre>", {}},
      {"HTML, cut off", 502, "<html>" + std::string(170, ' ') + secret, {}},
      {"resource", 409, R"({"ResourceId":")" + secret + R"(","ResourceType":")" + secret + "\"}", {}},
      {"quota", 402, R"({"QuotaCode":")" + secret + R"(","ServiceCode":")" + secret + "\"}", {}},
      {"unreadable result", 200, "<html>" + secret, {{"x-amzn-RequestId", secret}}},
      {"result of another type", 200, R"({"JobName":{")" + secret + "\":1}}", {}},
  };
}

class Redaction : public test::PipelineTest {
 protected:
  Redaction() {
    config_ = Config();
    config_.retry.max_attempts = 1;
    config_.credentials = MakeStaticCredentials(
        {.access_key_id = "AKIDEXAMPLE", .secret_access_key = "very-secret", .session_token = kToken});
    config_.on_attempt = [this](const AttemptEvent& event) {
      text_ << event.request_id << '\n';
      if (event.error != nullptr) Append(*event.error);
    };
    config_.on_call = [this](const CallEvent& event) {
      text_ << event.request_id << '\n';
      if (event.error != nullptr) Append(*event.error);
    };
  }

  void Append(const Error& error) {
    text_ << error << '\n'
          << error.message << '\n'
          << error.code_name << '\n'
          << error.request_id << '\n'
          << error.resource_id << '\n'
          << ToString(error.resource_type) << '\n'
          << error.quota_code << error.service_code << '\n';
  }

  // The error and the events of a call with this response, as text.
  std::string TextOf(const Echo& echo, const CallOptions& options = {}) {
    text_.str("");
    transport_->Then(echo.status, echo.body, echo.headers);
    const auto started = Call(config_, options);
    if (!started) Append(started.error());
    return text_.str();
  }

  ClientConfig config_;
  std::ostringstream text_;
};

// A part of this length reveals the secret.
constexpr std::size_t kRevealing = 16;

TEST_F(Redaction, RemovesASessionTokenThatTheServiceEchoes) {
  for (const Echo& echo : EchoesOf(kToken)) {
    const std::string shown = TextOf(echo);
    EXPECT_EQ(shown.find(kToken.substr(0, kRevealing)), std::string::npos) << echo.where << ": " << shown;
    EXPECT_NE(shown.find('\n'), std::string::npos);
  }
}

TEST_F(Redaction, RemovesASessionTokenThatTheServiceEchoesEncoded) {
  const std::string encoded =
      "IQoJb3JpZ2luX2VjEJr%2F%2F%2F%2F%2F%2F%2F%2F%2F%2FwEaCWV1LXdlc3QtMSJH%2BMEUCIQDx";
  for (const Echo& echo : EchoesOf(encoded)) {
    const std::string shown = TextOf(echo);
    EXPECT_EQ(shown.find("IQoJb3JpZ2luX2Vj"), std::string::npos) << echo.where << ": " << shown;
    EXPECT_EQ(shown.find("CWV1LXdlc3QtMSJH"), std::string::npos) << echo.where << ": " << shown;
  }
}

TEST_F(Redaction, RemovesACallersHeaderThatTheServiceEchoes) {
  for (const Echo& echo : EchoesOf(kGatewayKey)) {
    const std::string shown = TextOf(echo, {.headers = {{"x-api-key", kGatewayKey}}});
    EXPECT_EQ(shown.find(kGatewayKey.substr(0, kRevealing)), std::string::npos)
        << echo.where << ": " << shown;
  }
}

TEST_F(Redaction, KeepsTheOtherWordsOfAnError) {
  transport_->Then(403,
                   R"({"__type":"InvalidSignatureException","message":"token )" + kToken + R"( is bad"})",
                   {{"x-amzn-RequestId", "r-1"}});
  const auto started = Call(config_);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message, "token *** is bad");
  EXPECT_EQ(started.error().code_name, "InvalidSignatureException");
  EXPECT_EQ(started.error().request_id, "r-1");
}

TEST_F(Redaction, AppliesToTheEventsOfASuccess) {
  const std::string shown = TextOf({"", 200, test::kStarted, {{"x-amzn-RequestId", kToken}}});
  EXPECT_EQ(shown, "***\n***\n");
}

TEST_F(Redaction, AppliesToErrorsOfTheTransport) {
  transport_->ThenFail({.kind = ErrorKind::kTransport, .message = "the server said: " + kToken});
  const auto started = Call(config_);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().message, "the server said: ***");
}

TEST_F(Redaction, RemovesTheProxyPasswordThatAProxyEchoes) {
  fake_.environment["HTTPS_PROXY"] = "http://joe:p%40ssword@proxy.example:3128";
  // Base64 of joe:p@ssword
  for (const std::string secret : {"p@ssword", "p%40ssword", "am9lOnBAc3N3b3Jk"}) {
    for (const Echo& echo : EchoesOf(secret)) {
      const std::string shown = TextOf(echo);
      EXPECT_EQ(shown.find(secret), std::string::npos) << echo.where << ": " << shown;
    }
  }
}

TEST_F(Redaction, AppliesToTheReasonOfAFailedJob) {
  transport_->Then(
      200, R"({"ModelPackagingDescription":{"JobName":"j","Status":"FAILED","StatusMessage":"key )" + kToken +
               "\"}}");
  const auto ended = Client(config_).WaitForModelPackagingJob(
      DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j"));
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().kind, ErrorKind::kJobFailed);
  EXPECT_EQ(ended.error().message, "key ***");
}

TEST_F(Redaction, RemovesTheSecretsOfEarlierAttempts) {
  int loads = 0;
  config_.credentials = MakeBearerTokenCredentials(
      [&](const LoadContext&) -> Outcome<std::string> { return "token-" + std::to_string(++loads); });
  config_.before_attempt = [](const AttemptRequest& request) -> std::optional<Error> {
    request.headers.Add("x-proof", "proof-" + std::to_string(request.attempt));
    return std::nullopt;
  };
  config_.retry.max_attempts = 2;
  // The second token is compared with the first, and not sent.
  transport_->Then(401).Then(403, R"({"message":"not token-1, token-3, proof-1, proof-2"})");
  EXPECT_EQ(Call(config_).error().message, "not ***, ***, ***, ***");
}

TEST_F(Redaction, KeepsAResultThatContainsAShortTestToken) {
  config_.credentials = MakeStaticCredentials(
      {.access_key_id = "test", .secret_access_key = "test", .session_token = "test-token"});
  transport_->Then(200, R"({"JobName":"test-token-job"})").Then(409, R"({"ResourceId":"test-job"})");
  EXPECT_EQ(Call(config_)->job_name, "test-token-job");
  EXPECT_EQ(Call(config_).error().resource_id, "test-job");
}

}  // namespace
}  // namespace lookoutvision
