// Tests of proxy selection.
#include "config/proxy.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

class Proxy : public ::testing::Test {
 protected:
  std::string For(std::string_view text) {
    const auto url = ParseUrl(text);
    EXPECT_TRUE(url) << text;
    if (!url) return "";
    const auto proxy = ProxyFor(*url, fake_.platform());
    EXPECT_TRUE(proxy) << proxy.error().message;
    return proxy ? *proxy : "";
  }
  bool IsDirect(std::string_view url, const std::string& no_proxy) {
    fake_.environment["NO_PROXY"] = no_proxy;
    return For(url).empty();
  }

  test::FakePlatform fake_;
};

TEST_F(Proxy, IsChosenByScheme) {
  fake_.environment = {{"HTTPS_PROXY", "http://secure:1"}, {"HTTP_PROXY", "http://plain:2"}};
  EXPECT_EQ(For("https://h.example"), "http://secure:1");
  EXPECT_EQ(For("http://h.example"), "http://plain:2");
}

TEST_F(Proxy, ReportsTheVariableOfAnInvalidProxyWithoutThePassword) {
  const auto url = ParseUrl("https://h.example");
  for (const char* variable : {"https_proxy", "HTTPS_PROXY"}) {
    fake_.environment = {{variable, "http://user:s3cret@p:0"}};
    const auto proxy = ProxyFor(*url, fake_.platform());
    ASSERT_FALSE(proxy);
    EXPECT_EQ(proxy.error().kind, ErrorKind::kConfiguration);
    EXPECT_EQ(proxy.error().message,
              std::string(variable) +
                  " is not a valid proxy URL: it has a port that is not a number from 1 to 65535");
    fake_.environment["NO_PROXY"] = "h.example";
    EXPECT_EQ(For("https://h.example"), "");
    EXPECT_EQ(For("http://h.example"), "");
  }
}

TEST(ProxySecrets, AreThePasswordAndTheCredentialsInEachEncoding) {
  EXPECT_THAT(ProxySecrets("http://user:p%40ss@proxy"),
              ::testing::UnorderedElementsAre("p%40ss", "p@ss", "dXNlcjpwQHNz"));
  EXPECT_THAT(ProxySecrets("user@proxy"), ::testing::UnorderedElementsAre("dXNlcjo="));
  EXPECT_THAT(ProxySecrets("http://proxy"), ::testing::IsEmpty());
}

TEST_F(Proxy, PrefersTheLowerCaseVariable) {
  fake_.environment = {{"HTTPS_PROXY", "http://upper:1"}, {"https_proxy", "http://lower:1"}};
  EXPECT_EQ(For("https://h.example"), "http://lower:1");
}

TEST_F(Proxy, IsDisabledByAnEmptyLowerCaseVariable) {
  for (const char* empty : {"", " "}) {
    fake_.environment = {
        {"HTTPS_PROXY", "http://upper:1"}, {"https_proxy", empty}, {"HTTP_PROXY", "http://plain:2"}};
    EXPECT_EQ(For("https://h.example"), "");
    EXPECT_EQ(For("http://h.example"), "http://plain:2");
  }
  fake_.environment = {{"HTTPS_PROXY", "http://p:1"}, {"NO_PROXY", "h.example"}, {"no_proxy", ""}};
  EXPECT_EQ(For("https://h.example"), "http://p:1");
}

TEST_F(Proxy, IgnoresTheUpperCaseHttpProxyUnderCgi) {
  fake_.environment = {
      {"REQUEST_METHOD", "GET"}, {"HTTP_PROXY", "http://attacker:1"}, {"HTTPS_PROXY", "http://p:2"}};
  EXPECT_EQ(For("http://h.example"), "");
  EXPECT_EQ(For("https://h.example"), "http://p:2");
  fake_.environment["http_proxy"] = "http://lower:3";
  EXPECT_EQ(For("http://h.example"), "http://lower:3");
}

TEST_F(Proxy, IsEmptyWithoutAVariable) {
  EXPECT_EQ(For("https://h.example"), "");
}

TEST_F(Proxy, IsNeverUsedForLoopback) {
  fake_.environment = {{"HTTPS_PROXY", "http://p:1"}, {"HTTP_PROXY", "http://p:1"}};
  for (const char* url :
       {"http://127.0.0.1:80", "https://localhost", "https://LOCALHOST.:8443", "https://[::1]:8"})
    EXPECT_EQ(For(url), "") << url;
}

