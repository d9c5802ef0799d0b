// Third-party tests of credentials sources: chains of profiles, and the first requests to containers and to
// instance metadata.
#include <memory>
#include <string>
#include <variant>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <lookoutvision/credentials_providers.h>

#include "credentials/profile_chain.h"
#include "support/fake_platform.h"
#include "support/scripted_transport.h"
#include "vectors.h"

namespace lookoutvision::conformance {
namespace {

using internal::NamedSource;
using internal::ProcessSource;
using internal::ProfileChain;
using internal::Profiles;
using internal::Section;
using internal::SsoRole;

using nlohmann::json;

// The cases of a file, which is an array of them or has them in `tests`; null if the file does not exist.
json Cases(const std::string& name) {
  json cases = ReadVectors(name);
  if (!cases.is_object()) return cases;
  RequireKnown(cases, {"tests"});
  return cases.at("tests");
}

std::map<std::string, Section, std::less<>> SectionsOf(const json& input, const char* kind) {
  std::map<std::string, Section, std::less<>> sections;
  const json named = input.value(kind, json::object());
  for (const auto& [name, properties] : named.items()) {
    sections[name].name = name;
    for (const auto& [key, value] : properties.items()) {
      sections[name].properties[key] = {.value = value.get<std::string>(), .where = "config, line 1"};
    }
  }
  return sections;
}

json RoleOf(const std::string& arn, const std::string& session_name) {
  json role{{"role_arn", arn}};
  if (!session_name.empty()) role["role_session_name"] = session_name;
  return role;
}

struct DescribeBase {
  json operator()(const Credentials& keys) const {
    json described{{"access_key_id", keys.access_key_id}, {"secret_access_key", keys.secret_access_key}};
    if (!keys.session_token.empty()) described["session_token"] = keys.session_token;
    return {{"AccessKey", described}};
  }
  json operator()(NamedSource source) const {
    return {{"NamedSource", source == NamedSource::kEnvironment ? "Environment"
                            : source == NamedSource::kContainer ? "EcsContainer"
                                                                : "Ec2InstanceMetadata"}};
  }
  json operator()(const WebIdentityRole& role) const {
    json described = RoleOf(role.role_arn, role.role_session_name);
    described["web_identity_token_file"] = role.token_file;
    return {{"WebIdentityToken", described}};
  }
  json operator()(const SsoRole& role) const {
    json described{{"sso_region", role.region},
                   {"sso_start_url", role.start_url},
                   {"sso_account_id", role.account_id},
                   {"sso_role_name", role.role_name}};
    if (!role.session.empty()) described["sso_session"] = role.session;
    return {{"Sso", described}};
  }
  json operator()(const ProcessSource& process) const {
    return {{"CredentialProcess", {{"command", process.command}}}};
  }
};

json Describe(const ProfileChain& chain) {
  json described = json::array({std::visit(DescribeBase(), chain.base)});
  for (const AssumedRole& role : chain.roles) {
    json assumed = RoleOf(role.role_arn, role.role_session_name);
    if (!role.external_id.empty()) assumed["external_id"] = role.external_id;
    described.push_back({{"AssumeRole", assumed}});
  }
  return described;
}

// Whether the source is out of scope, so that this library reports an error: a login, or a bearer token
// without credentials.
bool IsOutOfScope(const ExpectedResult& expected) {
  if (expected.kind != ResultKind::kFound) return false;
  const json& base = expected.value.front();
  return base.contains("LoginSession") || (base.contains("Sso") && !base["Sso"].contains("sso_account_id"));
}

// Account ids are out of scope.
json WithoutAccountIds(json chain) {
  for (json& link : chain) {
    for (json& source : link) {
      if (source.is_object()) source.erase("account_id");
    }
  }
  return chain;
}

TEST(CredentialSources, OfProfilesMatchEveryCase) {
  const json cases = Cases("profile/assume-role-tests.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const json& one : cases) {
    RequireKnown(one, {"docs", "input", "output"});
    SCOPED_TRACE(one.at("docs").get<std::string>());
    const json& input = one.at("input");
    RequireKnown(input, {"profiles", "sso_sessions", "selected_profile"});
    const ExpectedResult expected = ExpectedOf(one.at("output"), "ProfileChain");
    const Profiles profiles{.profiles = SectionsOf(input, "profiles"),
                            .sso_sessions = SectionsOf(input, "sso_sessions"),
                            .files = {"config"}};
    const auto found = internal::FindProfileChain(
        profiles, {.name = input.at("selected_profile"), .source = "AWS_PROFILE"}, false);
    if (IsOutOfScope(expected)) {
      EXPECT_EQ(KindOf(found), ResultKind::kFailed);
      continue;
    }
    EXPECT_EQ(KindOf(found), expected.kind);
    if (const auto* chain = std::get_if<ProfileChain>(&found)) {
      EXPECT_EQ(Describe(*chain), WithoutAccountIds(expected.value));
    }
  }
}

// Loads credentials with a transport that fails, and compares the first request with the expected one.
class FirstRequest {
 public:
  ClientConfig Config() { return {.transport = transport_, .platform = fake.platform()}; }

