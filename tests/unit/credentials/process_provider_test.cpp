// Tests of the credentials provider that runs a process.
#include <chrono>

#include <gtest/gtest.h>

#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

class ProcessCredentialsTest : public test::CredentialsFixture {
 protected:
  std::shared_ptr<CredentialsProvider> Provider() { return MakeProcessCredentials("give me", Options()); }
};

TEST_F(ProcessCredentialsTest, AreReadFromStandardOutputOnly) {
  fake_.processes["give me"] = {.exit_status = 0,
                                .output = R"({"Version":1,"AccessKeyId":"id","SecretAccessKey":"s"})",
                                .error_output = "{ warning"};
  const auto credentials = Loaded(*Provider());
  EXPECT_EQ(credentials.access_key_id, "id");
  EXPECT_EQ(credentials.user_agent_features, "w");
}

TEST_F(ProcessCredentialsTest, ReportAFailedProcessWithoutItsOutput) {
  fake_.processes["give me"] = {.exit_status = 3, .output = "s3cret", .error_output = "no\x1b such\nuser\n"};
  EXPECT_EQ(Failed(*Provider()).message,
            "credential_process failed: it ended with status 3; it wrote: no\\x1b such\\nuser\\n");
  fake_.processes["give me"] = {.exit_status = 0, .output = "s3cret"};
  EXPECT_EQ(Failed(*Provider()).message, "credential_process failed: its output is not well-formed JSON");
  fake_.processes["give me"] = {.output = "s3cret", .problem = "it was killed after 60 s"};
  const Error error = Failed(*Provider());
  EXPECT_EQ(error.kind, ErrorKind::kCredentials);
  EXPECT_EQ(error.message, "credential_process failed: it was killed after 60 s");
}

TEST_F(ProcessCredentialsTest, FailWithoutShowingTheOutputThatAShellTraces) {
  const std::string output = R"({"Version":2,"AccessKeyId":"id","SecretAccessKey":"s3cret"})";
  fake_.processes["give me"] = {
      .exit_status = 0, .output = output + "\n", .error_output = "+ echo '" + output + "'"};
  EXPECT_EQ(Failed(*Provider()).message,
            "credential_process failed: its output's Version is not 1; it wrote: + echo '***'");
}

TEST_F(ProcessCredentialsTest, EndAfterAMinuteOrAtTheDeadlineOfTheCall) {
  using namespace std::chrono_literals;
  Failed(*Provider());
  Failed(*Provider(), {.deadline = fake_.steady_now + 5s});
  ASSERT_EQ(fake_.processes_run.size(), 2U);
  EXPECT_EQ(fake_.processes_run[0].second.timeout, 60s);
  EXPECT_EQ(fake_.processes_run[1].second.timeout, 5s);
}

TEST_F(ProcessCredentialsTest, EndWithTheStopTokenOfTheCall) {
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(Failed(*Provider(), {.stop_token = source.get_token()}).kind, ErrorKind::kCancelled);
  EXPECT_TRUE(fake_.processes_run[0].second.stop_token.stop_requested());
}

}  // namespace
}  // namespace lookoutvision
