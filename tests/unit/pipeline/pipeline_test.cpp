// Tests of the request that the attempt loop sends.
#include "support/pipeline_test.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

namespace lookoutvision {
namespace {

using test::FakePlatform;
using test::kStarted;
using test::Start;

using Pipeline = test::PipelineTest;

TEST_F(Pipeline, SendsOneCompleteSignedRequest) {
  transport_->Then(200, kStarted, {{"x-amzn-RequestId", "r-1"}});
  const auto started = Client(Config()).StartModelPackagingJob(Start().WithClientToken("token-1"));
  ASSERT_TRUE(started) << started.error();
  EXPECT_EQ(started->job_name, "job-1");
  EXPECT_EQ(started->client_token, "token-1");
  EXPECT_EQ(started->request_id, "r-1");
  ASSERT_EQ(transport_->sent().size(), 1U);
  const HttpRequest request = transport_->sent()[0].request;
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://vision.plant7.example/2020-11-20/projects/p/modelpackagingjobs");
  EXPECT_EQ(request.body,
            R"({"ModelVersion":"1","Configuration":{"Greengrass":{"S3OutputLocation":{"Bucket":"bucket"},)"
            R"("ComponentName":"c"}}})");
  EXPECT_EQ(request.headers.Find("Host"), "vision.plant7.example");
  EXPECT_EQ(request.headers.Find("Content-Type"), "application/json");
  EXPECT_EQ(request.headers.Find("X-Amzn-Client-Token"), "token-1");
  EXPECT_EQ(request.headers.Find("amz-sdk-request"), "attempt=1; max=3");
  EXPECT_EQ(request.headers.Find("X-Amz-Date"), "20150830T123600Z");
  EXPECT_EQ(request.headers.Find("X-Amz-Security-Token"), std::nullopt);
  const std::string authorization(request.headers.Find("Authorization").value_or(""));
  EXPECT_TRUE(authorization.starts_with(
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/eu-west-1/lookoutvision/aws4_request, "
      "SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-type;host;x-amz-date;x-amzn-client-token, "
      "Signature="))
      << authorization;
}

TEST_F(Pipeline, SendsNeitherContentTypeNorTokenWithADescribe) {
  transport_->Then(200, "{}");
  ASSERT_TRUE(Client(Config()).DescribeModelPackagingJob(
      DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j")));
  const HttpRequest request = transport_->sent()[0].request;
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.url, "https://vision.plant7.example/2020-11-20/projects/p/modelpackagingjobs/j");
  EXPECT_EQ(request.headers.Find("Content-Type"), std::nullopt);
  EXPECT_EQ(request.headers.Find("X-Amzn-Client-Token"), std::nullopt);
  EXPECT_EQ(request.body, "");
}

TEST_F(Pipeline, PutsTheBasePathBeforeThePath) {
  transport_->Then(200, kStarted);
  ClientConfig config = Config();
  config.endpoint_url = "https://gw.example:8443/base%20path/";
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(transport_->sent()[0].request.url,
            "https://gw.example:8443/base%20path/2020-11-20/projects/p/modelpackagingjobs");
  EXPECT_EQ(transport_->SentHeader(0, "Host"), "gw.example:8443");
}

TEST_F(Pipeline, SendsToAUnixSocket) {
  transport_->Then(200, kStarted).Then(402);
  ClientConfig config = Config();
  config.endpoint_url = "unix:///run/gateway.sock";
  std::string endpoints;
  config.on_attempt = [&](const AttemptEvent& event) { endpoints.append(event.endpoint).append(" "); };
  config.on_call = [&](const CallEvent& event) { endpoints.append(event.endpoint).append(" "); };
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(endpoints, "unix:/run/gateway.sock unix:/run/gateway.sock ");
  const auto sent = transport_->sent()[0];
  EXPECT_EQ(sent.request.url, "http://localhost/2020-11-20/projects/p/modelpackagingjobs");
  EXPECT_EQ(sent.options.unix_socket, "/run/gateway.sock");
  EXPECT_EQ(sent.options.proxy, "");
  EXPECT_EQ(transport_->SentHeader(0, "Host"), "localhost");
  EXPECT_NE(transport_->SentHeader(0, "Authorization").find(";host;"), std::string::npos);
  EXPECT_EQ(Call(config).error().endpoint, "unix:/run/gateway.sock");
}

TEST_F(Pipeline, SendsTheTraceOfLambdaUnsigned) {
  fake_.environment["_X_AMZN_TRACE_ID"] = "Root=1-5759e988;Parent=53995c3f;Sampled=1\r\na/b c";
  transport_->Then(200, kStarted).Then(200, kStarted);
  ASSERT_TRUE(Call(Config()));
  EXPECT_EQ(transport_->SentHeader(0, "X-Amzn-Trace-Id"), "");
  fake_.environment["AWS_LAMBDA_FUNCTION_NAME"] = "packer";
  ASSERT_TRUE(Call(Config()));
  EXPECT_EQ(transport_->SentHeader(1, "X-Amzn-Trace-Id"),
            "Root=1-5759e988;Parent=53995c3f;Sampled=1%0D%0Aa%2Fb%20c");
  EXPECT_EQ(transport_->SentHeader(1, "Authorization").find("trace"), std::string::npos);
}

TEST_F(Pipeline, SendsTheTraceOfEachInvocationOfAFunction) {
  fake_.environment["AWS_LAMBDA_FUNCTION_NAME"] = "packer";
  transport_->Then(200, kStarted).Then(200, kStarted);
  const Client client(Config());
  for (const std::size_t invocation : {0U, 1U}) {
    const std::string trace = "Root=" + std::to_string(invocation);
    fake_.environment["_X_AMZN_TRACE_ID"] = trace;
    ASSERT_TRUE(client.StartModelPackagingJob(Start()));
    EXPECT_EQ(transport_->SentHeader(invocation, "X-Amzn-Trace-Id"), trace);
  }
}

TEST_F(Pipeline, ReadsTheEnvironmentOnceOutsideLambda) {
  transport_->Then(200, kStarted).Then(200, kStarted);
  ClientConfig config = Config();
  int reads = 0;
  config.platform.getenv = [&reads, real = config.platform.getenv](const std::string& name) {
    ++reads;
    return real(name);
  };
  const Client client(config);
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_GT(std::exchange(reads, 0), 0);
  ASSERT_TRUE(client.StartModelPackagingJob(Start()));
  EXPECT_EQ(reads, 0);
}

TEST_F(Pipeline, LeavesTheTraceToTheCaller) {
  fake_.environment["AWS_LAMBDA_FUNCTION_NAME"] = "packer";
  fake_.environment["_X_AMZN_TRACE_ID"] = "Root=1-5759e988";
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Client(Config()).StartModelPackagingJob(Start(), {.headers = {{"x-amzn-trace-id", "mine"}}}));
  const HttpHeaders sent = transport_->sent()[0].request.headers;
  EXPECT_EQ(sent.Find("X-Amzn-Trace-Id"), "mine");
  EXPECT_EQ(std::count_if(sent.begin(), sent.end(),
                          [](const auto& field) { return field.value.find("Root=") != std::string::npos; }),
            0);
}

TEST_F(Pipeline, GeneratesAClientTokenPerCallThatIsNotTheInvocationId) {
  fake_ = FakePlatform();
  transport_->Then(200, kStarted).Then(200, kStarted);
  const Client client(Config());
  const auto first = client.StartModelPackagingJob(Start());
  const auto second = client.StartModelPackagingJob(Start());
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->client_token, second->client_token);
  EXPECT_NE(first->client_token, transport_->SentHeader(0, "amz-sdk-invocation-id"));
  EXPECT_NE(transport_->SentHeader(0, "amz-sdk-invocation-id"),
            transport_->SentHeader(1, "amz-sdk-invocation-id"));
}

TEST_F(Pipeline, IgnoresAnErrorHeaderOnASuccess) {
  transport_->Then(202, kStarted, {{"x-amzn-ErrorType", "InternalServerException"}});
  EXPECT_TRUE(Call(Config()));
}

TEST_F(Pipeline, SignsWithTheSessionTokenOfTheCredentials) {
  ClientConfig config = Config();
  config.credentials =
      MakeStaticCredentials({.access_key_id = "A", .secret_access_key = "S", .session_token = "session"});
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(transport_->SentHeader(0, "X-Amz-Security-Token"), "session");
  EXPECT_NE(transport_->SentHeader(0, "Authorization").find(";x-amz-security-token;"), std::string::npos);
}

TEST_F(Pipeline, SendsUnsignedWithAnonymousCredentials) {
  ClientConfig config = Config();
  config.credentials = MakeAnonymousCredentials();
  config.region.reset();
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  for (const char* name : {"Authorization", "X-Amz-Date", "X-Amz-Security-Token"}) {
    EXPECT_EQ(transport_->SentHeader(0, name), "") << name;
  }
}

TEST_F(Pipeline, RequiresARegionToSign) {
  ClientConfig config = Config();
  config.region.reset();
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kConfiguration);
  EXPECT_NE(started.error().message.find("AWS_REGION"), std::string::npos);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Pipeline, SendsExtraHeadersUnsigned) {
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(Config(), {.headers = {{"traceparent", "00-abc-01"}, {"traceparent", "again"}}}));
  EXPECT_EQ(transport_->SentHeader(0, "traceparent"), "00-abc-01");
  EXPECT_EQ(transport_->SentHeader(0, "Authorization").find("traceparent"), std::string::npos);
}

