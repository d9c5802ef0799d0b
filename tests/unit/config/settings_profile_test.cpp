// Tests of settings from the profile.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "config/settings.h"
#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

class SettingsOfAProfile : public ::testing::Test {
 protected:
  SettingsOfAProfile() {
    fake_.environment = {{"AWS_CONFIG_FILE", "/c"}, {"AWS_SHARED_CREDENTIALS_FILE", "/s"}};
  }

  Settings Resolved(const ClientConfig& config = {}, const Service& service = kLookoutVision) {
    const auto settings = Resolve(config, service);
    EXPECT_TRUE(settings) << settings.error().message;
    return settings ? *settings : Settings{};
  }
  std::string ErrorMessage(const ClientConfig& config = {}) {
    const auto settings = Resolve(config);
    if (settings) return "";
    EXPECT_EQ(settings.error().kind, ErrorKind::kConfiguration);
    return settings.error().message;
  }
  /// The error if the default profile contains `lines`.
  std::string ErrorMessageFor(const std::string& lines) {
    fake_.files["/c"] = "[default]\nregion = eu-west-1\n" + lines;
    return ErrorMessage();
  }

  test::FakePlatform fake_;

 private:
  Outcome<Settings> Resolve(ClientConfig config, const Service& service = kLookoutVision) {
    config.platform = fake_.platform();
    return ResolveSettings(config, service, LoadProfiles(config.platform, {}));
  }
};

TEST_F(SettingsOfAProfile, AreUsedWithoutCodeAndEnvironment) {
  fake_.files["/c"] =
      "[default]\nregion = eu-west-1\nmax_attempts = 7\nretry_mode = adaptive\nca_bundle = /ca.pem\n"
      "sdk_ua_app_id = inspector\ndisable_clock_skew_correction = true\nuse_fips_endpoint = true\n"
      "use_dualstack_endpoint = true\n";
  const Settings settings = Resolved();
  EXPECT_EQ(settings.signing_region, "eu-west-1");
  EXPECT_EQ(settings.max_attempts, 7);
  EXPECT_EQ(settings.retry_mode, RetryMode::kAdaptive);
  EXPECT_EQ(settings.ca_bundle, "/ca.pem");
  EXPECT_EQ(settings.app_id, "inspector");
  EXPECT_FALSE(settings.correct_clock_skew);
  EXPECT_EQ(settings.endpoint.origin, "https://lookoutvision-fips.eu-west-1.api.aws");
}

TEST_F(SettingsOfAProfile, AreOverriddenByEnvironmentAndCode) {
  fake_.files["/c"] =
      "[default]\nregion = eu-west-1\nmax_attempts = 7\nretry_mode = adaptive\nca_bundle = /ca.pem\n"
      "sdk_ua_app_id = inspector\ndisable_clock_skew_correction = true\n";
  fake_.environment.insert({{"AWS_DEFAULT_REGION", "us-east-1"},
                            {"AWS_MAX_ATTEMPTS", "5"},
                            {"AWS_RETRY_MODE", "Legacy"},
                            {"AWS_CA_BUNDLE", "/env.pem"},
                            {"AWS_SDK_UA_APP_ID", "env"},
                            {"AWS_DISABLE_CLOCK_SKEW_CORRECTION", "false"}});
  const Settings of_environment = Resolved();
  EXPECT_EQ(of_environment.signing_region, "us-east-1");
  EXPECT_EQ(of_environment.max_attempts, 5);
  EXPECT_EQ(of_environment.retry_mode, RetryMode::kStandard);
  EXPECT_EQ(of_environment.ca_bundle, "/env.pem");
  EXPECT_EQ(of_environment.app_id, "env");
  EXPECT_TRUE(of_environment.correct_clock_skew);
  const Settings of_code = Resolved({.region = "us-west-2",
                                     .retry = {.max_attempts = 2, .mode = RetryMode::kAdaptive},
                                     .ca_bundle = "/code.pem",
                                     .app_id = "code",
                                     .disable_clock_skew_correction = true});
  EXPECT_EQ(of_code.signing_region, "us-west-2");
  EXPECT_EQ(of_code.max_attempts, 2);
  EXPECT_EQ(of_code.retry_mode, RetryMode::kAdaptive);
  EXPECT_EQ(of_code.ca_bundle, "/code.pem");
  EXPECT_EQ(of_code.app_id, "code");
  EXPECT_FALSE(of_code.correct_clock_skew);
}

TEST_F(SettingsOfAProfile, ComeFromTheSelectedProfile) {
  fake_.files["/c"] =
      "[default]\nregion = eu-west-1\n[profile dev]\nregion = us-east-1\n[profile ops]\nregion = us-east-2\n";
  EXPECT_EQ(Resolved().signing_region, "eu-west-1");
  fake_.environment["AWS_PROFILE"] = "dev";
  EXPECT_EQ(Resolved().signing_region, "us-east-1");
  EXPECT_EQ(Resolved({.profile = "ops"}).signing_region, "us-east-2");
}

