// Tests of the profile file parser.
#include <string>

#include <gtest/gtest.h>

#include "config/profiles.h"

namespace lookoutvision::internal {
namespace {

Profiles ProfilesOf(std::string_view text, ProfileFileKind kind = ProfileFileKind::kConfig) {
  auto profiles = ParseProfileFile(text, kind, "/f");
  EXPECT_TRUE(profiles) << profiles.error().message;
  return profiles ? *std::move(profiles) : Profiles{};
}

std::string ErrorMessage(std::string_view text) {
  const auto profiles = ParseProfileFile(text, ProfileFileKind::kConfig, "/f");
  if (profiles) return "";
  EXPECT_EQ(profiles.error().kind, ErrorKind::kConfiguration);
  return profiles.error().message;
}

// The value of a key of `[profile p]` in `text`.
std::string Value(std::string_view text, std::string_view key = "k") {
  const Profiles profiles = ProfilesOf(text);
  const auto section = profiles.profiles.find("p");
  if (section == profiles.profiles.end()) return "(no profile)";
  const auto property = section->second.properties.find(key);
  return property == section->second.properties.end() ? "(no property)"
                                                      : std::string(property->second.value.view());
}

TEST(ProfileFile, SeparatesKindsOfSections) {
  const Profiles profiles = ProfilesOf(
      "[profile a]\nk=1\n[sso-session a]\nk=2\n[services\ta]\nk=3\n[default]\nk=4\n[other a]\nk=5\n");
  ASSERT_EQ(profiles.profiles.size(), 2u);
  EXPECT_EQ(profiles.profiles.at("a").properties.at("k").value.view(), "1");
  EXPECT_EQ(profiles.sso_sessions.at("a").properties.at("k").value.view(), "2");
  EXPECT_EQ(profiles.services.at("a").properties.at("k").value.view(), "3");
  EXPECT_EQ(profiles.profiles.at("default").properties.at("k").value.view(), "4");
  EXPECT_EQ(profiles.services.at("a").name, "a");
}

TEST(ProfileFile, AcceptsPlainProfileNamesOnlyInACredentialsFile) {
  const std::string text = "[a]\n[profile b]\n[sso-session c]\n[services d]\n[default]\n[profile]\n";
  const Profiles credentials = ProfilesOf(text, ProfileFileKind::kCredentials);
  EXPECT_EQ(credentials.profiles.size(), 3u);
  EXPECT_TRUE(credentials.profiles.contains("a"));
  EXPECT_TRUE(credentials.profiles.contains("default"));
  EXPECT_TRUE(credentials.profiles.contains("profile"));
  EXPECT_TRUE(credentials.sso_sessions.empty());
  EXPECT_TRUE(credentials.services.empty());
  EXPECT_FALSE(ProfilesOf(text).profiles.contains("a"));
}

TEST(ProfileFile, PrefersThePrefixedDefaultInAnyOrder) {
  const std::string plain = "[default]\nk=plain\nonly=plain\n";
  const std::string prefixed = "[profile default]\nk=prefixed\n";
  for (const auto& text : {plain + prefixed, prefixed + plain, plain + prefixed + plain + prefixed}) {
    const Profiles parsed = ProfilesOf(text);
    const auto& properties = parsed.profiles.at("default").properties;
    EXPECT_EQ(properties.size(), 1u) << text;
    EXPECT_EQ(properties.at("k").value.view(), "prefixed") << text;
  }
}

TEST(ProfileFile, IgnoresInvalidNames) {
  const Profiles profiles = ProfilesOf(
      "[]\nk=v\n[profile a b]\nk=v\n[profile a'b]\nk=v\n[profile a\x1b]\nk=v\n"
      "[profile ok]\nb c=v\n its continuation\nd=v\n");
  ASSERT_EQ(profiles.profiles.size(), 1u);
  EXPECT_EQ(profiles.profiles.at("ok").properties.size(), 1u);
  EXPECT_EQ(profiles.profiles.at("ok").properties.at("d").value.view(), "v");
}

TEST(ProfileFile, AcceptsNamesThatTheAwsCliQuotes) {
  const Profiles profiles = ProfilesOf(
      "[profile 'my dev']\nk=1\n[sso-session \"x\"]\n[profile 'a'b']\n[profile '']\n[profile 'c\"]\n");
  ASSERT_EQ(profiles.profiles.size(), 1u);
  EXPECT_EQ(profiles.profiles.at("my dev").properties.at("k").value.view(), "1");
  EXPECT_TRUE(profiles.sso_sessions.contains("x"));
}

TEST(ProfileFile, AcceptsEveryPlainCharacterInNames) {
  EXPECT_TRUE(ProfilesOf("[profile some-thing:long/the_one%only.foo@bar+]")
                  .profiles.contains("some-thing:long/the_one%only.foo@bar+"));
  EXPECT_EQ(Value("[profile p]\nA_b-9 = v", "a_b-9"), "v");
}

// The AWS CLI finds these names without quotes.
TEST(ProfileFile, AcceptsNamesOfOtherCharacters) {
  for (const std::string name : {"a,b", "a(1)", "\xC3\x9C", "caf\xE9", "a=b", "a;b", "a#b", "a[1]", "me&you",
                                 "*", "$x", "a|b", "100%!"}) {
    EXPECT_TRUE(ProfilesOf("[profile " + name + "]\n").profiles.contains(name)) << name;
    EXPECT_TRUE(ProfilesOf("[sso-session " + name + "] ; [c]\n").sso_sessions.contains(name)) << name;
    EXPECT_TRUE(ProfilesOf("[services " + name + "]# c\n").services.contains(name)) << name;
    EXPECT_TRUE(ProfilesOf("[" + name + "]\n", ProfileFileKind::kCredentials).profiles.contains(name))
        << name;
  }
  EXPECT_TRUE(ProfilesOf("[O'Brien]\n", ProfileFileKind::kCredentials).profiles.contains("O'Brien"));
  EXPECT_TRUE(ProfilesOf("[profile \"O'Brien;\"] ; c\n").profiles.contains("O'Brien;"));
}

TEST(ProfileFile, AcceptsAFileThatIsIndentedAsAWhole) {
  for (const std::string indent : {"  ", "\t", "\xC2\xA0 "}) {
    const Profiles profiles =
        ProfilesOf(indent + "# c\n" + indent + "[default]\n" + indent + "k = a\n" + indent + " more\n\n" +
                   indent + "[services s]\n" + indent + "sts =\n" + indent + "  endpoint_url = b\n" + indent +
                   "[profile p]\n" + indent + "k = c\n");
    EXPECT_EQ(profiles.profiles.at("default").properties.at("k").value.view(), "a\nmore");
    EXPECT_EQ(profiles.services.at("s").properties.at("sts").nested.at("endpoint_url").value.view(), "b");
    EXPECT_EQ(profiles.profiles.at("p").properties.at("k").value.view(), "c");
  }
  EXPECT_EQ(Value("[profile p]\nk = v\n  [profile q]\n"), "v\n[profile q]");
}

// Text that is copied from editors and web pages contains them.
TEST(ProfileFile, TreatsEveryUnicodeSpaceAsABlank) {
  for (const std::string space :
       {"\xC2\xA0", "\xC2\x85", "\xE2\x80\x89", "\xE2\x80\xAF", "\xE3\x80\x80", "\v"}) {
    EXPECT_EQ(Value("[" + space + "profile p" + space + "]" + space + "\nk" + space + "=" + space + "a" +
                    space + "b" + space + "\n" + space + "\n" + space + "# c\n"),
              "a" + space + "b");
    EXPECT_EQ(Value("[profile p]\nk = a" + space + "# c\n" + space + "more" + space), "a\nmore");
    EXPECT_EQ(Value("[profile p]\n" + space + "k = a\n k2 = b"), "a") << "an indentation counts characters";
    EXPECT_EQ(Value("[profile" + space + "p]\nk = a"), "a");
    EXPECT_EQ(Value("[profile p]\nk =\n" + space + "n" + space + "=" + space + "a"),
              "\nn" + space + "=" + space + "a");
  }
  EXPECT_EQ(Value("[profile p]\nk = \xC3\xA0\xE2\x80"), "\xC3\xA0\xE2\x80");
}

TEST(ProfileFile, KeepsACommentSignInQuotes) {
  EXPECT_EQ(Value("[profile p]\nk = sh -c \"a ; b\" ; c"), "sh -c \"a ; b\"");
  EXPECT_EQ(Value("[profile p]\nk = sh -c 'a # \"b' # c"), "sh -c 'a # \"b'");
  EXPECT_EQ(Value("[profile p]\nk = \"a \\\" ; b\" ; c"), "\"a \\\" ; b\"");
  EXPECT_EQ(Value("[profile p]\nk = --x=\"a ; b\" 'c ; d'"), "--x=\"a ; b\" 'c ; d'");
  EXPECT_EQ(Value("[profile p]\nk = don't ; c"), "don't") << "an opening quote alone is a character";
  EXPECT_EQ(Value("[profile p]\nk = a\\\" ; \"b"), "a\\\"")
      << "a quote after a backslash is a character, too";
  EXPECT_EQ(Value("[profile p]\nk = a ; it's 'c'"), "a");
  const Profiles profiles = ProfilesOf("[services s]\nsts =\n  k = 'a ; b' ; c\n");
  EXPECT_EQ(profiles.services.at("s").properties.at("sts").nested.at("k").value.view(), "'a ; b'");
}

TEST(ProfileFile, MergesSectionsAndKeepsTheLastValue) {
  const Profiles profiles = ProfilesOf("[profile p]\nK=1\na=1\n[profile q]\n[profile p]\nk=2\nk=3");
  const auto& properties = profiles.profiles.at("p").properties;
  EXPECT_EQ(properties.size(), 2u);
  EXPECT_EQ(properties.at("k").value.view(), "3");
  EXPECT_EQ(properties.at("a").value.view(), "1");
}

TEST(ProfileFile, EndsAValueAtACommentAfterWhitespace) {
  EXPECT_EQ(Value("[profile p]; x\nk = a#b;c \t# d ; e"), "a#b;c");
  EXPECT_EQ(Value("[profile p]\nk = # nothing"), "");
  EXPECT_EQ(Value("#\n;\n  # indented\n[profile p] #\nk=v\n  ; indented\n"), "v");
}

TEST(ProfileFile, ContinuesAValueOnDeeperLines) {
  EXPECT_EQ(Value("[profile p]\nk = a\n\n  b # c\n\t \n\tk2 = d\n"), "a\nb # c\nk2 = d");
  EXPECT_EQ(Value("[profile p]\n  k = a\n  k2 = b\n    c\n", "k"), "a");
  EXPECT_EQ(Value("[profile p]\n  k = a\n  k2 = b\n    c\n", "k2"), "b\nc");
}

TEST(ProfileFile, ParsesSubProperties) {
  const std::string text =
      "[services s]\nSTS =\n  Endpoint_URL = https://h ; there\n  empty =\n  in valid = x\n";
  const Profiles profiles = ProfilesOf(text);
  const Property& sts = profiles.services.at("s").properties.at("sts");
  EXPECT_EQ(sts.value.view(), "\nEndpoint_URL = https://h ; there\nempty =\nin valid = x");
  EXPECT_EQ(sts.nested.at("endpoint_url").value.view(), "https://h");
  EXPECT_EQ(sts.nested.at("endpoint_url").where, "/f, line 3");
  EXPECT_EQ(sts.nested.at("empty").value.view(), "");
  EXPECT_TRUE(
      ProfilesOf("[services s]\nsts = x\n  a = b\n").services.at("s").properties.at("sts").nested.empty());
}

TEST(ProfileFile, RecordsTheLocationOfAProperty) {
  const Profiles profiles = ProfilesOf("\n# c\n[profile p]\r\nk = v\r\n  more\r\nk2 = v");
  EXPECT_EQ(profiles.profiles.at("p").properties.at("k").where, "/f, line 4");
  EXPECT_EQ(profiles.profiles.at("p").properties.at("k").value.view(), "v\nmore");
  EXPECT_EQ(profiles.profiles.at("p").properties.at("k2").where, "/f, line 6");
}

TEST(ProfileFile, AcceptsAByteOrderMarkAndNonUtf8Bytes) {
  EXPECT_EQ(Value("\xEF\xBB\xBF[profile p]\nk = v"), "v");
  EXPECT_EQ(Value("# caf\xE9\n[profile p]\nk = caf\xE9"), "caf\xE9");
}

TEST(ProfileFile, ReportsTheLineNumberButNotTheLine) {
  const struct {
    std::string text;
    std::string error;
  } cases[] = {
      {"[profile p", "/f, line 1: Profile definition must end with ']'"},
      {"[profile p] secret", "/f, line 1: Profile definition must end with ']'"},
      {"k = secret", "/f, line 1: Expected a profile definition"},
      {"# c\n secret", "/f, line 2: Expected a profile definition"},
      {"[profile p]\n= secret", "/f, line 2: Property did not have a name"},
      {"[profile p]\nsecret", "/f, line 2: Expected an '=' sign defining a property"},
      {"[profile p]\nk: secret", "/f, line 2: Expected an '=' sign defining a property"},
      {"[profile p]\nsecret # k = v", "/f, line 2: Expected an '=' sign defining a property"},
      {"[profile p]\n secret", "/f, line 2: Expected a property definition, found continuation"},
      {"[profile p]\nk = v\n[profile p]\n secret",
       "/f, line 4: Expected a property definition, found continuation"},
      {"[profile p]\n  k = v\n secret", "/f, line 3: Expected a property definition, found continuation"},
      {"[profile p]\nk =\n secret", "/f, line 3: Expected an '=' sign defining a sub-property"},
      {"[profile p]\nk =\n = secret", "/f, line 3: Sub-property did not have a name"},
      {"[ignored]\nsecret", "/f, line 2: Expected an '=' sign defining a property"},
      {std::string("[profile p]\nk = secret\0", 23),
       "/f, line 2: Expected text, found a NUL byte (is the file UTF-16?)"},
  };
  for (const auto& one : cases) EXPECT_EQ(ErrorMessage(one.text), one.error) << one.text;
}

TEST(ProfileFile, ShowsItsNamePrintably) {
  const auto profiles = ParseProfileFile("x", ProfileFileKind::kConfig, "/\x1b[2J");
  ASSERT_FALSE(profiles);
  EXPECT_EQ(profiles.error().message, "/\\x1b[2J, line 1: Expected a profile definition");
}

TEST(ProfileFile, RejectsFilesThatAreTooLarge) {
  EXPECT_EQ(ErrorMessage(std::string(kMaxProfileFileSize, '\n')), "");
  EXPECT_EQ(ErrorMessage(std::string(kMaxProfileFileSize + 1, '\n')), "/f is longer than 4 MiB");
}

}  // namespace
}  // namespace lookoutvision::internal
