// Tests of the exit statuses and errors of the tool.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "integration/examples/example_test.h"
#include "support/closed_port.h"

namespace lookoutvision::test {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ContainsRegex;
using testing::FaultAction;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using testing::Response;
using ::testing::StartsWith;

class FailingPackageModel : public PackageModel {};

TEST_F(FailingPackageModel, RejectsAnUnknownAuthority) {
  testing::MockService& service = Service({.tls = true});
  const ProgramResult result = Tool(Start());
  EXPECT_EQ(result.status, 255);
  EXPECT_THAT(result.err, AllOf(StartsWith("error: transport: "), HasSubstr("certificate")));
  EXPECT_THAT(service.requests(), IsEmpty());
}

TEST_F(FailingPackageModel, ReportsAllBadInputAndSendsNothing) {
  testing::MockService& service = Service();
  const ProgramResult result = Tool(Start(
      {"--colour", "--timeout", "soon", "--tag", "line", "--job-name", "a b", "--component-version", "1"}));
  EXPECT_EQ(result.status, 252);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err,
              AllOf(StartsWith("error: bad input, nothing was sent (see package_model start --help):\n"),
                    HasSubstr("\n  unknown argument: --colour\n"), HasSubstr("\n  --timeout: "),
                    HasSubstr("\n  --tag: "), HasSubstr("\n  --job-name, JobName: "),
                    HasSubstr("\n  --component-version, Configuration.Greengrass.ComponentVersion: ")));
  EXPECT_EQ(service.counters().connections, 0U);
}

TEST_F(FailingPackageModel, ReportsBadInputInJsonToo) {
  const ProgramResult result = Tool({"list", "--max-items", "0", "--project-name", "p", "--output", "json"});
  EXPECT_EQ(result.status, 252);
  const json error = json::parse(result.out).at("error");
  EXPECT_EQ(error.at("kind"), "invalid request");
  EXPECT_EQ(error.at("message"),
            R"(bad input, nothing was sent: --max-items: must be an integer of at least 1 (given: "0"))");
  EXPECT_THAT(result.err, HasSubstr("\n  --max-items: must be an integer of at least 1 (given: \"0\")\n"));
}

TEST_F(FailingPackageModel, NamesTheHelpOfTheToolIfThereIsNoCommand) {
  EXPECT_THAT(Tool({"strat"}).err,
              StartsWith("error: bad input, nothing was sent (see package_model --help):\n"
                         "  no command: start, describe, wait or list\n"
                         "  unknown argument: strat (did you mean start?)\n"));
}

TEST_F(FailingPackageModel, ReportsAMissingProfileAsAConfigurationError) {
  testing::MockService& service = Service();
  const ProgramResult result = Tool(Start({"--profile", "dve"}));
  EXPECT_EQ(result.status, 253);
  EXPECT_THAT(result.err, AllOf(StartsWith("error: configuration: "), HasSubstr("\"dve\" (--profile)")));
  EXPECT_EQ(service.counters().connections, 0U);
}

TEST_F(FailingPackageModel, ReportsAMissingRegionOrCredentialsAsAConfigurationError) {
  testing::MockService& service = Service();
  const auto environment = program_.environment;
  program_.environment.erase("AWS_REGION");
  ProgramResult result = Tool(Start());
  EXPECT_EQ(result.status, 253);
  EXPECT_THAT(result.err, AllOf(StartsWith("error: configuration: "), HasSubstr("--region, AWS_REGION")));

  program_.environment = environment;
  program_.environment.erase("AWS_SECRET_ACCESS_KEY");
  result = Tool(Start());
  EXPECT_EQ(result.status, 253);
  EXPECT_THAT(result.err, StartsWith("error: credentials: "));
  EXPECT_EQ(service.counters().connections, 0U);

  program_.environment = environment;
  result = Tool(Start({"--endpoint-url", "http://vision.plant7.example"}));
  EXPECT_EQ(result.status, 253);
  EXPECT_THAT(result.err, AllOf(StartsWith("error: configuration: "), HasSubstr("(--endpoint-url)"),
                                HasSubstr("--allow-plaintext-http"), Not(HasSubstr("ClientConfig"))));
}

TEST_F(FailingPackageModel, ReportsTheErrorOfTheService) {
  testing::MockService& service = Service();
  const ProgramResult result = Tool(OfJob("wait", "no-such-job"));
  EXPECT_EQ(result.status, 254);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(
      result.err,
      MatchesRegex("error: ResourceNotFoundException: .* \\(HTTP 404, request id [^ ,]+, 1 attempt\\)\n"));
  EXPECT_EQ(service.requests().size(), 1U);
}

TEST_F(FailingPackageModel, ReportsAFailedJobAndDescribesItInJson) {
  Service({.job_failure = [](const auto&) { return "the bucket is gone"; }});
  const ProgramResult result = Tool(StartAndWait({"--output", "json"}));
  EXPECT_EQ(result.status, 254);
  EXPECT_THAT(result.err, ContainsRegex("\nerror: job failed: the bucket is gone [^\n]*\n$"));
  const json job = json::parse(result.out).at("jobs").at(0);
  EXPECT_EQ(job.at("error").at("kind"), "job failed");
  const json description = job.at("ModelPackagingDescription");
  EXPECT_EQ(description.at("Status"), "FAILED");
  EXPECT_EQ(description.at("StatusMessage"), "the bucket is gone");

  // A describe of a failed job succeeds.
  EXPECT_EQ(Tool(OfJob("describe", "model-packaging-job-1")).status, 0);
}

