// Tests of the canonical request: path, query and headers.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "signing/sigv4.h"

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kEmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

HttpHeaders Headers(const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
  HttpHeaders headers;
  for (const auto& [name, value] : fields) headers.Add(name, value);
  return headers;
}

CanonicalRequest Canonical(const HttpHeaders& headers, bool sign_every_header = false) {
  return MakeCanonicalRequest({.method = "GET",
                               .path = "/",
                               .query = "",
                               .headers = &headers,
                               .payload_hash = "hash",
                               .sign_every_header = sign_every_header});
}

// The canonical header line of `value`.
std::string FoldedValue(std::string_view value) {
  const HttpHeaders headers = Headers({{"x", value}});
  const std::string text = Canonical(headers).text;
  constexpr std::string_view kBefore = "GET\n/\n\nx:";
  constexpr std::string_view kAfter = "\n\nx\nhash";
  EXPECT_TRUE(text.starts_with(kBefore) && text.ends_with(kAfter)) << text;
  return text.substr(kBefore.size(), text.size() - kBefore.size() - kAfter.size());
}

TEST(CanonicalPath, IsASlashIfThePathIsEmpty) {
  EXPECT_EQ(CanonicalPath("", true), "/");
  EXPECT_EQ(CanonicalPath("", false), "/");
  EXPECT_EQ(CanonicalPath("/", true), "/");
  EXPECT_EQ(CanonicalPath("/", false), "/");
}

TEST(CanonicalPath, KeepsUnreservedCharacters) {
  constexpr std::string_view kUnreserved =
      "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  EXPECT_EQ(CanonicalPath(kUnreserved, true), kUnreserved);
  EXPECT_EQ(CanonicalPath(kUnreserved, false), kUnreserved);
}

TEST(CanonicalPath, EncodesAnEncodedPathAgain) {
  EXPECT_EQ(CanonicalPath("/a%20b/%3A%2f", true), "/a%2520b/%253A%252f");
  EXPECT_EQ(CanonicalPath("/%E1%88%B4", false), "/%25E1%2588%25B4");
}

TEST(CanonicalPath, EncodesRawCharacters) {
  EXPECT_EQ(CanonicalPath("/example space/", true), "/example%20space/");
  EXPECT_EQ(CanonicalPath("/example space/", false), "/example%20space/");
  EXPECT_EQ(CanonicalPath("/\xE1\x88\xB4", true), "/%E1%88%B4");
  EXPECT_EQ(CanonicalPath("/a:b+c=d&e$f,g;h@i!j*k'l(m)", true),
            "/a%3Ab%2Bc%3Dd%26e%24f%2Cg%3Bh%40i%21j%2Ak%27l%28m%29");
}

TEST(CanonicalPath, RemovesDotAndEmptySegmentsIfNormalised) {
  EXPECT_EQ(CanonicalPath("/./example", true), "/example");
  EXPECT_EQ(CanonicalPath("/a/./b//c///d", true), "/a/b/c/d");
  EXPECT_EQ(CanonicalPath("//", true), "/");
  EXPECT_EQ(CanonicalPath("/./", true), "/");
}

TEST(CanonicalPath, RemovesTheParentSegmentOfTwoDots) {
  EXPECT_EQ(CanonicalPath("/a/../b", true), "/b");
  EXPECT_EQ(CanonicalPath("/a/b c/../d", true), "/a/d");
  EXPECT_EQ(CanonicalPath("/a/b/../..", true), "/");
  EXPECT_EQ(CanonicalPath("/a/b/..", true), "/a");
}

TEST(CanonicalPath, NeverGoesAboveTheRoot) {
  EXPECT_EQ(CanonicalPath("/..", true), "/");
  EXPECT_EQ(CanonicalPath("/../", true), "/");
  EXPECT_EQ(CanonicalPath("/../../a/../../b", true), "/b");
}

