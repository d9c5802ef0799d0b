// Tests of the commands: their output, requests and exit statuses.
#include "unit/examples/commands_test.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(CommandsTest, StartPrintsTheJob) {
  transport_->Then(200, kStarted);
  EXPECT_EQ(RunCommand(Command::kStart), kDone);
  EXPECT_THAT(out_.str(), HasSubstr("Started packaging job job-1."));
  EXPECT_THAT(status_.str(), IsEmpty());
}

TEST_F(CommandsTest, DescribePrintsAFailedJobAsASuccess) {
  transport_->Then(200, Described("FAILED"));
  EXPECT_EQ(RunCommand(Command::kDescribe), kDone);
  EXPECT_THAT(out_.str(), HasSubstr("FAILED"));
}

TEST_F(CommandsTest, AnErrorOfTheServiceIsOneLine) {
  transport_->Then(409, R"({"message": "taken\n"})",
                   {{"x-amzn-errortype", "ConflictException"}, {"x-amzn-requestid", "id-1"}});
  EXPECT_EQ(RunCommand(Command::kStart), kServiceError);
  EXPECT_THAT(out_.str(), IsEmpty());
  EXPECT_EQ(status_.str(), "error: ConflictException: taken\\n (HTTP 409, request id id-1, 1 attempt)\n");
}

TEST_F(CommandsTest, StartPrintsTheClientToken) {
  transport_->Then(200, kStarted).Then(200, kStarted);
  EXPECT_EQ(RunCommand(Command::kStart), kDone);
  EXPECT_THAT(out_.str(), testing::ContainsRegex("\nClient token: [0-9a-f-]{36}\n"));

  out_.str("");
  options_.output = OutputFormat::kJson;
  options_.start.WithClientToken("token-1");
  EXPECT_EQ(RunCommand(Command::kStart), kDone);
  EXPECT_EQ(Json(), nlohmann::json({{"JobName", "job-1"}, {"ClientToken", "token-1"}}));
}

TEST_F(CommandsTest, JsonOfAnErrorHasTheBodyOfTheResponse) {
  options_.output = OutputFormat::kJson;
  for (const Command command : {Command::kStart, Command::kDescribe, Command::kList}) {
    out_.str("");
    status_.str("");
    transport_->Then(403, "<h1>Forbidden by the proxy</h1>", {{"x-amzn-requestid", "id-1"}});
    EXPECT_EQ(RunCommand(command), kServiceError);
    const auto error = Json().at("error");
    EXPECT_EQ(error.at("kind"), "service");
    EXPECT_EQ(error.at("httpStatus"), 403);
    EXPECT_EQ(error.at("requestId"), "id-1");
    EXPECT_EQ(error.at("retryable"), false);
    EXPECT_EQ(error.at("body"), "<h1>Forbidden by the proxy</h1>");
    EXPECT_THAT(status_.str(), AllOf(HasSubstr("error: "), HasSubstr("HTTP 403")));
  }
}

TEST_F(CommandsTest, SendsHeadersAndPrintsNoneOfThem) {
  options_.config.headers = {{"x-api-key", "s3cret-key"}};
  options_.debug = true;
  options_.words = {"start", "--header", "x-api-key=s3cret-key"};
  transport_->Then(502, "s3cret-key").Then(502, R"({"message": "bad key s3cret-key"})").Then(502);
  EXPECT_EQ(RunCommand(Command::kStart), kServiceError);
  EXPECT_EQ(transport_->sent().at(0).request.headers.Find("x-api-key"), "s3cret-key");
  EXPECT_THAT(out_.str() + status_.str(),
              AllOf(HasSubstr("debug: "), testing::Not(HasSubstr("s3cret-key")),
                    HasSubstr("\nto continue: package_model start --header x-api-key=... --client-token ")));
}

TEST_F(CommandsTest, TheTimeoutAppliesToACall) {
  options_.timeout = 5s;
  transport_->Then(200, Described("RUNNING"));
  EXPECT_EQ(RunCommand(Command::kDescribe), kDone);
  EXPECT_THAT(transport_->sent().at(0).options.timeout, AllOf(testing::Gt(0ms), testing::Le(5s)));
}

TEST_F(CommandsTest, DebugPrintsEachAttempt) {
  options_.debug = true;
  transport_->Then(503).Then(200, kStarted);
  EXPECT_EQ(RunCommand(Command::kStart), kDone);
  EXPECT_THAT(
      status_.str(),
      testing::ContainsRegex("^debug: StartModelPackagingJob attempt 1 of 3 .*HTTP 503.*next attempt in .*\n"
                             "debug: StartModelPackagingJob attempt 2 of 3 .*succeeded.*\n$"));
}

TEST_F(CommandsTest, AnInvalidConfigurationNamesTheOption) {
  options_.config.region = "no region";
  EXPECT_EQ(RunCommand(Command::kList), kBadConfiguration);
  EXPECT_THAT(status_.str(), AllOf(HasSubstr("--region"), testing::Not(HasSubstr("ClientConfig"))));
  status_.str("");
  options_.config.region = options_.config.endpoint_url = std::nullopt;
  EXPECT_EQ(RunCommand(Command::kList), kBadConfiguration);
  EXPECT_THAT(status_.str(),
              AllOf(HasSubstr("--region, AWS_REGION"), testing::Not(HasSubstr("ClientConfig"))));
}

}  // namespace
}  // namespace package_model
