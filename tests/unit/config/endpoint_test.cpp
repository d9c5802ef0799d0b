// Tests of endpoint resolution.
#include "config/endpoint.h"

#include <string>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

Endpoint Resolved(const EndpointParameters& parameters) {
  const auto endpoint = ResolveEndpoint(parameters);
  EXPECT_TRUE(endpoint) << (endpoint ? "" : endpoint.error().message);
  return endpoint ? *endpoint : Endpoint{};
}

std::string ErrorMessage(const EndpointParameters& parameters) {
  const auto endpoint = ResolveEndpoint(parameters);
  if (endpoint) return "";
  EXPECT_EQ(endpoint.error().kind, ErrorKind::kConfiguration);
  return endpoint.error().message;
}

std::string OverrideError(std::string_view url) {
  return ErrorMessage({.override_url = url, .override_source = "AWS_ENDPOINT_URL"});
}

TEST(Endpoint, ConsistsOfServiceRegionAndSuffix) {
  const Endpoint endpoint = Resolved({.region = "eu-west-1"});
  EXPECT_EQ(endpoint.origin, "https://lookoutvision.eu-west-1.amazonaws.com");
  EXPECT_EQ(endpoint.authority, "lookoutvision.eu-west-1.amazonaws.com");
  EXPECT_EQ(endpoint.base_path, "");
  EXPECT_FALSE(endpoint.overridden);
}

TEST(Endpoint, HasFipsAndDualStackForms) {
  EXPECT_EQ(Resolved({.region = "us-gov-west-1", .use_fips = true}).origin,
            "https://lookoutvision-fips.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(Resolved({.region = "us-east-2", .use_dualstack = true}).origin,
            "https://lookoutvision.us-east-2.api.aws");
  EXPECT_EQ(Resolved({.region = "cn-north-1", .use_fips = true, .use_dualstack = true}).origin,
            "https://lookoutvision-fips.cn-north-1.api.amazonwebservices.com.cn");
}