TEST(CanonicalPath, EndsInASlashOnlyIfThePathDoes) {
  EXPECT_EQ(CanonicalPath("/a/", true), "/a/");
  EXPECT_EQ(CanonicalPath("//a//", true), "/a/");
  EXPECT_EQ(CanonicalPath("/a/b/../", true), "/a/");
  EXPECT_EQ(CanonicalPath("/a/.", true), "/a");
}

TEST(CanonicalPath, TreatsOnlyWholeSegmentsAsDots) {
  EXPECT_EQ(CanonicalPath("/.../.a/b./..c/%2E%2E/d", true), "/.../.a/b./..c/%252E%252E/d");
}

TEST(CanonicalPath, KeepsEverySegmentIfNotNormalised) {
  EXPECT_EQ(CanonicalPath("/a/..", false), "/a/..");
  EXPECT_EQ(CanonicalPath("//example//", false), "//example//");
  EXPECT_EQ(CanonicalPath("/./", false), "/./");
}

TEST(CanonicalPath, BeginsWithASlashIfNormalised) {
  EXPECT_EQ(CanonicalPath("a/b", true), "/a/b");
}

TEST(CanonicalQuery, IsEmptyWithoutParameters) {
  EXPECT_EQ(CanonicalQuery(""), "");
  EXPECT_EQ(CanonicalQuery("&&"), "");
}

TEST(CanonicalQuery, SortsByName) {
  EXPECT_EQ(CanonicalQuery("Param2=value2&Param1=value1"), "Param1=value1&Param2=value2");
  EXPECT_EQ(CanonicalQuery("b=1&B=2&a=3&A=4"), "A=4&B=2&a=3&b=1");
}

TEST(CanonicalQuery, SortsTheValuesOfARepeatedName) {
  EXPECT_EQ(CanonicalQuery("Param1=value2&Param1=Value1&Param1=value1&Param1"),
            "Param1=&Param1=Value1&Param1=value1&Param1=value2");
}

TEST(CanonicalQuery, SortsByNameBeforeValue) {
  // As a single string, `a-b=` would come before `a=`, since '-' sorts before '='.
  EXPECT_EQ(CanonicalQuery("a-b=1&a=2"), "a=2&a-b=1");
  EXPECT_EQ(CanonicalQuery("Param-3=Value3&Param=Value2&%E1%88%B4=Value1"),
            "%E1%88%B4=Value1&Param=Value2&Param-3=Value3");
}

TEST(CanonicalQuery, SortsTheEncodedForm) {
  // Decoded, '@' and non-ASCII bytes sort after '0'; encoded, '%' sorts before it.
  EXPECT_EQ(CanonicalQuery("0=1&\xFF=2&%40=3&@=0"), "%40=0&%40=3&%FF=2&0=1");
  EXPECT_EQ(CanonicalQuery("a=0&a=~&a=\xE1\x88\xB4&a=@"), "a=%40&a=%E1%88%B4&a=0&a=~");
}

TEST(CanonicalQuery, EncodesRawAndEncodedParametersAlike) {
  EXPECT_EQ(CanonicalQuery("\xE1\x88\xB4=bar"), "%E1%88%B4=bar");
  EXPECT_EQ(CanonicalQuery("%e1%88%b4=bar"), "%E1%88%B4=bar");
  EXPECT_EQ(CanonicalQuery("p q=v w"), "p%20q=v%20w");
  EXPECT_EQ(CanonicalQuery("p%20q=v%20w"), "p%20q=v%20w");
  EXPECT_EQ(CanonicalQuery("%41=%7e%2D"), "A=~-");
}

TEST(CanonicalQuery, KeepsUnreservedCharacters) {
  constexpr std::string_view kUnreserved =
      "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const std::string query = std::string(kUnreserved) + "=" + std::string(kUnreserved);
  EXPECT_EQ(CanonicalQuery(query), query);
}