  void Expect(const ExpectedResult& expected, CredentialsProvider& provider, const std::string& method,
              const HttpHeaders::Field& header) {
    const auto loaded = provider.Load({});
    const auto sent = transport_->sent();
    if (expected.kind != ResultKind::kFound) {
      EXPECT_EQ(KindOf(loaded), expected.kind);
      EXPECT_TRUE(sent.empty());
      return;
    }
    ASSERT_FALSE(sent.empty());
    EXPECT_EQ(sent[0].request.method, method);
    EXPECT_EQ(sent[0].request.url, expected.value.get<std::string>());
    EXPECT_EQ(sent[0].request.headers.Find(header.name), header.value);
    EXPECT_EQ(sent[0].request.body, "");
  }

  test::FakePlatform fake;

 private:
  std::shared_ptr<test::ScriptedTransport> transport_ = std::make_shared<test::ScriptedTransport>();
};

TEST(CredentialSources, OfContainersReceiveTheRequestOfEveryCase) {
  const json cases = Cases("credentials/ecs-tests.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const json& one : cases) {
    RequireKnown(one, {"docs", "env", "result"});
    SCOPED_TRACE(one.at("docs").get<std::string>());
    FirstRequest first;
    first.fake.environment = one.at("env").get<std::map<std::string, std::string>>();
    first.Expect(ExpectedOf(one.at("result")), *MakeContainerCredentials(first.Config()), "GET",
                 {"accept", "application/json"});
  }
}

// Sets an option in code of the recorded SDK as a variable, which here also takes precedence over the
// profile.
void Override(const json& one, const char* option, const char* variable, test::FakePlatform& fake) {
  if (one.contains(option)) fake.environment[variable] = one[option].get<std::string>();
}

TEST(CredentialSources, OfInstanceMetadataReceiveTheRequestOfEveryCase) {
  const json cases = Cases("credentials/imds-endpoint-tests.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const json& one : cases) {
    RequireKnown(one, {"docs", "env", "fs", "result", "mode_override", "endpoint_override"});
    SCOPED_TRACE(one.at("docs").get<std::string>());
    FirstRequest first;
    first.fake.environment = one.at("env").get<std::map<std::string, std::string>>();
    first.fake.files = one.at("fs").get<std::map<std::string, std::string>>();
    Override(one, "mode_override", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", first.fake);
    Override(one, "endpoint_override", "AWS_EC2_METADATA_SERVICE_ENDPOINT", first.fake);
    first.Expect(ExpectedOf(one.at("result")), *MakeInstanceMetadataCredentials(first.Config()), "PUT",
                 {"x-aws-ec2-metadata-token-ttl-seconds", "21600"});
  }
}

}  // namespace
}  // namespace lookoutvision::conformance
