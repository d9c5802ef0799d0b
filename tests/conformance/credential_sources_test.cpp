// Where credentials are to be asked for: profiles' chains, containers' endpoints and the instance metadata's.
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <variant>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <lookoutvision/credentials_providers.h>

#include "credentials/profile_chain.h"
#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision::internal {
namespace {

using nlohmann::json;

// The cases of one file; null where the folder of the vectors is not there.
json Cases(const std::string& name) {
  std::ifstream file(LOOKOUTVISION_CONFORMANCE_DIR "/" + name);
  json cases = file ? json::parse(file) : json();
  return cases.is_object() ? cases.at("tests") : cases;
}

constexpr const char* kNotice = "NOTICE: no conformance vectors in " LOOKOUTVISION_CONFORMANCE_DIR;

void LeaveOut(const json& one, const char* why) {
  std::cout << "left out: " << one.at("docs").get<std::string>() << ": " << why << '\n';
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
  json operator()(const ProcessSource& process) const { return {{"CredentialProcess", process.command}}; }
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

// The URL of the first request of a provider; empty if it sends none.
std::string FirstUrlOf(const test::ScriptedTransport& transport) {
  const auto sent = transport.sent();
  return sent.empty() ? "" : sent.front().request.url;
}

TEST(CredentialSources, OfProfilesAreFollowedInEveryCase) {
  const json cases = Cases("profile/assume-role-tests.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const json& one : cases) {
    json expected = one.at("output");
    if (expected.contains("ProfileChain")) {
      json& base = expected["ProfileChain"].front();
      if (base.contains("Sso") && !base["Sso"].contains("sso_account_id")) {
        LeaveOut(one, "a profile that gives a token and no credentials");
        continue;
      }
      for (auto& element : base) {
        if (element.is_object()) element.erase("account_id");
      }
    }
    const Profiles profiles{.profiles = SectionsOf(one.at("input"), "profiles"),
                            .sso_sessions = SectionsOf(one.at("input"), "sso_sessions"),
                            .files = {"config"}};
    const auto found = FindProfileChain(
        profiles, {.name = one["input"].at("selected_profile"), .source = "AWS_PROFILE"}, false);
    const auto* chain = std::get_if<ProfileChain>(&found);
    ASSERT_EQ(chain != nullptr, expected.contains("ProfileChain")) << one.at("docs");
    if (chain == nullptr) {
      const bool absent =
          expected.at("Error").get<std::string>().find("did not contain") != std::string::npos;
      EXPECT_EQ(std::holds_alternative<NotConfigured>(found), absent) << one.at("docs");
    }
    if (chain != nullptr) {
      EXPECT_EQ(Describe(*chain), expected["ProfileChain"]) << one.at("docs");
    }
  }
}

TEST(CredentialSources, OfContainersAreFoundInEveryCase) {
  const json cases = Cases("credentials/ecs-tests.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const json& one : cases) {
    test::FakePlatform fake;
    fake.environment = one.at("env").get<std::map<std::string, std::string>>();
    const auto transport = std::make_shared<test::ScriptedTransport>();
    const auto loaded =
        MakeContainerCredentials({.transport = transport, .platform = fake.platform()})->Load({});
    const json& result = one.at("result");
    EXPECT_EQ(FirstUrlOf(*transport), result.value("Ok", "")) << one.at("docs");
    if (!result.contains("Ok")) {
      const bool absent = result.at("ErrorContains").get<std::string>().starts_with("No environment");
      EXPECT_EQ(std::holds_alternative<NotConfigured>(loaded), absent) << one.at("docs");
    }
  }
}

TEST(CredentialSources, OfInstanceMetadataAreFoundInEveryCase) {
  const json cases = Cases("credentials/imds-endpoint-tests.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const json& one : cases) {
    if (one.contains("mode_override") || one.contains("endpoint_override")) {
      LeaveOut(one, "only environment and profile choose the endpoint");
      continue;
    }
    test::FakePlatform fake;
    fake.environment = one.at("env").get<std::map<std::string, std::string>>();
    fake.files = one.at("fs").get<std::map<std::string, std::string>>();
    const auto transport = std::make_shared<test::ScriptedTransport>();
    const auto loaded =
        MakeInstanceMetadataCredentials({.transport = transport, .platform = fake.platform()})->Load({});
    EXPECT_EQ(FirstUrlOf(*transport), one.at("result").value("Ok", "")) << one.at("docs");
    if (one["result"].contains("Err")) {
      const auto* error = std::get_if<Error>(&loaded);
      EXPECT_TRUE(error != nullptr && error->kind == ErrorKind::kCredentials) << one.at("docs");
    }
  }
}

}  // namespace
}  // namespace lookoutvision::internal