TEST_F(FailingPackageModel, ReportsAnUnreachableService) {
  Service();
  const ClosedPort closed_port;
  program_.environment["AWS_ENDPOINT_URL_LOOKOUTVISION"] = closed_port.url();
  const ProgramResult result = Tool(Start());
  EXPECT_EQ(result.status, 255);
  EXPECT_THAT(result.err, AllOf(StartsWith("error: transport: "),
                                HasSubstr(std::to_string(closed_port.port())), HasSubstr("3 attempts")));

  program_.environment["AWS_MAX_ATTEMPTS"] = "1";
  EXPECT_THAT(Tool(Start()).err, HasSubstr("1 attempt"));
}

TEST_F(FailingPackageModel, EndsAtTheTimeout) {
  testing::MockService& service = Service();
  service.Enqueue({.then = FaultAction::kSilence});
  ProgramResult result = Tool(Start({"--timeout", "2"}));
  EXPECT_EQ(result.status, 255);
  EXPECT_THAT(result.err, AllOf(StartsWith("error: timeout: "), HasSubstr("client token")));

  result = Tool(OfJob("wait", "model-packaging-job-1", {"--timeout", "5", "--poll-interval", "60"}));
  EXPECT_EQ(result.status, 255);
  EXPECT_THAT(result.err, ContainsRegex("\nerror: timeout: "));
}

TEST_F(FailingPackageModel, ReportsAnUnreadableResponse) {
  Service().Enqueue({.response = Response{.body = "<html>"}});
  const ProgramResult result = Tool(Start());
  EXPECT_EQ(result.status, 255);
  EXPECT_THAT(result.err, StartsWith("error: unreadable response: "));
}

TEST_F(FailingPackageModel, PrintsTheCommandThatContinuesAnUnclearStart) {
  testing::MockService& service = Service();
  service.Enqueue({.then = FaultAction::kReset}, 3);
  const ProgramResult unclear = Tool(Start({"--job-name", "job-1", "--description", "it's unclear"}));
  EXPECT_EQ(unclear.status, 255);

  const ProgramResult repeated = Run(CommandToContinue(unclear.err));
  EXPECT_EQ(repeated.status, 0) << unclear.err << repeated.err;
  EXPECT_THAT(repeated.out, HasSubstr("job job-1."));
  const auto requests = service.requests();
  EXPECT_EQ(requests.front().headers.Find("X-Amzn-Client-Token"),
            requests.back().headers.Find("X-Amzn-Client-Token"));
  EXPECT_EQ(requests.front().body, requests.back().body);
}

TEST_F(FailingPackageModel, DoesNotPrintControlCharactersOfTheService) {
  testing::MockService& service = Service();
  service.Enqueue(
      {.response = Response{.status = 400, .error_type = "ValidationException", .message = "\x1b[2J\r"}});
  service.Enqueue(
      {.response =
           Response{
               .body =
                   R"({"ModelPackagingDescription": {"StatusMessage": "\u001b[2J\r", "Status": "\u009b"}})"}},
      3);
  for (const Words& words :
       {Start({"--debug"}), OfJob("describe", "j"), OfJob("describe", "j", {"--output", "json"}),
        OfJob("wait", "j", {"--timeout", "5", "--poll-interval", "60"})}) {
    const ProgramResult result = Tool(words);
    EXPECT_THAT(result.out + result.err, Not(ContainsRegex("[^ -~\n]"))) << result.out << result.err;
  }
}

TEST_F(FailingPackageModel, DoesNotPrintASessionTokenThatTheServiceRepeats) {
  const std::string token = "IQoJb3JpZ2luX2VjEJr//////////wEaCWV1LXdlc3QtMSJH+MEUCIQDx==";
  testing::MockService& service = Service();
  program_.environment["AWS_SESSION_TOKEN"] = token;
  for (const Response& response :
       {Response{.status = 403,
       .error_type = "InvalidSignatureException",
       .message = "should have been 'POST x-amz-security-token:" + token + " host'"},
        Response{.status = 400, .body = R"({"__type":")" + token + "\"}"},
        Response{.status = 500, .headers = {{"x-amzn-RequestId", token}}},
        Response{.status = 302, .headers = {{"Location", "https://login.example/?token=" + token}}},
        Response{.status = 502, .body = "<html>x-amz-security-token: " + token}}) {
    for (const std::string format : {"text", "json"}) {
      service.Enqueue({.response = response}, 3);
      const ProgramResult result = Tool(Start({"--debug", "--output", format}));
      service.ClearFaults();
      EXPECT_NE(result.status, 0);
      EXPECT_THAT(result.err, HasSubstr("debug: "));
      EXPECT_THAT(result.out + result.err, Not(HasSubstr(token.substr(0, 16)))) << result.out << result.err;
    }
  }
}

TEST_F(FailingPackageModel, ReportsThatItsOutputCannotBeWritten) {
  Service();
  program_.out_file = "/dev/full";
  const ProgramResult result = Tool(Start());
  EXPECT_EQ(result.status, 255);
  EXPECT_THAT(result.err, HasSubstr("error: cannot write"));
}

}  // namespace
}  // namespace lookoutvision::test