TEST_F(SettingsOfAProfile, OverrideEndpointsMostSpecificFirst) {
  fake_.files["/c"] =
      "[default]\nregion = eu-west-1\nservices = s\nendpoint_url = https://profile\n"
      "[services s]\nlookoutvision =\n  endpoint_url = https://section\nsso =\n  other = x\n"
      "sso_oidc =\n  endpoint_url =\n";
  fake_.environment.insert(
      {{"AWS_ENDPOINT_URL", "https://general"}, {"AWS_ENDPOINT_URL_LOOKOUTVISION", "https://specific"}});
  EXPECT_EQ(Resolved({.endpoint_url = "https://code"}).endpoint.origin, "https://code");
  EXPECT_EQ(Resolved().endpoint.origin, "https://specific");
  EXPECT_EQ(Resolved({}, kSts).endpoint.origin, "https://general");
  fake_.environment["AWS_ENDPOINT_URL_STS"] = "https://sts";
  fake_.environment["AWS_ENDPOINT_URL_SSO"] = "https://sso";
  fake_.environment["AWS_ENDPOINT_URL_SSO_OIDC"] = "https://oidc";
  EXPECT_EQ(Resolved({}, kSts).endpoint.origin, "https://sts");
  EXPECT_EQ(Resolved({}, kSso).endpoint.origin, "https://sso");
  EXPECT_EQ(Resolved({}, kSsoOidc).endpoint.origin, "https://oidc");
  fake_.environment = {{"AWS_CONFIG_FILE", "/c"}};
  EXPECT_EQ(Resolved().endpoint.origin, "https://section");
  for (const Service& service : {kSts, kSso, kSsoOidc}) {
    EXPECT_EQ(Resolved({}, service).endpoint.origin, "https://profile") << service.id;
  }
}

TEST_F(SettingsOfAProfile, CanIgnoreConfiguredEndpoints) {
  fake_.files["/c"] =
      "[default]\nregion = eu-west-1\nendpoint_url = https://profile\nignore_configured_endpoint_urls = "
      "true\n";
  fake_.environment["AWS_ENDPOINT_URL"] = "https://general";
  EXPECT_EQ(Resolved().endpoint.origin, "https://lookoutvision.eu-west-1.amazonaws.com");
  EXPECT_EQ(Resolved({.endpoint_url = "https://code"}).endpoint.origin, "https://code");
  fake_.environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "false";
  EXPECT_EQ(Resolved().endpoint.origin, "https://general");
}

TEST_F(SettingsOfAProfile, ReportFileLineAndKeyOfAnError) {
  EXPECT_EQ(ErrorMessageFor("max_attempts = 0\n"),
            "max_attempts (/c, line 3) is \"0\": must be an integer from 1 to 1000000");
  EXPECT_EQ(ErrorMessageFor("\nretry_mode = fast\n"),
            "retry_mode (/c, line 4) is \"fast\": must be standard or adaptive");
  EXPECT_EQ(ErrorMessageFor("use_fips_endpoint = yes\n"),
            "use_fips_endpoint (/c, line 3) is \"yes\": must be true or false");
  EXPECT_EQ(ErrorMessageFor("region = a/b\n"),
            "region (/c, line 3) is \"a/b\": must contain only letters, digits and inner hyphens");
  EXPECT_EQ(ErrorMessageFor("services = s\n"),
            "services (/c, line 3) names the section [services s], which does not exist");
  EXPECT_EQ(ErrorMessageFor("[profile p\n"), "/c, line 3: Profile definition must end with ']'");
}

TEST_F(SettingsOfAProfile, ReplaceInvalidCharactersInAnAppId) {
  fake_.files["/c"] = "[default]\nregion = eu-west-1\nsdk_ua_app_id = Acme/Packer 2.1\n";
  EXPECT_EQ(Resolved().app_id, "Acme-Packer-2.1");
  fake_.files["/c"] = "[default]\nregion = eu-west-1\nsdk_ua_app_id = " + std::string(51, 'a') + "\n";
  EXPECT_EQ(Resolved().app_id, std::string(50, 'a'));
}

TEST_F(SettingsOfAProfile, MayHaveACaBundleInHome) {
  fake_.environment["HOME"] = "/home/me";
  fake_.files["/c"] = "[default]\nregion = eu-west-1\nca_bundle = ~/ca.pem\n";
  EXPECT_EQ(Resolved().ca_bundle, "/home/me/ca.pem");
}

TEST_F(SettingsOfAProfile, ReportAnInvalidUrlWithoutItsPassword) {
  EXPECT_EQ(ErrorMessageFor("endpoint_url = https://me:s3cret@h\n"),
            "the endpoint override (endpoint_url (/c, line 3)) contains a user name or password: remove it");
  EXPECT_EQ(ErrorMessageFor("services = s\n[services s]\nlookoutvision =\n endpoint_url = s3cret\n"),
            "the endpoint override (endpoint_url (/c, line 6)) is not a valid URL: it does not begin "
            "with https:// or http://");
}

