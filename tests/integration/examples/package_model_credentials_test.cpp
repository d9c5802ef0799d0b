// Tests of the tool with credentials from every source; the service accepts only the expected credentials.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "integration/examples/example_test.h"
#include "support/credential_sources.h"

namespace lookoutvision::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kKeys = "aws_access_key_id=AKIASOURCE\naws_secret_access_key=s0urce\n";
const std::string kStart = "POST /2020-11-20/projects/circuit-boards/modelpackagingjobs";

class PackageModelCredentials : public PackageModel {
 protected:
  PackageModelCredentials() : service_(Service(CredentialSourcesOptions())) {
    program_.environment = EnvironmentAt(service_, home_);
  }

  void Config(const std::string& text) { home_.Write(".aws/config", text); }
  // Runs a start that succeeds, and returns its requests.
  std::vector<std::string> RequestsOfStart() {
    const ProgramResult result = Tool(Start());
    EXPECT_EQ(result.status, 0) << result.err;
    std::vector<std::string> requests;
    for (const auto& request : service_.requests()) requests.push_back(request.method + " " + request.target);
    return requests;
  }

  Home home_;
  testing::MockService& service_;
};

TEST_F(PackageModelCredentials, CanComeFromAProfile) {
  Config(
      "[default]\naws_access_key_id=ASIASOURCE\naws_secret_access_key=s3cret/source\n"
      "aws_session_token=t0ken-source\n");
  EXPECT_THAT(RequestsOfStart(), ElementsAre(kStart));
}

TEST_F(PackageModelCredentials, CanComeFromAProcessThatAlsoWritesErrors) {
  Config(
      "[default]\ncredential_process = echo '{' >&2; echo '{\"Version\":1,\"AccessKeyId\":\"ASIASOURCE\","
      "\"SecretAccessKey\":\"s3cret/source\",\"SessionToken\":\"t0ken-source\"}'\n");
  EXPECT_THAT(RequestsOfStart(), ElementsAre(kStart));
}

TEST_F(PackageModelCredentials, CanComeFromAnAssumedRole) {
  Config(std::string("[default]\nrole_arn=arn\nsource_profile=base\n[profile base]\n") + kKeys);
  EXPECT_THAT(RequestsOfStart(), ElementsAre("POST /", kStart));
  EXPECT_THAT(std::string(service_.requests()[0].headers.Find("Authorization").value_or("")),
              HasSubstr("Credential=AKIASOURCE/"));
}

TEST_F(PackageModelCredentials, CanComeFromAWebIdentity) {
  home_.Write("jwt", "jwt");
  program_.environment["AWS_ROLE_ARN"] = "arn";
  program_.environment["AWS_WEB_IDENTITY_TOKEN_FILE"] = home_.path() + "/jwt";
  EXPECT_THAT(RequestsOfStart(), ElementsAre("POST /", kStart));
}

TEST_F(PackageModelCredentials, CanComeFromSsoWithATokenThatIsRefreshed) {
  Config(
      "[default]\nsso_session=dev\nsso_account_id=1\nsso_role_name=r\n"
      "[sso-session dev]\nsso_start_url=https://x.example\nsso_region=eu-west-1\n");
  // The name contains the SHA-1 of `dev`.
  const std::string file = ".aws/sso/cache/34c6fceca75e456f25e7e99531e2425c6c1de443.json";
  home_.Write(file, R"({"accessToken":"old","expiresAt":"2020-01-01T00:00:00Z","refreshToken":"r3fresh",)"
                    R"("clientId":"c","clientSecret":"s","registrationExpiresAt":"2199-01-01T00:00:00Z"})");
  EXPECT_THAT(RequestsOfStart(),
              ElementsAre("POST /token", "GET /federation/credentials?account_id=1&role_name=r", kStart));
  EXPECT_EQ(service_.requests()[1].headers.Find("x-amz-sso_bearer_token"), "fr3sh");
  EXPECT_THAT(home_.Read(file), HasSubstr("fr3sh"));
}

TEST_F(PackageModelCredentials, CanComeFromAContainersEndpoint) {
  program_.environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service_.endpoint_url() + "/container";
  program_.environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "c0ntainer";
  EXPECT_THAT(RequestsOfStart(), ElementsAre("GET /container", kStart));
  EXPECT_EQ(service_.requests()[0].headers.Find("Authorization"), "c0ntainer");
}

TEST_F(PackageModelCredentials, CanComeFromInstanceMetadata) {
  EXPECT_THAT(RequestsOfStart(),
              ElementsAre("PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials/",
                          "GET /latest/meta-data/iam/security-credentials/role", kStart));
  EXPECT_EQ(service_.requests()[2].headers.Find("x-aws-ec2-metadata-token"), "m3tadata");
}

TEST_F(PackageModelCredentials, ThatAreMissingAreAnErrorThatNamesEverySource) {
  program_.environment["AWS_EC2_METADATA_DISABLED"] = "true";
  const ProgramResult result = Tool(Start());
  EXPECT_EQ(result.status, 253);
  EXPECT_THAT(result.err, AllOf(StartsWith("error: credentials: no credentials were found: environment: "),
                                HasSubstr("; profile: "), HasSubstr("; web identity: "),
                                HasSubstr("; container: "), HasSubstr("; instance metadata: ")));
  EXPECT_EQ(service_.counters().connections, 0U);
}

TEST_F(PackageModelCredentials, OfAFailingProcessAreAnErrorWithoutItsOutput) {
  Config("[default]\ncredential_process = echo s3cret; echo why >&2; exit 3\n");
  const ProgramResult result = Tool(Start());
  EXPECT_EQ(result.status, 253);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("profile: profile \"default\" (" + home_.path() +
                              "/.aws/config, line 2): credential_process failed: it ended with status 3; it "
                              "wrote: why"),
                    Not(HasSubstr("s3cret"))));
}

}  // namespace
}  // namespace lookoutvision::test
