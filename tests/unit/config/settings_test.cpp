// Tests of settings from code and environment.
#include "config/settings.h"

#include <string>

#include <gtest/gtest.h>

#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

class SettingsTest : public ::testing::Test {
 protected:
  Settings Resolved(const ClientConfig& config = {}) {
    const auto settings = Resolve(config);
    EXPECT_TRUE(settings) << (settings ? "" : settings.error().message);
    return settings ? *settings : Settings{};
  }
  std::string ErrorMessage(const ClientConfig& config = {}) {
    const auto settings = Resolve(config);
    if (settings) return "";
    EXPECT_EQ(settings.error().kind, ErrorKind::kConfiguration);
    return settings.error().message;
  }

  test::FakePlatform fake_;

 private:
  Outcome<Settings> Resolve(ClientConfig config, const Service& service = kLookoutVision) {
    config.platform = fake_.platform();
    return ResolveSettings(config, service, LoadProfiles(config.platform, {}));
  }
};

TEST_F(SettingsTest, ReadsTheRegionFromCodeThenEnvironment) {
  fake_.environment = {{"AWS_REGION", "us-east-1"}, {"AWS_DEFAULT_REGION", "us-east-2"}};
  EXPECT_EQ(Resolved({.region = "eu-west-1"}).signing_region, "eu-west-1");
  EXPECT_EQ(Resolved().signing_region, "us-east-1");
  fake_.environment["AWS_REGION"] = " ";
  EXPECT_EQ(Resolved().signing_region, "us-east-2");
}

TEST_F(SettingsTest, NamesEverySourceOfARegion) {
  const std::string error = ErrorMessage();
  for (const char* place : {"ClientConfig::region", "AWS_REGION", "AWS_DEFAULT_REGION"}) {
    EXPECT_NE(error.find(place), std::string::npos) << error;
  }
}

TEST_F(SettingsTest, NeedsNoRegionForAnOverriddenEndpoint) {
  EXPECT_EQ(Resolved({.endpoint_url = "https://h.example"}).signing_region, "");
}

TEST_F(SettingsTest, ReadsTheEndpointFromCodeThenTheMoreSpecificVariable) {
  fake_.environment = {{"AWS_REGION", "eu-west-1"},
                       {"AWS_ENDPOINT_URL", "https://global.example"},
                       {"AWS_ENDPOINT_URL_LOOKOUTVISION", "https://specific.example"}};
  EXPECT_EQ(Resolved({.endpoint_url = "https://code.example"}).endpoint.origin, "https://code.example");
  EXPECT_EQ(Resolved().endpoint.origin, "https://specific.example");
  fake_.environment.erase("AWS_ENDPOINT_URL_LOOKOUTVISION");
  EXPECT_EQ(Resolved().endpoint.origin, "https://global.example");
  fake_.environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "TRUE";
  EXPECT_EQ(Resolved().endpoint.origin, "https://lookoutvision.eu-west-1.amazonaws.com");
  EXPECT_EQ(Resolved({.endpoint_url = "https://code.example"}).endpoint.origin, "https://code.example");
}

TEST_F(SettingsTest, NamesTheVariableOfAnInvalidEndpoint) {
  fake_.environment = {{"AWS_ENDPOINT_URL", "h.example"}};
  EXPECT_NE(ErrorMessage().find("(AWS_ENDPOINT_URL)"), std::string::npos);
  EXPECT_NE(ErrorMessage({.endpoint_url = ""}).find("ClientConfig::endpoint_url is empty"),
            std::string::npos);
}

