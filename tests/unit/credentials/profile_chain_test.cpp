// Tests of the credentials that profiles configure, and of the errors for invalid profiles.
#include "credentials/profile_chain.h"

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

using Result = std::variant<ProfileChain, NotConfigured, Error>;

Profiles Parse(const std::string& config) {
  test::FakePlatform fake;
  fake.environment["HOME"] = "/home";
  if (!config.empty()) fake.files["/home/.aws/config"] = config;
  auto profiles = LoadProfiles(fake.platform(), {});
  EXPECT_TRUE(profiles) << profiles.error();
  return profiles ? *std::move(profiles) : Profiles{};
}

Result Find(const std::string& config, const std::string& name = "a", bool by_code = false) {
  return FindProfileChain(Parse(config), {.name = name, .source = name == "default" ? "" : "AWS_PROFILE"},
                          by_code);
}

ProfileChain Chain(const std::string& config) {
  auto found = Find(config);
  if (const auto* error = std::get_if<Error>(&found)) ADD_FAILURE() << *error;
  if (const auto* absent = std::get_if<NotConfigured>(&found)) ADD_FAILURE() << absent->why;
  auto* chain = std::get_if<ProfileChain>(&found);
  return chain == nullptr ? ProfileChain{} : std::move(*chain);
}

TEST(ProfileChain, SelectsTheBaseByPrecedence) {
  const std::string keys = "aws_access_key_id=k\naws_secret_access_key=s\n";
  const std::string process = "credential_process = run me\n";
  const std::string sso =
      "sso_account_id=1\nsso_role_name=r\nsso_start_url=https://x\nsso_region=eu-west-1\n";
  const std::string web = "role_arn=arn\nweb_identity_token_file=/t\n";
  std::string config = "[profile a]\n" + keys;
  EXPECT_EQ(std::get<Credentials>(Chain(config).base).access_key_id, "k");
  config += process;
  EXPECT_EQ(std::get<ProcessSource>(Chain(config).base).command, "run me");
  config += sso;
  EXPECT_EQ(std::get<SsoRole>(Chain(config).base).account_id, "1");
  config += web;
  EXPECT_EQ(std::get<WebIdentityRole>(Chain(config).base).token_file, "/t");
  config += "credential_source = ecsCONTAINER\n";
  EXPECT_EQ(std::get<NamedSource>(Chain(config).base), NamedSource::kContainer);
}

TEST(ProfileChain, TakesUrlAndRegionFromTheSession) {
  const auto chain = Chain(
      "[profile a]\nsso_session=s\nsso_account_id=1\nsso_role_name=r\n"
      "[sso-session s]\nsso_start_url=https://x\nsso_region=eu-west-1\n");
  EXPECT_EQ(std::get<SsoRole>(chain.base), (SsoRole{"https://x", "eu-west-1", "1", "r", "s"}));
}

TEST(ProfileChain, AcceptsSsoSettingsThatEqualThoseOfTheSession) {
  const auto found = Find(
      "[profile a]\nsso_session=s\nsso_account_id=1\nsso_role_name=r\nsso_region=eu-west-1\n"
      "sso_start_url=https://x\n[sso-session s]\nsso_region=eu-west-1\nsso_start_url=https://x\n");
  EXPECT_FALSE(std::holds_alternative<Error>(found));
}

TEST(ProfileChain, FollowsSourceProfilesFromTheBase) {
  const auto chain = Chain(
      "[profile a]\nrole_arn=A\nsource_profile=b\nexternal_id=x\n"
      "[profile b]\nrole_arn=B\nsource_profile=c\nrole_session_name=n\n"
      "[profile c]\nrole_arn=C\ncredential_source=Environment\n");
  ASSERT_EQ(chain.roles.size(), 3U);
  EXPECT_EQ(chain.roles[0].role_arn, "C");
  EXPECT_EQ(chain.roles[1].role_session_name, "n");
  EXPECT_EQ(chain.roles[2].external_id, "x");
  EXPECT_EQ(std::get<NamedSource>(chain.base), NamedSource::kEnvironment);
  EXPECT_FALSE(chain.by_source_profile);
}

TEST(ProfileChain, AcceptsAProfileAsItsOwnSource) {
  const auto chain =
      Chain("[profile a]\nrole_arn=A\nsource_profile=a\naws_access_key_id=k\naws_secret_access_key=s\n");
  EXPECT_EQ(std::get<Credentials>(chain.base).access_key_id, "k");
  EXPECT_EQ(chain.roles.size(), 1U);
  EXPECT_TRUE(chain.by_source_profile);
}