TEST_F(Pipeline, RejectsReservedAndInvalidExtraHeaders) {
  for (const char* name :
       {"Host", "Content-Length", "transfer-encoding", "X-Amz-Date", "x-amz-anything", "Content-Type",
        "expect", "user-agent", "X-Amzn-Client-Token", "amz-sdk-request", "", "a b", "a:b", "a\r\nb"}) {
    const auto started = Call(Config(), {.headers = {{name, "v"}}});
    ASSERT_FALSE(started) << name;
    EXPECT_EQ(started.error().kind, ErrorKind::kInvalidRequest) << name;
  }
  const auto started = Call(Config(), {.headers = {{"x-note", "secret\r\nvalue"}}});
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().message.find("x-note"), std::string::npos);
  EXPECT_EQ(started.error().message.find("secret"), std::string::npos);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(Pipeline, ReportsTheEndOfAmazonsEndpoint) {
  const Error lookup{.kind = ErrorKind::kTransport, .message = "could not resolve host", .retryable = true};
  for (int i = 0; i < 3; ++i) transport_->ThenFail(lookup);
  ClientConfig config = Config();
  config.endpoint_url.reset();
  const auto started = Call(config);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().endpoint, "https://lookoutvision.eu-west-1.amazonaws.com");
  EXPECT_NE(started.error().message.find("2025-10-31"), std::string::npos);
  EXPECT_NE(started.error().message.find("AWS_ENDPOINT_URL_LOOKOUTVISION"), std::string::npos);

  for (int i = 0; i < 3; ++i) transport_->ThenFail(lookup);
  EXPECT_EQ(Call(Config()).error().message, "could not resolve host");
}

TEST_F(Pipeline, ReportsAConfigurationErrorInTheFirstCallAndRecovers) {
  ClientConfig config = Config();
  config.endpoint_url.reset();
  config.region.reset();
  const Client client(config);
  EXPECT_EQ(client.StartModelPackagingJob(Start()).error().kind, ErrorKind::kConfiguration);
  fake_.environment["AWS_REGION"] = "eu-west-1";
  transport_->Then(200, kStarted);
  EXPECT_TRUE(client.StartModelPackagingJob(Start()));
}

TEST_F(Pipeline, RejectsAnInvalidRequestBeforeItResolvesSettings) {
  const auto started = Client().StartModelPackagingJob({});
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::kInvalidRequest);
}

}  // namespace
}  // namespace lookoutvision