TEST(CanonicalQuery, TreatsAPlusAsAPlus) {
  EXPECT_EQ(CanonicalQuery("a=b+c&d=e%2Bf"), "a=b%2Bc&d=e%2Bf");
}

TEST(CanonicalQuery, TreatsAMissingEqualsSignAsAnEmptyValue) {
  EXPECT_EQ(CanonicalQuery("Param1"), "Param1=");
}

TEST(CanonicalQuery, KeepsAnEmptyName) {
  EXPECT_EQ(CanonicalQuery("=value"), "=value");
  EXPECT_EQ(CanonicalQuery("="), "=");
}

TEST(CanonicalQuery, SplitsAtTheFirstEqualsSign) {
  EXPECT_EQ(CanonicalQuery("nextToken=a=b=="), "nextToken=a%3Db%3D%3D");
}

TEST(CanonicalQuery, SkipsEmptyParameters) {
  EXPECT_EQ(CanonicalQuery("&b=1&&a=2&"), "a=2&b=1");
}

TEST(CanonicalQuery, KeepsEncodedSeparatorsEncoded) {
  EXPECT_EQ(CanonicalQuery("a%26b%3Dc=d%2Fe%3F"), "a%26b%3Dc=d%2Fe%3F");
}

TEST(CanonicalQuery, EncodesAPercentSignThatEncodesNothing) {
  EXPECT_EQ(CanonicalQuery("a=100%&b=%zz&c=%4"), "a=100%25&b=%25zz&c=%254");
}