TEST(ProfileChain, IsNotConfiguredWithoutCredentials) {
  EXPECT_EQ(std::get<NotConfigured>(Find("[profile a]\nregion=r\n")).why,
            "profile \"a\" configures no credentials");
  EXPECT_EQ(std::get<NotConfigured>(Find("[profile b]\nregion=r\n", "default")).why,
            "there is no profile \"default\" in /home/.aws/config, /home/.aws/credentials (missing)");
  // Without profile files, AWS_PROFILE is ignored, but not a profile that code selects.
  EXPECT_TRUE(std::holds_alternative<NotConfigured>(Find("")));
  EXPECT_TRUE(std::holds_alternative<Error>(Find("", "a", true)));
  EXPECT_TRUE(std::holds_alternative<Error>(Find("[profile b]\nregion=r\n")));
}

TEST(ProfileChain, ReportsErrorsWithFileAndLine) {
  const std::string where = " (/home/.aws/config, line 2) ";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"aws_access_key_id=k\n",
       "aws_access_key_id" + where + "needs aws_secret_access_key, which is missing: set both or neither"},
      {"aws_secret_access_key=s3cret\n",
       "aws_secret_access_key" + where + "needs aws_access_key_id, which is missing: set both or neither"},
      {"aws_session_token=t0ken\n",
       "aws_session_token" + where +
           "needs aws_access_key_id and aws_secret_access_key, which are missing: set all three or none"},
      {"login_session=arn\naws_access_key_id=k\naws_secret_access_key=s\ncredential_process=run\n",
       "login_session" + where +
           "comes from aws login, which is not supported: use another profile, with credential_process = aws "
           "configure export-credentials --profile a --format process, with SSO or with keys"},
      {"mfa_serial=m\nrole_arn=A\nsource_profile=b\n[profile b]\naws_access_key_id=k\n"
       "aws_secret_access_key=s\n",
       "mfa_serial" + where +
           "needs a code, for which this library does not prompt: use a profile with credentials that were "
           "made with "
           "the code, or with a credential_process"},
      {"source_profile=b\n[profile b]\naws_access_key_id=k\naws_secret_access_key=s\n",
       "source_profile" + where +
           "needs role_arn, which is missing: name the role, or use profile \"b\" itself"},
      {"web_identity_token_file=/t\n",
       "web_identity_token_file" + where + "needs role_arn, which is missing"},
      {"role_arn=A\n", "role_arn" + where + "needs source_profile or credential_source: set one"},
      {"role_arn=A\nsource_profile=b\ncredential_source=Environment\n",
       "role_arn" + where + "has both source_profile and credential_source: remove one"},
      {"credential_source=Elsewhere\n",
       "credential_source" + where +
           "is \"Elsewhere\": must be Environment, Ec2InstanceMetadata or EcsContainer"},
      {"source_profile=b\nrole_arn=A\n",
       "source_profile" + where + "names \"b\", a profile that does not exist"},
      {"sso_session=s\n", "sso_session" + where + "names \"s\", an [sso-session] that does not exist"},
      {"sso_region=eu-west-1\nsso_account_id=1\nsso_role_name=r\n",
       "sso_start_url is missing, but SSO needs it"},
      {"sso_role_name=r\nsso_region=eu-west-1\nsso_start_url=https://x\n",
       "sso_account_id is missing, but SSO needs it"},
      {"sso_account_id=1\nsso_region=eu-west-1\nsso_start_url=https://x\n",
       "sso_role_name is missing, but SSO needs it"},
      {"sso_region=eu-west-2\nsso_session=s\n[sso-session "
       "s]\nsso_region=eu-west-1\nsso_start_url=https://x\n",
       "sso_region" + where + "differs from that of [sso-session s]: remove one"},
      {"sso_session=s\n[sso-session s]\nsso_region=eu-west-1\nsso_start_url=https://x\n",
       "sso_account_id is missing, but SSO needs it"},
  };
  for (const auto& [config, expected] : cases) {
    const auto found = Find("[profile a]\n" + config);
    ASSERT_TRUE(std::holds_alternative<Error>(found)) << config;
    EXPECT_EQ(std::get<Error>(found).kind, ErrorKind::kCredentials);
    EXPECT_EQ(std::get<Error>(found).message, "profile \"a\": " + expected);
  }
}

