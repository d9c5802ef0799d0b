// Tests of the XML parser.
#include "credentials/xml_reader.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

std::string TextOfRoot(const std::string& xml) {
  const auto leaves = ParseXml(xml);
  EXPECT_TRUE(leaves && leaves->size() == 1) << xml;
  return leaves ? FindText(*leaves, "/a") : "";
}

TEST(XmlReader, FindsElementsByTheirNamesWithoutPrefix) {
  const auto leaves = ParseXml(
      "<?xml version=\"1.0\"?>\n<!-- hello -->\n<s:a xmlns:s='urn:x' n = \"'<>\"> <b>1</b>\n<c/><s:d "
      "x=''>2</s:d><e ><f>3</f></e ></s:a>\n");
  ASSERT_TRUE(leaves);
  std::vector<std::string> paths;
  for (const XmlLeaf& leaf : *leaves) paths.push_back(leaf.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"/a/b", "/a/c", "/a/d", "/a/e/f"}));
  EXPECT_EQ(FindText(*leaves, "/a/b"), "1");
  EXPECT_EQ(FindText(*leaves, "/c"), "");
  EXPECT_EQ(FindText(*leaves, "/a/d"), "2");
  EXPECT_EQ(FindText(*leaves, "/e/f"), "3");
  EXPECT_EQ(FindText(*leaves, "/a/f"), "");
}

TEST(XmlReader, FindsTheFirstOfElementsWithTheSameName) {
  const auto leaves = ParseXml("<a><b>1</b><b>2</b></a>");
  ASSERT_TRUE(leaves);
  EXPECT_EQ(FindText(*leaves, "/a/b"), "1");
}

TEST(XmlReader, ResolvesReferencesAndTrims) {
  EXPECT_EQ(TextOfRoot("<a>\n a&lt;b&gt;&amp;&quot;&apos;&#65;&#x1F600; \n</a>"),
            "a<b>&\"'A\xF0\x9F\x98\x80");
  EXPECT_EQ(TextOfRoot("<a>&#xE9;&#x20AC;</a>"), "\xC3\xA9\xE2\x82\xAC");
  EXPECT_EQ(TextOfRoot("<a><!-- one -->two</a>"), "two");
}

TEST(XmlReader, KeepsTheTextOfCdataSections) {
  EXPECT_EQ(TextOfRoot("<a><![CDATA[not <you> & &amp;]]></a>"), "not <you> & &amp;");
  EXPECT_EQ(TextOfRoot("<a> 1 &lt; <![CDATA[2 <]]> 3<![CDATA[]]>&amp;4 </a>"), "1 < 2 < 3&4");
  EXPECT_EQ(TextOfRoot("<a><![CDATA[]]]]><![CDATA[>]]></a>"), "]]>");
  EXPECT_EQ(TextOfRoot("<a>\n<!-- one -->\n<![CDATA[two]]>\n</a>"), "two");
}

TEST(XmlReader, RejectsTextThatIsNotWellFormed) {
  for (const std::string& xml : {std::string(""),
                                 std::string("text"),
                                 std::string("<>"),
                                 std::string("<a:/>"),
                                 std::string("<a>"),
                                 std::string("<a"),
                                 std::string("<a b=\"c></a>"),
                                 std::string("<a></b>"),
                                 std::string("</a>"),
                                 std::string("<x:a></a>"),
                                 std::string("<a></a><b/>"),
                                 std::string("<a><b></a></b>"),
                                 std::string("<a>&unknown;</a>"),
                                 std::string("<a>&#xD800;</a>"),
                                 std::string("<a>&#0;</a>"),
                                 std::string("<a>&#;</a>"),
                                 std::string("<a>&#x110000;</a>"),
                                 std::string("<a>&amp</a>"),
                                 std::string("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"),
                                 std::string("<a><![CDATA[x</a>"),
                                 std::string("<a>\xFF</a>"),
                                 std::string("<a>\0</a>", 8),
                                 std::string("<!-- a")}) {
    EXPECT_FALSE(ParseXml(xml)) << xml;
  }
}

TEST(XmlReader, RejectsElementsThatNestTooDeep) {
  const auto nested = [](int depth) {
    std::string xml;
    for (int i = 0; i < depth; ++i) xml += "<a>";
    for (int i = 0; i < depth; ++i) xml += "</a>";
    return xml;
  };
  EXPECT_TRUE(ParseXml(nested(32)));
  for (const int depth : {33, 100'000}) EXPECT_FALSE(ParseXml(nested(depth))) << depth;
}

// Without limits, 500 kB of names around 100,000 leaves would become paths of 50 GB.
TEST(XmlReader, RejectsLongNamesAndManyLeaves) {
  const auto leaves = [](int count) {
    std::string xml = "<a>";
    for (int i = 0; i < count; ++i) xml += "<b/>";
    return xml + "</a>";
  };
  EXPECT_TRUE(ParseXml(leaves(1'000)));
  EXPECT_FALSE(ParseXml(leaves(1'001)));
  EXPECT_TRUE(ParseXml("<" + std::string(128, 'a') + "/>"));
  EXPECT_FALSE(ParseXml("<" + std::string(129, 'a') + "/>"));
}

}  // namespace
}  // namespace lookoutvision::internal
