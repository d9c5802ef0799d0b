// Tests of endpoint overrides that name a Unix socket.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/un.h>

#include "config/endpoint.h"
#include "config/settings.h"
#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kLongestPath = "/" + std::string(sizeof(sockaddr_un::sun_path) - 2, 'x');

Outcome<Endpoint> Resolve(std::string_view url) {
  return ResolveEndpoint({.override_url = url, .override_source = "AWS_ENDPOINT_URL"});
}

std::string ErrorMessage(const Outcome<Endpoint>& endpoint) {
  if (endpoint) return "";
  EXPECT_EQ(endpoint.error().kind, ErrorKind::kConfiguration);
  return endpoint.error().message;
}

struct Accepted {
  std::string url;
  std::string path;
};

TEST(UnixSocketEndpoint, HasThePathAsWritten) {
  for (const auto& [url, path] : {
           Accepted{"unix:/run/gateway.sock", "/run/gateway.sock"},
           Accepted{"unix:///run/gateway.sock", "/run/gateway.sock"},
           Accepted{"UNIX:/run/gateway.sock", "/run/gateway.sock"},
           // The characters are literal: not a port, a query, a fragment, an escape or a user name.
           Accepted{"unix:/run/a:1/b?c#d%20e f@g", "/run/a:1/b?c#d%20e f@g"},
           Accepted{"unix:///run/%2e%2E/../\xC3\xA4\\b", "/run/%2e%2E/../\xC3\xA4\\b"},
           Accepted{"unix:" + kLongestPath, kLongestPath},
       }) {
    const auto endpoint = Resolve(url);
    ASSERT_TRUE(endpoint) << endpoint.error();
    EXPECT_EQ(endpoint->unix_socket, path);
    EXPECT_EQ(endpoint->origin, "unix:" + path);
    EXPECT_EQ(endpoint->authority, "localhost");
    EXPECT_EQ(endpoint->base_path, "");
    EXPECT_TRUE(endpoint->overridden);
    EXPECT_EQ(endpoint->signing_region, "");
    EXPECT_EQ(endpoint->unreachable_hint, "");
  }
}

TEST(UnixSocketEndpoint, IsEmptyForOtherOverrides) {
  for (const char* url : {"https://h.example", "http://localhost/unix:/run/gateway.sock"}) {
    const auto endpoint = Resolve(url);
    ASSERT_TRUE(endpoint) << endpoint.error();
    EXPECT_EQ(endpoint->unix_socket, "");
  }
}

TEST(UnixSocketEndpoint, NeedsAnAbsolutePath) {
  for (const char* url :
       {"unix:", "unix:gateway.sock", "unix:./gateway.sock", "unix:~/gateway.sock", "unix:@abstract",
        "unix:%2Frun%2Fgateway.sock", "unix://", "unix://run/gateway.sock",
        "unix://localhost/run/gateway.sock", "unix:////run/gateway.sock"}) {
    EXPECT_EQ(ErrorMessage(Resolve(url)),
              "the endpoint override (AWS_ENDPOINT_URL) names a Unix socket, whose path must begin with one "
              "slash, as in unix:/run/gateway.sock")
        << url;
  }
}

TEST(UnixSocketEndpoint, NeedsAPathThatFitsAnAddress) {
  EXPECT_EQ(ErrorMessage(Resolve("unix:" + kLongestPath + "x")),
            "the endpoint override (AWS_ENDPOINT_URL) names a Unix socket, whose path must have at most " +
                std::to_string(kLongestPath.size()) + " bytes");
}

TEST(UnixSocketEndpoint, NeedsAPathThatCanBePrinted) {
  for (const std::string& path : {std::string("/run/a\nb"), std::string("/run/a\0b", 8), std::string("/\x7F"),
                                  std::string("/\xFF"), std::string("/\xE2\x80\xAE")}) {
    EXPECT_EQ(
        ErrorMessage(Resolve("unix:" + path)),
        "the endpoint override (AWS_ENDPOINT_URL) names a Unix socket, whose path must be printable UTF-8");
  }
}

TEST(UnixSocketEndpoint, RejectsOtherSpellingsOfASocket) {
  for (const char* url :
       {"/run/gateway.sock", "http+unix://%2Frun%2Fgateway.sock", "http://unix:/run/gateway.sock",
        "unix+http:/run/gateway.sock", " unix:/run/gateway.sock"}) {
    EXPECT_THAT(ErrorMessage(Resolve(url)), HasSubstr("is not a valid URL")) << url;
  }
}

TEST(UnixSocketEndpoint, ExcludesFipsAndDualStack) {
  EXPECT_THAT(ErrorMessage(ResolveEndpoint({.use_fips = true, .override_url = "unix:/run/gateway.sock"})),
              HasSubstr("cannot be combined with FIPS: remove one of them"));
  EXPECT_THAT(
      ErrorMessage(ResolveEndpoint({.use_dualstack = true, .override_url = "unix:/run/gateway.sock"})),
      HasSubstr("cannot be combined with dual stack: remove one of them"));
}

TEST(UnixSocketEndpoint, DoesNotQuoteARejectedPath) {
  EXPECT_THAT(ErrorMessage(Resolve("unix://user:hunter2@host/x")),
              AllOf(HasSubstr("one slash"), Not(HasSubstr("hunter2"))));
}

class UnixSocketSettings : public ::testing::Test {
 protected:
  Outcome<Settings> Resolve(ClientConfig config = {}) {
    config.platform = fake_.platform();
    return ResolveSettings(config, kLookoutVision, LoadProfiles(config.platform, {}));
  }
  std::string SocketOf(const ClientConfig& config = {}) {
    const auto settings = Resolve(config);
    EXPECT_TRUE(settings) << settings.error();
    return settings ? settings->endpoint.unix_socket : "";
  }

  test::FakePlatform fake_;
};

TEST_F(UnixSocketSettings, ComeFromEverySourceOfAnEndpoint) {
  fake_.environment = {{"AWS_CONFIG_FILE", "/c"}};
  fake_.files["/c"] = "[default]\nendpoint_url = unix:/profile.sock\n";
  EXPECT_EQ(SocketOf(), "/profile.sock");
  fake_.files["/c"] =
      "[default]\nservices = s\n[services s]\nlookoutvision =\n  endpoint_url = unix:/services.sock\n";
  EXPECT_EQ(SocketOf(), "/services.sock");
  fake_.environment["AWS_ENDPOINT_URL"] = "unix:/global.sock";
  EXPECT_EQ(SocketOf(), "/global.sock");
  fake_.environment["AWS_ENDPOINT_URL_LOOKOUTVISION"] = " unix:///variable.sock ";
  EXPECT_EQ(SocketOf(), "/variable.sock");
  EXPECT_EQ(SocketOf({.endpoint_url = "unix:/code.sock"}), "/code.sock");
}

TEST_F(UnixSocketSettings, HaveNoProxy) {
  fake_.environment = {{"http_proxy", "http://p:1"}, {"HTTPS_PROXY", "http://user:s3cret@p:0"}};
  const auto settings = Resolve({.region = "eu-west-1", .endpoint_url = "unix:/run/gateway.sock"});
  ASSERT_TRUE(settings) << settings.error();
  EXPECT_EQ(settings->proxy, "");
  EXPECT_EQ(settings->signing_region, "eu-west-1");
}

}  // namespace
}  // namespace lookoutvision::internal