TEST_F(SettingsOfAProfile, FailIfTheSelectedProfileIsMissing) {
  fake_.files["/c"] = "[default]\nregion = eu-west-1\n";
  fake_.environment["AWS_PROFILE"] = "dve";
  EXPECT_EQ(ErrorMessage(), "there is no profile \"dve\" (AWS_PROFILE) in /c or /s (missing)");
  EXPECT_EQ(ErrorMessage({.profile = "ops"}),
            "there is no profile \"ops\" (ClientConfig::profile) in /c or /s (missing)");
}

TEST_F(SettingsOfAProfile, AreListedInTheErrorIfThereIsNoRegion) {
  fake_.files["/c"] = "[profile dev]\noutput = json\n";
  fake_.environment["AWS_PROFILE"] = "dev";
  EXPECT_EQ(ErrorMessage(),
            "no region: set ClientConfig::region, AWS_REGION, AWS_DEFAULT_REGION, or region of the profile "
            "\"dev\" (AWS_PROFILE) in /c or /s (missing) (in this order)");
}

TEST_F(SettingsOfAProfile, AreNotNeededIfCodeSetsRegionAndEndpoint) {
  const ClientConfig config{.region = "eu-west-1", .endpoint_url = "https://h"};
  fake_.files["/c"] = "no profile file\n";
  EXPECT_EQ(Resolved(config).endpoint.origin, "https://h");
  EXPECT_NE(ErrorMessage({.region = "eu-west-1"}), "");
  EXPECT_NE(ErrorMessage({.endpoint_url = "https://h"}), "");
  fake_.unreadable["/c"] = "Permission denied";
  EXPECT_EQ(Resolved(config).endpoint.origin, "https://h");
  EXPECT_EQ(ErrorMessage(), "/c cannot be read: Permission denied");
  fake_.unreadable.clear();
  fake_.files.clear();
  fake_.environment["AWS_PROFILE"] = "dev";
  EXPECT_EQ(Resolved(config).endpoint.origin, "https://h");
}

TEST_F(SettingsOfAProfile, AreNotNeededIfTheEnvironmentSetsRegionAndEndpoint) {
  const auto set = [&](std::map<std::string, std::string> environment) {
    fake_.environment = std::move(environment);
    fake_.environment["HOME"] = "/h";
  };
  fake_.unreadable = {{"/h/.aws/config", "Is a directory"}, {"/h/.aws/credentials", "Permission denied"}};
  set({{"AWS_REGION", "eu-west-1"}, {"AWS_ENDPOINT_URL", "https://e"}});
  EXPECT_EQ(Resolved().endpoint.origin, "https://e");
  EXPECT_EQ(Resolved({}, kSts).endpoint.origin, "https://e");
  set({{"AWS_DEFAULT_REGION", "eu-west-1"}, {"AWS_ENDPOINT_URL_LOOKOUTVISION", "https://e"}});
  EXPECT_EQ(Resolved().endpoint.origin, "https://e");
  set({{"AWS_REGION", "eu-west-1"}});
  EXPECT_EQ(Resolved({.endpoint_url = "https://code"}).endpoint.origin, "https://code");
  set({{"AWS_ENDPOINT_URL", "https://e"}});
  EXPECT_EQ(Resolved({.region = "eu-west-1"}).signing_region, "eu-west-1");
}

TEST_F(SettingsOfAProfile, AreNeededIfTheyCouldDecideRegionOrEndpoint) {
  fake_.unreadable["/c"] = "Permission denied";
  const std::string error = "/c cannot be read: Permission denied";
  const auto expect_error = [&](std::map<std::string, std::string> environment, const ClientConfig& config) {
    fake_.environment = std::move(environment);
    fake_.environment["AWS_CONFIG_FILE"] = "/c";
    EXPECT_EQ(ErrorMessage(config), error);
  };
  expect_error({{"AWS_REGION", "eu-west-1"}}, {});
  expect_error({{"AWS_ENDPOINT_URL", "https://e"}}, {});
  expect_error({{"AWS_REGION", "eu-west-1"}, {"AWS_ENDPOINT_URL_STS", "https://e"}}, {});
  expect_error({{"AWS_REGION", "eu-west-1"},
                {"AWS_ENDPOINT_URL", "https://e"},
                {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"}},
               {});
  expect_error({{"AWS_REGION", "eu-west-1"}, {"AWS_ENDPOINT_URL", "https://e"}}, {.profile = "dev"});
}

TEST_F(SettingsOfAProfile, ApplyIfCodeSetsRegionAndEndpoint) {
  fake_.files["/c"] = "[default]\nmax_attempts = 7\n[profile dev]\nmax_attempts = 8\n";
  ClientConfig config{.region = "eu-west-1", .endpoint_url = "https://h"};
  EXPECT_EQ(Resolved(config).max_attempts, 7);
  config.profile = "dev";
  EXPECT_EQ(Resolved(config).max_attempts, 8);
  config.profile = "ops";
  EXPECT_NE(ErrorMessage(config), "");
}

TEST_F(SettingsOfAProfile, AreReadOnce) {
  fake_.files["/c"] = "[default]\nregion = eu-west-1\n";
  Resolved();
  EXPECT_EQ(fake_.files_read, (std::vector<std::string>{"/c", "/s"}));
}

}  // namespace
}  // namespace lookoutvision::internal