TEST_F(SettingsTest, SignsForTheConfiguredRegionAndName) {
  const Settings settings = Resolved({.region = "eu-west-1",
                                      .endpoint_url = "https://h",
                                      .signing_region = "plant7",
                                      .signing_name = "execute-api"});
  EXPECT_EQ(settings.signing_region, "plant7");
  EXPECT_EQ(settings.signing_name, "execute-api");
  EXPECT_EQ(Resolved({.region = "eu-west-1"}).signing_name, "lookoutvision");
  EXPECT_NE(ErrorMessage({.endpoint_url = "https://h", .signing_region = "a/b\r\n"}), "");
  EXPECT_EQ(ErrorMessage({.region = "eu-west-1", .signing_name = "a b"}),
            "ClientConfig::signing_name is \"a b\": must contain only letters, digits and inner hyphens");
  EXPECT_NE(ErrorMessage({.region = "a/b", .endpoint_url = "https://h"}), "");
}

TEST_F(SettingsTest, ReadsSwitchesFromTheEnvironment) {
  fake_.environment = {{"AWS_REGION", "eu-west-1"},
                       {"AWS_USE_FIPS_ENDPOINT", "true"},
                       {"AWS_USE_DUALSTACK_ENDPOINT", "True"},
                       {"AWS_DISABLE_CLOCK_SKEW_CORRECTION", "true"}};
  EXPECT_EQ(Resolved().endpoint.origin, "https://lookoutvision-fips.eu-west-1.api.aws");
  EXPECT_FALSE(Resolved().correct_clock_skew);
  const Settings settings = Resolved(
      {.use_fips_endpoint = false, .use_dualstack_endpoint = false, .disable_clock_skew_correction = false});
  EXPECT_EQ(settings.endpoint.origin, "https://lookoutvision.eu-west-1.amazonaws.com");
  EXPECT_TRUE(settings.correct_clock_skew);
}

TEST_F(SettingsTest, RejectsASwitchThatIsNeitherTrueNorFalse) {
  fake_.environment = {{"AWS_REGION", "eu-west-1"}, {"AWS_USE_FIPS_ENDPOINT", "ye\x1bs"}};
  EXPECT_EQ(ErrorMessage(), "AWS_USE_FIPS_ENDPOINT is \"ye\\x1bs\": must be true or false");
}

TEST_F(SettingsTest, ReadsTheMaximumOfAttemptsFromCodeThenEnvironment) {
  fake_.environment = {{"AWS_REGION", "eu-west-1"}};
  EXPECT_EQ(Resolved().max_attempts, 3);
  fake_.environment["AWS_MAX_ATTEMPTS"] = "5";
  EXPECT_EQ(Resolved().max_attempts, 5);
  EXPECT_EQ(Resolved({.retry = {.max_attempts = 1}}).max_attempts, 1);
  for (const char* bad : {"0", "-1", "three", "1.5", "99999999999"}) {
    fake_.environment["AWS_MAX_ATTEMPTS"] = bad;
    EXPECT_EQ(ErrorMessage(),
              std::string("AWS_MAX_ATTEMPTS is \"") + bad + "\": must be an integer from 1 to 1000000");
  }
  EXPECT_NE(ErrorMessage({.retry = {.max_attempts = 0}}).find("retry.max_attempts is 0"), std::string::npos);
}

TEST_F(SettingsTest, RejectsTimeoutsThatAreNotAboveZero) {
  for (const int bad : {0, -1}) {
    const std::chrono::milliseconds timeout{bad};
    const std::string rest =
        " is " + std::to_string(bad) + " ms: must be above zero, or std::nullopt for none";
    EXPECT_EQ(ErrorMessage({.timeouts = {.connect = timeout}}), "ClientConfig::timeouts.connect" + rest);
    EXPECT_EQ(ErrorMessage({.timeouts = {.attempt = timeout}}), "ClientConfig::timeouts.attempt" + rest);
    EXPECT_EQ(ErrorMessage({.timeouts = {.call = timeout}}), "ClientConfig::timeouts.call" + rest);
  }
  EXPECT_EQ(
      Resolved({.region = "eu-west-1", .timeouts = {.connect = {}, .attempt = {}, .call = {}}}).max_attempts,
      3);
}