TEST(ProfileChain, RejectsADurationThatStsDoesNotAllow) {
  for (const std::string duration : {"899", "43201", "0", "-3600", "1h", "3600.5", "99999999999999999999"}) {
    for (const char* role :
         {"role_arn=A\ncredential_source=Environment\n", "role_arn=A\nweb_identity_token_file=/t\n"}) {
      const auto found = Find("[profile a]\nduration_seconds = " + duration + "\n" + role);
      ASSERT_TRUE(std::holds_alternative<Error>(found)) << duration;
      EXPECT_EQ(std::get<Error>(found).kind, ErrorKind::kCredentials);
      EXPECT_EQ(std::get<Error>(found).message,
                "profile \"a\": duration_seconds (/home/.aws/config, line 2) is \"" + duration +
                    "\": must be a number of seconds from 900 to 43200");
    }
  }
  const auto further = Find(
      "[profile a]\nrole_arn=A\nsource_profile=b\n"
      "[profile b]\nrole_arn=B\ncredential_source=Environment\nduration_seconds=1\n");
  ASSERT_TRUE(std::holds_alternative<Error>(further));
  EXPECT_TRUE(std::get<Error>(further).message.starts_with("profile \"b\": duration_seconds"));
}

TEST(ProfileChain, IgnoresADurationWithoutARole) {
  const auto chain = Chain("[profile a]\nduration_seconds=1\naws_access_key_id=k\naws_secret_access_key=s\n");
  EXPECT_EQ(std::get<Credentials>(chain.base).access_key_id, "k");
}

TEST(ProfileChain, KeepsAQuotedCommandWhole) {
  const auto chain = Chain("[profile a]\ncredential_process = sh -c \"a ; b # c\" # a comment\n");
  EXPECT_EQ(std::get<ProcessSource>(chain.base).command, "sh -c \"a ; b # c\"");
}

TEST(ProfileChain, StopsAtASourceProfileWithALoginSession) {
  const auto found = Find("[profile a]\nrole_arn=A\nsource_profile=b\n[profile b]\nlogin_session=arn\n");
  ASSERT_TRUE(std::holds_alternative<Error>(found));
  const std::string& message = std::get<Error>(found).message;
  EXPECT_TRUE(message.starts_with("profile \"b\": login_session (/home/.aws/config, line 5) ")) << message;
}

TEST(ProfileChain, PrefersSsoToALoginSession) {
  const auto chain = Chain(
      "[profile a]\nlogin_session=arn\nsso_account_id=1\nsso_role_name=r\nsso_start_url=https://x\n"
      "sso_region=eu-west-1\n");
  EXPECT_EQ(std::get<SsoRole>(chain.base).account_id, "1");
}

TEST(ProfileChain, IgnoresASourceProfileNextToOtherCredentials) {
  const auto chain = Chain(
      "[profile a]\nrole_arn=A\nsource_profile=b\n[profile b]\nsource_profile=c\ncredential_process=run\n");
  EXPECT_EQ(std::get<ProcessSource>(chain.base).command, "run");
}

TEST(ProfileChain, PrefersKeysToSettingsOfARoleWithoutOne) {
  const auto chain =
      Chain("[profile a]\nmfa_serial=m\nsource_profile=b\naws_access_key_id=k\naws_secret_access_key=s\n");
  EXPECT_EQ(std::get<Credentials>(chain.base).access_key_id, "k");
}

// The keys of a source profile take precedence over its role, also if they are invalid.
TEST(ProfileChain, StopsAtASourceProfileWithInvalidKeys) {
  for (const char* keys : {"aws_access_key_id=k\n", "aws_access_key_id=k\naws_secret_access_key=s s\n"}) {
    const auto found = Find(std::string("[profile a]\nrole_arn=A\nsource_profile=b\n[profile b]\n") + keys +
                            "role_arn=B\ncredential_source=Environment\n");
    ASSERT_TRUE(std::holds_alternative<Error>(found)) << keys;
    EXPECT_TRUE(std::get<Error>(found).message.starts_with("profile \"b\": aws_")) << std::get<Error>(found);
  }
}

TEST(ProfileChain, RejectsASourceProfileWithoutCredentialsAndACycle) {
  EXPECT_EQ(
      std::get<Error>(Find("[profile a]\nrole_arn=A\nsource_profile=b\n[profile b]\nregion=r\n")).message,
      "profile \"a\" has no credentials at its source: profile \"b\" configures no credentials");
  EXPECT_EQ(std::get<Error>(Find("[profile a]\nrole_arn=A\nsource_profile=b\n"
                                 "[profile b]\nrole_arn=B\nsource_profile=a\n"))
                .message,
            "profile \"b\": source_profile (/home/.aws/config, line 6) names \"a\", which leads back to "
            "this profile: remove the loop");
}

}  // namespace
}  // namespace lookoutvision::internal
