// Tests of the XML parser.
#include "credentials/xml_reader.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

std::string TextOfRoot(const std::string& xml) {
  const auto root = ParseXml(xml);
  EXPECT_TRUE(root) << (root ? "" : root.problem());
  return root ? root->Text() : "";
}

TEST(XmlReader, FindsElementsByTheirNameWithoutPrefix) {
  const std::string xml =
      "<?xml version=\"1.0\"?>\n<!-- hello -->\n<s:a xmlns:s='urn:x' n = \"<>\"> <b>1</b>\n<c/><s:d "
      "x=''>2</s:d></s:a>\n";
  const auto root = ParseXml(xml);
  ASSERT_TRUE(root) << (root ? "" : root.problem());
  EXPECT_EQ(root->name, "a");
  EXPECT_EQ(root->Text(), "");
  ASSERT_EQ(root->children.size(), 3U);
  EXPECT_EQ(root->Child("b")->Text(), "1");
  EXPECT_EQ(root->Child("c")->Text(), "");
  EXPECT_EQ(root->Child("d")->Text(), "2");
  EXPECT_EQ(root->Child("e"), nullptr);
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

TEST(XmlReader, FindsNoChildIfThereAreTwo) {
  const auto root = ParseXml("<a><b>1</b><b>2</b></a>");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->Child("b"), nullptr);
}

TEST(XmlReader, RejectsTextThatIsNotWellFormed) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "holds no element where one must be"},
      {"text", "holds no element where one must be"},
      {"<>", "holds a tag without a name"},
      {"<a:/>", "holds a tag without a name"},
      {"<a>", "ends too early"},
      {"<a", "holds a tag that does not end"},
      {"<a b></a>", "holds an attribute without a value"},
      {"<a b=c></a>", "holds an attribute without quotes"},
      {"<a b=\"c></a>", "ends too early"},
      {"<a></b>", "holds tags that do not belong together"},
      {"<x:a></a>", "holds tags that do not belong together"},
      {"<a></a><b/>", "continues after its end"},
      {"<a>text<b/></a>", "mixes text and elements"},
      {"<a><b/>text</a>", "holds no element where one must be"},
      {"<a>&unknown;</a>", "holds a reference that is not known"},
      {"<a>&#xD800;</a>", "holds a reference that is not known"},
      {"<a>&#0;</a>", "holds a reference that is not known"},
      {"<a>&amp</a>", "holds a reference that is not known"},
      {"<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "holds a document type or a section of another kind"},
      {"<![CDATA[x]]>", "holds a document type or a section of another kind"},
      {"<a><![CDATA[x</a>", "ends too early"},
      {"<a><![CDATA[x]]><b/></a>", "mixes text and elements"},
      {"<a><b/><![CDATA[x]]></a>", "holds a document type or a section of another kind"},
      {"<a>\xFF</a>", "holds bytes that are not text"},
      {std::string("<a>\0</a>", 8), "holds bytes that are not text"},
      {"<!-- a", "ends too early"},
  };
  for (const auto& [xml, expected] : cases) {
    const auto root = ParseXml(xml);
    ASSERT_FALSE(root) << xml;
    EXPECT_EQ(root.problem(), expected) << xml;
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
  for (const int depth : {33, 100'000}) {
    const auto root = ParseXml(nested(depth));
    ASSERT_FALSE(root);
    EXPECT_EQ(root.problem(), "nests too deep");
  }
}

}  // namespace
}  // namespace lookoutvision::internal
