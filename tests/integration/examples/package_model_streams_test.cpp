// Tests of the tool with pipes instead of files: the shell's `<(...)`, and a pipe without a writer.
#include <csignal>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "integration/examples/example_test.h"
#include "support/credential_sources.h"
#include "support/fifo.h"

namespace lookoutvision::test {
namespace {

using ::testing::HasSubstr;

class PackageModelStreams : public PackageModel {
 protected:
  // Runs the tool in a shell, with assignments before the command.
  ProgramResult InShell(const std::string& assignments) const {
    std::string command = assignments;
    for (const std::string& word : Command({"list", "--project-name", "circuit-boards"}))
      command += " '" + word + "'";
    return Run({"/bin/bash", "-c", command});
  }
  void ExpectLists(const std::string& assignments) const {
    const ProgramResult result = InShell(assignments);
    EXPECT_EQ(result.status, 0) << result.err;
  }
};

TEST_F(PackageModelStreams, ReadsConfigAndCredentialsFromTheShell) {
  testing::MockService& service = Service(CredentialSourcesOptions());
  const Home home;
  program_.environment = EnvironmentAt(service, home);
  program_.environment["AWS_EC2_METADATA_DISABLED"] = "true";
  program_.environment.erase("AWS_REGION");
  ExpectLists(
      "AWS_CONFIG_FILE=<(printf '[default]\\nregion=eu-west-1\\n') "
      "AWS_SHARED_CREDENTIALS_FILE=<(printf '[default]\\naws_access_key_id=ASIASOURCE\\n"
      "aws_secret_access_key=s3cret/source\\naws_session_token=t0ken-source\\n')");
}

TEST_F(PackageModelStreams, ReadsTokensFromTheShell) {
  testing::MockService& service = Service(CredentialSourcesOptions());
  const Home home;
  program_.environment = EnvironmentAt(service, home);
  program_.environment["AWS_EC2_METADATA_DISABLED"] = "true";
  ExpectLists("AWS_ROLE_ARN=arn AWS_WEB_IDENTITY_TOKEN_FILE=<(echo jwt)");
  ExpectLists("AWS_CONTAINER_CREDENTIALS_FULL_URI=" + service.endpoint_url() +
              "/container AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=<(printf t0ken)");
}

TEST_F(PackageModelStreams, ReadsACaBundleFromTheShell) {
  const testing::MockService& service = Service({.tls = true});
  ExpectLists("AWS_CA_BUNDLE=<(cat '" + service.ca_bundle_path() + "')");
}

class InterruptedPackageModelStreams : public PackageModelStreams,
                                       public ::testing::WithParamInterface<const char*> {};

TEST_P(InterruptedPackageModelStreams, EndOnTheFirstSignal) {
  Service({.tls = true});
  const Fifo fifo;
  program_.environment[GetParam()] = fifo.path();
  const auto tool = LaunchTool(Start());
  // Returns when the tool has begun to read.
  const int end = fifo.OpenForWriting();
  tool->Signal(SIGINT);
  const ProgramResult result = tool->Wait();
  close(end);
  EXPECT_EQ(result.status, 130) << result.err;
  EXPECT_THAT(result.err, HasSubstr(fifo.path()));
}

INSTANTIATE_TEST_SUITE_P(Variables, InterruptedPackageModelStreams,
                         ::testing::Values("AWS_CONFIG_FILE", "AWS_CA_BUNDLE"),
                         [](const auto& variable) { return std::string(variable.param); });

}  // namespace
}  // namespace lookoutvision::test