TEST(Endpoint, HasTheHostNamesOfEachService) {
  const auto origin = [](const Service& service, std::string_view region, bool fips, bool dualstack) {
    return Resolved({.service = service, .region = region, .use_fips = fips, .use_dualstack = dualstack})
        .origin;
  };
  EXPECT_EQ(origin(kSts, "eu-west-1", false, false), "https://sts.eu-west-1.amazonaws.com");
  EXPECT_EQ(origin(kSts, "us-east-2", true, false), "https://sts-fips.us-east-2.amazonaws.com");
  EXPECT_EQ(origin(kSso, "us-east-2", true, true), "https://portal.sso-fips.us-east-2.api.aws");
  EXPECT_EQ(origin(kSsoOidc, "cn-north-1", false, true),
            "https://oidc.cn-north-1.api.amazonwebservices.com.cn");
  // In GovCloud, the hosts without FIPS are also those with FIPS.
  EXPECT_EQ(origin(kSts, "us-gov-west-1", true, false), "https://sts.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(origin(kSso, "us-gov-west-1", true, true), "https://portal.sso-fips.us-gov-west-1.api.aws");
}

TEST(Endpoint, OfAwsGlobalIsTheGlobalEndpointOfSts) {
  const Endpoint global = Resolved({.service = kSts, .region = "aws-global"});
  EXPECT_EQ(global.origin, "https://sts.amazonaws.com");
  EXPECT_EQ(global.authority, "sts.amazonaws.com");
  EXPECT_EQ(global.signing_region, "us-east-1");
  EXPECT_EQ(Resolved({.service = kSts, .region = "us-east-1"}).origin, "https://sts.us-east-1.amazonaws.com");
  // It has no other form, and other services do not have it.
  EXPECT_EQ(Resolved({.service = kSts, .region = "aws-global", .use_fips = true}).origin,
            "https://sts-fips.aws-global.amazonaws.com");
  EXPECT_EQ(Resolved({.service = kSts, .region = "aws-global", .use_dualstack = true}).origin,
            "https://sts.aws-global.api.aws");
  EXPECT_EQ(Resolved({.region = "aws-global"}).signing_region, "");
}

TEST(Endpoint, HasAHintOnlyIfAmazonsServiceHasEnded) {
  EXPECT_NE(Resolved({.region = "eu-west-1"}).unreachable_hint.find("2025-10-31"), std::string::npos);
  EXPECT_EQ(Resolved({.service = kSts, .region = "eu-west-1"}).unreachable_hint, "");
  EXPECT_EQ(Resolved({.override_url = "https://h", .override_source = "x"}).unreachable_hint, "");
}

TEST(Partitions, MatchRegionsByPatternAndByGlobalName) {
  const auto id = [](std::string_view region) { return PartitionOf(region).id; };
  EXPECT_EQ(id("us-east-1"), "aws");
  EXPECT_EQ(id("mx-central-1"), "aws");
  EXPECT_EQ(id("aws-global"), "aws");
  EXPECT_EQ(id("cn-anything_new-12"), "aws-cn");
  EXPECT_EQ(id("aws-cn-global"), "aws-cn");
  EXPECT_EQ(id("eusc-de-east-1"), "aws-eusc");
  EXPECT_EQ(id("us-iso-east-1"), "aws-iso");
  EXPECT_EQ(id("us-isob-east-1"), "aws-iso-b");
  EXPECT_EQ(id("aws-iso-b-global"), "aws-iso-b");
  EXPECT_EQ(id("eu-isoe-west-1"), "aws-iso-e");
  EXPECT_EQ(id("us-isof-south-1"), "aws-iso-f");
  EXPECT_EQ(id("us-gov-east-1"), "aws-us-gov");
}

TEST(Partitions, DefaultToAwsForUnknownRegions) {
  for (const char* region : {"plant7", "cn-north", "cn--1", "cn-north-1x", "us-iso-east-", "xx-cn-north-1",
                             "cn", "aws-eusc-global", ""}) {
    EXPECT_EQ(PartitionOf(region).id, "aws") << region;
  }
}

TEST(Endpoint, RejectsRegionsThatAreNotHostLabels) {
  for (const std::string& region : {std::string("eu west"), std::string("-eu"), std::string("eu-"),
                                    std::string("a.b"), std::string("eu/x"), std::string("e\r\nu"),
                                    std::string("x@evil"), std::string(64, 'a'), std::string("")}) {
    EXPECT_NE(ErrorMessage({.region = region}).find("cannot be part of a host name"), std::string::npos)
        << region;
  }
  EXPECT_EQ(ErrorMessage({.region = std::string(63, 'a')}), "");
}

TEST(EndpointOverride, KeepsPortAndBasePath) {
  const Endpoint endpoint = Resolved({.override_url = "https://Vision.Plant7.example:8443/api/v1/"});
  EXPECT_EQ(endpoint.origin, "https://vision.plant7.example:8443");
  EXPECT_EQ(endpoint.authority, "vision.plant7.example:8443");
  EXPECT_EQ(endpoint.base_path, "/api/v1");
  EXPECT_TRUE(endpoint.overridden);
}

TEST(EndpointOverride, RemovesTheDefaultPortAndAPathOfOneSlash) {
  const Endpoint endpoint = Resolved({.override_url = "https://h.example:443/"});
  EXPECT_EQ(endpoint.authority, "h.example");
  EXPECT_EQ(endpoint.base_path, "");
  EXPECT_EQ(Resolved({.override_url = "http://[::1]:80"}).authority, "[::1]");
  EXPECT_EQ(Resolved({.override_url = "http://[::1]:8080"}).authority, "[::1]:8080");
}

TEST(EndpointOverride, NeedsNoRegion) {
  EXPECT_EQ(Resolved({.region = "", .override_url = "http://127.0.0.1:1"}).origin, "http://127.0.0.1:1");
}

TEST(EndpointOverride, ExcludesFipsAndDualStack) {
  EXPECT_NE(ErrorMessage({.use_fips = true, .override_url = "https://h"})
                .find("cannot be combined with FIPS: remove one of them"),
            std::string::npos);
  EXPECT_NE(ErrorMessage({.use_dualstack = true, .override_url = "https://h"})
                .find("cannot be combined with dual stack: remove one of them"),
            std::string::npos);
}

TEST(EndpointOverride, RejectsUserinfoAndQueryWithoutQuotingThem) {
  const std::string userinfo = OverrideError("https://joe:hunter2@h.example/");
  EXPECT_NE(userinfo.find("AWS_ENDPOINT_URL"), std::string::npos);
  EXPECT_NE(userinfo.find("user name or password"), std::string::npos);
  EXPECT_EQ(userinfo.find("hunter2"), std::string::npos);
  EXPECT_NE(OverrideError("https://h.example/?token=hunter2").find("query"), std::string::npos);
  EXPECT_EQ(OverrideError("https://h.example/?token=hunter2").find("hunter2"), std::string::npos);
}

TEST(EndpointOverride, RejectsInvalidUrls) {
  for (const char* url : {"h.example", "ftp://h.example", "https://", "https://h:0", "https://h:65536",
                          "https://h\r\n", "https://h/a b", "https://h/%zz", "//h", "https:h"}) {
    EXPECT_NE(OverrideError(url).find("is not a valid URL"), std::string::npos) << url;
  }
}

TEST(EndpointOverride, RejectsAPathWithCharactersThatAUrlMustEncode) {
  for (const char* path : {"/${STAGE}", "/a<", "/a>", "/a|b", "/a^", "/a`", "/\"a\"", "/a[", "/a]", "/a}"}) {
    const auto message = OverrideError("https://h.example" + std::string(path));
    EXPECT_NE(message.find("in its path"), std::string::npos) << path;
  }
  EXPECT_NE(OverrideError("https://h.example/${STAGE}").find("contains '{'"), std::string::npos);
}

TEST(EndpointOverride, AllowsPlainHttpOnlyToLoopbackByDefault) {
  for (const char* url : {"http://127.0.0.1:8080", "http://127.9.9.9", "http://[::1]", "http://localhost:1",
                          "http://Localhost.:1"}) {
    EXPECT_EQ(OverrideError(url), "") << url;
  }
  for (const char* url : {"http://gateway.example", "http://10.0.0.1", "http://localhost.example",
                          "http://[::2]", "http://127.0.0.1.example"}) {
    EXPECT_NE(OverrideError(url).find("allow_plaintext_http"), std::string::npos) << url;
    EXPECT_EQ(ErrorMessage({.override_url = url, .allow_plaintext_http = true}), "") << url;
  }
}

}  // namespace
}  // namespace lookoutvision::internal