TEST_F(SettingsTest, RejectsNegativeDurationsAndACertificateWithoutItsKey) {
  EXPECT_EQ(ErrorMessage({.retry = {.base_backoff = std::chrono::milliseconds{-1}}}),
            "ClientConfig::retry.base_backoff is -1 ms: must be at least 0");
  EXPECT_EQ(ErrorMessage({.retry = {.quota = -1}}), "ClientConfig::retry.quota is -1: must be at least 0");
  EXPECT_NE(ErrorMessage({.client_certificate = "c.pem"}).find("client_key"), std::string::npos);
  EXPECT_NE(ErrorMessage({.client_key = "k.pem"}).find("client_certificate"), std::string::npos);
}

TEST_F(SettingsTest, ReadsTheCaBundleFromCodeThenEnvironment) {
  fake_.environment = {{"AWS_REGION", "eu-west-1"}, {"AWS_CA_BUNDLE", "/env.pem"}};
  EXPECT_EQ(Resolved().ca_bundle, "/env.pem");
  EXPECT_EQ(Resolved({.ca_bundle = "/code.pem"}).ca_bundle, "/code.pem");
}

TEST_F(SettingsTest, AcceptsOnlyTokenCharactersInAnAppIdOfCode) {
  fake_.environment = {{"AWS_REGION", "eu-west-1"}};
  EXPECT_EQ(Resolved({.app_id = std::string(50, 'a')}).app_id, std::string(50, 'a'));
  EXPECT_EQ(ErrorMessage({.app_id = "a b"}),
            "ClientConfig::app_id is \"a b\": must contain at most 50 letters, digits and !#$%&'*+-.^_`|~");
  EXPECT_NE(ErrorMessage({.app_id = std::string(51, 'a')}).find("ClientConfig::app_id"), std::string::npos);
}

TEST_F(SettingsTest, ReplacesInvalidCharactersInAnAppIdOfTheEnvironment) {
  const auto cleaned = [&](const std::string& app_id) {
    fake_.environment = {{"AWS_REGION", "eu-west-1"}, {"AWS_SDK_UA_APP_ID", app_id}};
    return Resolved().app_id;
  };
  EXPECT_EQ(cleaned("inspector"), "inspector");
  EXPECT_EQ(cleaned("Acme/Packer 2.1"), "Acme-Packer-2.1");
  EXPECT_EQ(cleaned("a\r\nX-Evil: 1"), "a--X-Evil--1");
  EXPECT_EQ(cleaned("M\xC3\xBCller"), "M--ller");
  EXPECT_EQ(cleaned(std::string(51, 'a')), std::string(50, 'a'));
  EXPECT_EQ(cleaned(std::string(49, 'a') + "//"), std::string(49, 'a') + "-");
}

TEST_F(SettingsTest, ExpandsHomeInTheCaBundleOfTheEnvironment) {
  fake_.environment = {{"AWS_REGION", "eu-west-1"}, {"AWS_CA_BUNDLE", "~/ca.pem"}, {"HOME", "/home/me"}};
  EXPECT_EQ(Resolved().ca_bundle, "/home/me/ca.pem");
  EXPECT_EQ(Resolved({.ca_bundle = "~/code.pem"}).ca_bundle, "~/code.pem");
  fake_.environment.erase("HOME");
  EXPECT_EQ(Resolved().ca_bundle, "~/ca.pem");
}

TEST_F(SettingsTest, SelectsTheProxyOfTheEndpoint) {
  fake_.environment = {{"AWS_REGION", "eu-west-1"}, {"HTTPS_PROXY", "http://p:1"}};
  EXPECT_EQ(Resolved().proxy, "http://p:1");
  EXPECT_EQ(Resolved({.endpoint_url = "http://127.0.0.1:1"}).proxy, "");
  fake_.environment["HTTPS_PROXY"] = "http://user:s3cret@p:0";
  EXPECT_EQ(ErrorMessage(),
            "HTTPS_PROXY is not a valid proxy URL: it has a port that is not a number from 1 to 65535");
}

}  // namespace
}  // namespace lookoutvision::internal