TEST_F(Proxy, IsNotUsedForHostsInNoProxy) {
  fake_.environment = {{"HTTPS_PROXY", "http://p:1"}};
  EXPECT_TRUE(IsDirect("https://h.example", "*"));
  EXPECT_TRUE(IsDirect("https://h.example", "h.example"));
  EXPECT_TRUE(IsDirect("https://a.h.example", "h.example"));
  EXPECT_TRUE(IsDirect("https://a.h.example", ".h.example"));
  EXPECT_TRUE(IsDirect("https://a.h.example", "*.h.example"));
  EXPECT_TRUE(IsDirect("https://h.example", "x.example, H.Example"));
  EXPECT_TRUE(IsDirect("https://h.example", "x.example h.example"));
  EXPECT_TRUE(IsDirect("https://h.example:8443", "h.example:8443"));
  EXPECT_TRUE(IsDirect("https://10.1.2.3", "10.1.2.3"));
  EXPECT_TRUE(IsDirect("https://[fd00::1]:8443", "fd00::1"));
  EXPECT_TRUE(IsDirect("https://[fd00::1]:8443", "[fd00::1]:8443"));
  EXPECT_TRUE(IsDirect("https://10.1.2.3", "10.0.0.0/8"));
  EXPECT_TRUE(IsDirect("https://10.1.2.3:8443", "10.1.2.0/22"));
  EXPECT_TRUE(IsDirect("https://172.31.255.255", "172.16.0.0/12"));
  EXPECT_FALSE(IsDirect("https://172.32.0.0", "172.16.0.0/12"));
  EXPECT_FALSE(IsDirect("https://172.15.255.255", "172.16.0.0/12"));
  EXPECT_TRUE(IsDirect("https://10.1.2.127", "10.1.2.0/25"));
  EXPECT_FALSE(IsDirect("https://10.1.2.128", "10.1.2.0/25"));
  EXPECT_TRUE(IsDirect("https://[fdff::1]", "fc00::/7"));
  EXPECT_FALSE(IsDirect("https://[fe00::1]", "fc00::/7"));
  EXPECT_TRUE(IsDirect("https://10.1.2.3", "0.0.0.0/0"));
  EXPECT_TRUE(IsDirect("https://[fd00::1]", "fd00::/8"));
  EXPECT_TRUE(IsDirect("https://10.1.2.3", "10.1.2.3/32"));
  EXPECT_FALSE(IsDirect("https://11.1.2.3", "10.0.0.0/8"));
  EXPECT_FALSE(IsDirect("https://10.1.8.3", "10.1.2.0/22"));
  EXPECT_FALSE(IsDirect("https://10.1.2.3", "10.0.0.0/33"));
  EXPECT_FALSE(IsDirect("https://10.1.2.3", "fd00::/8"));
  EXPECT_FALSE(IsDirect("https://h.example", "10.0.0.0/8"));
  EXPECT_FALSE(IsDirect("https://other.example", "h.example"));
  EXPECT_FALSE(IsDirect("https://xh.example", "h.example"));
  EXPECT_FALSE(IsDirect("https://h.example:8443", "h.example:443"));
  EXPECT_FALSE(IsDirect("https://h.example", ""));
  EXPECT_FALSE(IsDirect("https://h.example", " , ,"));
  EXPECT_FALSE(IsDirect("https://example", "h.example"));
}

TEST_F(Proxy, SeparatesTheEntriesOfNoProxyByAnyBlank) {
  fake_.environment = {{"HTTPS_PROXY", "http://p:1"}};
  for (const char* list :
       {"x.example\nh.example", "x.example\th.example\n", "\r\nx.example\r\nh.example\r\n"})
    EXPECT_TRUE(IsDirect("https://h.example", list)) << list;
}

TEST_F(Proxy, IgnoresATrailingDotInHostsAndNoProxy) {
  fake_.environment = {{"HTTPS_PROXY", "http://p:1"}};
  for (const char* entry : {"h.example", "h.example.", ".h.example.", "h.example.:443"}) {
    EXPECT_TRUE(IsDirect("https://a.h.example", entry)) << entry;
    EXPECT_TRUE(IsDirect("https://a.h.example.", entry)) << entry;
  }
  EXPECT_FALSE(IsDirect("https://h.example.", "."));
}

TEST_F(Proxy, ComparesAddressesByValue) {
  fake_.environment = {{"HTTPS_PROXY", "http://p:1"}};
  for (const char* entry :
       {"fd00::1", "[fd00::1]", "fd00:0:0:0:0:0:0:1", "[FD00::0001]:443", "fd00::1/128"}) {
    EXPECT_TRUE(IsDirect("https://[fd00::1]", entry)) << entry;
    EXPECT_TRUE(IsDirect("https://[fd00:0::0:1]", entry)) << entry;
    EXPECT_FALSE(IsDirect("https://[fd00::2]", entry)) << entry;
  }
  EXPECT_FALSE(IsDirect("https://[fd00::1]:8443", "[fd00:0::1]:443"));
}

// curl and Python distinguish them, too.
TEST_F(Proxy, DistinguishesAnIpv4MappedAddressFromTheIpv4Address) {
  fake_.environment = {{"HTTPS_PROXY", "http://p:1"}};
  EXPECT_TRUE(IsDirect("https://[::ffff:10.0.0.1]", "::ffff:a00:1"));
  for (const char* entry : {"10.0.0.1", "10.0.0.0/8"})
    EXPECT_FALSE(IsDirect("https://[::ffff:10.0.0.1]", entry)) << entry;
  for (const char* entry : {"::ffff:10.0.0.1", "::ffff:0:0/96"})
    EXPECT_FALSE(IsDirect("https://10.0.0.1", entry)) << entry;
}

TEST_F(Proxy, DoesNotMatchTheTailOfAnAddress) {
  fake_.environment = {{"HTTPS_PROXY", "http://p:1"}};
  for (const char* entry : {"1.2.3", "2.3", ".3", "*.2.3"})
    EXPECT_FALSE(IsDirect("https://10.1.2.3", entry)) << entry;
}

TEST_F(Proxy, PrefersTheLowerCaseNoProxy) {
  fake_.environment = {{"HTTPS_PROXY", "http://p:1"}, {"NO_PROXY", "h.example"}, {"no_proxy", "x.example"}};
  EXPECT_EQ(For("https://h.example"), "http://p:1");
  EXPECT_EQ(For("https://x.example"), "");
}

}  // namespace
}  // namespace lookoutvision::internal