TEST(MakeCanonicalRequest, WritesItsPartsInOrder) {
  const HttpHeaders headers =
      Headers({{"Host", "example.amazonaws.com"}, {"X-Amz-Date", "20150830T123600Z"}});
  const CanonicalRequest canonical = MakeCanonicalRequest({.method = "POST",
                                                           .path = "/a%20b/../c d",
                                                           .query = "y=2&x=1",
                                                           .headers = &headers,
                                                           .payload_hash = kEmptyHash});
  EXPECT_EQ(canonical.text,
            "POST\n"
            "/c%20d\n"
            "x=1&y=2\n"
            "host:example.amazonaws.com\n"
            "x-amz-date:20150830T123600Z\n"
            "\n"
            "host;x-amz-date\n"
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(canonical.signed_headers, "host;x-amz-date");
}

TEST(MakeCanonicalRequest, KeepsThePathIfItIsNotNormalised) {
  const HttpHeaders headers = Headers({{"Host", "h"}});
  EXPECT_EQ(MakeCanonicalRequest({.method = "GET",
                                  .path = "/a//../b",
                                  .query = "",
                                  .headers = &headers,
                                  .payload_hash = "hash",
                                  .normalize_path = false})
                .text,
            "GET\n/a//../b\n\nhost:h\n\nhost\nhash");
}

TEST(MakeCanonicalRequest, SupportsARequestWithoutHeaders) {
  const CanonicalRequest canonical = Canonical(HttpHeaders());
  EXPECT_EQ(canonical.text, "GET\n/\n\n\n\nhash");
  EXPECT_EQ(canonical.signed_headers, "");
}

TEST(MakeCanonicalRequest, SortsHeadersByTheirLowerCaseNames) {
  const HttpHeaders headers = Headers({{"x-amz-date", "4"},
                                       {"Zeta", "6"},
                                       {"My-Header10", "3"},
                                       {"my_header", "5"},
                                       {"My-Header1", "2"},
                                       {"host", "1"}});
  const CanonicalRequest canonical = Canonical(headers);
  EXPECT_EQ(canonical.signed_headers, "host;my-header1;my-header10;my_header;x-amz-date;zeta");
  EXPECT_EQ(canonical.text,
            "GET\n/\n\nhost:1\nmy-header1:2\nmy-header10:3\nmy_header:5\nx-amz-date:4\nzeta:6\n\n"
            "host;my-header1;my-header10;my_header;x-amz-date;zeta\nhash");
}

TEST(MakeCanonicalRequest, JoinsRepeatedHeadersInOrder) {
  const HttpHeaders headers = Headers({{"My-Header1", "value4"},
                                       {"Host", "h"},
                                       {"my-header1", " value1 "},
                                       {"MY-HEADER1", ""},
                                       {"My-Header1", "value3"},
                                       {"My-Header1", "value2"}});
  const CanonicalRequest canonical = Canonical(headers);
  EXPECT_EQ(canonical.text,
            "GET\n/\n\nhost:h\nmy-header1:value4,value1,,value3,value2\n\nhost;my-header1\nhash");
  EXPECT_EQ(canonical.signed_headers, "host;my-header1");
}

TEST(MakeCanonicalRequest, JoinsManyRepeatedHeadersInOrder) {
  HttpHeaders headers;
  std::string joined;
  for (int i = 0; i < 100; ++i) {
    headers.Add(i % 2 == 0 ? "X" : "x", std::to_string(i));
    joined += (i == 0 ? "" : ",") + std::to_string(i);
  }
  EXPECT_EQ(Canonical(headers).text, "GET\n/\n\nx:" + joined + "\n\nx\nhash");
}

TEST(MakeCanonicalRequest, TrimsAndFoldsWhitespaceInHeaderValues) {
  EXPECT_EQ(FoldedValue(" value1"), "value1");
  EXPECT_EQ(FoldedValue("value1 \t "), "value1");
  EXPECT_EQ(FoldedValue("\"a   b   c\""), "\"a b c\"");
  EXPECT_EQ(FoldedValue("a\tb \t c"), "a b c");
  EXPECT_EQ(FoldedValue(" \t "), "");
  EXPECT_EQ(FoldedValue(""), "");
}

TEST(MakeCanonicalRequest, KeepsCaseAndNonAsciiCharactersOfAHeaderValue) {
  EXPECT_EQ(FoldedValue("VaLuE1"), "VaLuE1");
  EXPECT_EQ(FoldedValue("\xE1\x88\xB4 \xC2\xA0,x"), "\xE1\x88\xB4 \xC2\xA0,x");
}

TEST(MakeCanonicalRequest, SkipsHeadersThatAreNeverSigned) {
  const HttpHeaders headers =
      Headers({{"Authorization", "a"}, {"Host", "h"}, {"User-Agent", "u"}, {"Connection", "close"}});
  EXPECT_EQ(Canonical(headers).text, "GET\n/\n\nhost:h\n\nhost\nhash");
}

TEST(MakeCanonicalRequest, SignsEveryHeaderIfRequested) {
  const HttpHeaders headers = Headers({{"User-Agent", "u"}, {"Host", "h"}});
  EXPECT_EQ(Canonical(headers, true).text, "GET\n/\n\nhost:h\nuser-agent:u\n\nhost;user-agent\nhash");
}

TEST(IsNeverSigned, IsTrueForHeadersThatIntermediariesRewrite) {
  for (const std::string_view name :
       {"Authorization", "User-Agent", "X-Amzn-Trace-Id", "Connection", "Expect", "Transfer-Encoding", "TE",
        "Trailer", "Upgrade", "Keep-Alive", "Proxy-Authorization", "proxy-connection", "Sec-WebSocket-Key",
        "AUTHORIZATION", "te"}) {
    EXPECT_TRUE(IsNeverSigned(name)) << name;
  }
}

TEST(IsNeverSigned, IsFalseForOtherHeaders) {
  for (const std::string_view name :
       {"Host", "Content-Type", "Content-Length", "X-Amz-Date", "X-Amz-Security-Token", "amz-sdk-request",
        "X-Amzn-Client-Token", "Tea", "T", "Proxy", "Sec-Fetch", "X-Proxy-Id", ""}) {
    EXPECT_FALSE(IsNeverSigned(name)) << name;
  }
}

}  // namespace
}  // namespace lookoutvision::internal
