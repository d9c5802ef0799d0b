// Tests of the IP address parser.
#include "base/ip_address.h"

#include <string_view>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

TEST(IpAddress, ParsesUnambiguousSpellings) {
  for (const char* text : {"127.0.0.1", "0.0.0.0", "255.255.255.255"}) {
    const auto address = ParseIpAddress(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->size, 4U);
  }
  for (const char* text : {"::", "::1", "FE80::1", "::ffff:127.0.0.1", "1:2:3:4:5:6:7:8"}) {
    const auto address = ParseIpAddress(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->size, 16U);
  }
}

TEST(IpAddress, RejectsEverythingElse) {
  for (const std::string_view text :
       {std::string_view("127.1"), std::string_view("0x7f.0.0.1"), std::string_view("256.0.0.1"),
        std::string_view(""), std::string_view("[::1]"), std::string_view("::1%lo"),
        std::string_view("127.0.0.1\0", 10)}) {
    EXPECT_FALSE(ParseIpAddress(text)) << text;
  }
}

TEST(IpAddress, ParsesIpv6InBrackets) {
  EXPECT_TRUE(ParseBracketedIpv6("[::1]"));
  for (const char* text : {"[127.0.0.1]", "::1", "[::1", "::1]", "[", "[]", ""}) {
    EXPECT_FALSE(ParseBracketedIpv6(text)) << text;
  }
}

TEST(Loopback, ContainsLocalhostAndTheLoopbackAddresses) {
  for (const char* host : {"localhost", "localhost.", "127.0.0.1", "127.255.255.254", "[::1]",
                           "[0:0:0:0:0:0:0:1]", "[::0001]"}) {
    EXPECT_TRUE(IsLoopback(host)) << host;
  }
}

TEST(Loopback, ContainsNothingElse) {
  for (const char* host : {"", "128.0.0.1", "10.0.0.1", "0.0.0.0", "[::2]", "[::]", "[::ffff:127.0.0.1]",
                           "localhost.example", "127.0.0.1.example", "localhost..", ".localhost.", "127.1",
                           "::1", "[::1", "[::1].example", "notlocalhost"}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

TEST(AddressRange, ContainsTheAddressesWithItsPrefix) {
  EXPECT_TRUE(IsInAddressRange("10.1.2.3", "10.0.0.0", "8"));
  EXPECT_TRUE(IsInAddressRange("10.1.2.3", "10.1.2.0", "23"));
  EXPECT_FALSE(IsInAddressRange("10.1.4.3", "10.1.2.0", "23"));
  EXPECT_TRUE(IsInAddressRange("10.1.2.3", "0.0.0.0", "0"));
  EXPECT_TRUE(IsInAddressRange("10.1.2.3", "10.1.2.3", "32"));
  EXPECT_TRUE(IsInAddressRange("fe80::1", "FE80::", "10"));
  EXPECT_FALSE(IsInAddressRange("fe00::1", "fe80::", "10"));
}

TEST(AddressRange, ContainsNothingIfItIsNotValid) {
  EXPECT_FALSE(IsInAddressRange("10.1.2.3", "10.0.0.0", "33"));
  EXPECT_FALSE(IsInAddressRange("10.1.2.3", "10.0.0.0", "x"));
  EXPECT_FALSE(IsInAddressRange("10.1.2.3", "::", "0"));
  EXPECT_FALSE(IsInAddressRange("host", "10.0.0.0", "8"));
}

}  // namespace
}  // namespace lookoutvision::internal
