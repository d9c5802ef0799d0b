// Tests of the patterns of the model.
#include "model/constraints.h"

#include <initializer_list>
#include <string>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

void ExpectMatches(Pattern pattern, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) EXPECT_TRUE(Matches(pattern, text)) << text;
}

void ExpectMismatches(Pattern pattern, std::initializer_list<std::string_view> texts) {
  for (const std::string_view text : texts) EXPECT_FALSE(Matches(pattern, text)) << text;
}

// Expects that letters, digits and `others`, and no other ASCII characters, may follow an `a`.
void ExpectAlphanumericAnd(Pattern pattern, std::string_view others) {
  for (char c = 0; c < 0x7F; ++c) {
    const bool allowed = kDigits.find(c) != std::string_view::npos ||
                         kLetters.find(c) != std::string_view::npos ||
                         others.find(c) != std::string_view::npos;
    EXPECT_EQ(Matches(pattern, std::string("a") + c), allowed) << "character " << static_cast<int>(c);
    EXPECT_EQ(Matches(pattern, std::string("a") + c + "a"), allowed) << "character " << static_cast<int>(c);
  }
  EXPECT_FALSE(Matches(pattern, "a\x7f"));
}

TEST(Pattern, ProjectNameContainsLettersDigitsHyphensAndUnderscores) {
  ExpectAlphanumericAnd(Pattern::kProjectName, "_-");
  ExpectMatches(Pattern::kProjectName, {"a", "7", "circuit-boards_2", "A-"});
  ExpectMismatches(Pattern::kProjectName, {"-a", "_a", ".", "..", "\u00e4", "a\u00e4"});
}

TEST(Pattern, ModelVersionIsANumberOrLatest) {
  ExpectMatches(Pattern::kModelVersion, {"1", "9", "10", "1234567890", "latest"});
  ExpectMismatches(Pattern::kModelVersion,
                   {"0", "01", "1.0", "-1", "+1", " 1", "1 ", "1a", "a1", "Latest", "latest1", "lates"});
}

TEST(Pattern, JobNameContainsLettersDigitsAndHyphens) {
  ExpectAlphanumericAnd(Pattern::kJobName, "-");
  ExpectMatches(Pattern::kJobName, {"-", "a-1"});
  ExpectMismatches(Pattern::kJobName, {"_", "j\u00f6b"});
}

TEST(Pattern, DescriptionContainsPlainText) {
  ExpectAlphanumericAnd(Pattern::kDescription, "-_. ()':,;?");
  ExpectMatches(Pattern::kDescription, {" ", "What's this (a; b, c): it-is_1.?"});
  ExpectMismatches(Pattern::kDescription, {"!",
                                           "a\u00a0"
                                           "b",
                                           "Pr\u00fcfung"});
}

TEST(Pattern, ComponentNameContainsLettersDigitsHyphensUnderscoresAndDots) {
  ExpectAlphanumericAnd(Pattern::kComponentName, "-_.");
  ExpectMatches(Pattern::kComponentName, {"com.example.Board_Inspector-2", "."});
  ExpectMismatches(Pattern::kComponentName, {"\u00e9"});
}

TEST(Pattern, BucketContainsLettersDigitsHyphensUnderscoresAndDots) {
  ExpectAlphanumericAnd(Pattern::kBucket, "-_.");
  ExpectMatches(Pattern::kBucket, {"my-bucket", "My_Bucket.1"});
  ExpectMismatches(Pattern::kBucket, {"my/bucket", "s3://b", "b\u00fccket"});
}

TEST(Pattern, PrefixContainsSafeKeyCharactersAndDoesNotBeginWithASlash) {
  ExpectAlphanumericAnd(Pattern::kPrefix, "/!_.*'()-");
  ExpectMatches(Pattern::kPrefix, {"models", "models/v1/", "!_.*'()-", "(a)/b"});
  ExpectMismatches(Pattern::kPrefix, {"/", "/models", "mod\u00e8les"});
}

TEST(Pattern, ComponentVersionIsThreeNumbers) {
  ExpectMatches(Pattern::kComponentVersion, {"0.0.0", "1.0.0", "01.002.000003", "999999.999999.999999"});
  ExpectMismatches(Pattern::kComponentVersion,
                   {"1", "1.0", "1.0.", "1..0", ".1.0", "1.0.0.", "1.0.0.0", "1.0.0-rc1", "1000000.0.0",
                    "0.1000000.0", "0.0.1000000", "v1.0.0", "1.0.0 ", " 1.0.0", "1,0,0", "1.x.0", "..", "."});
}

TEST(Pattern, CompilerOptionsContainAnythingButLineBreaks) {
  ExpectMatches(Pattern::kCompilerOptions, {R"({"mcpu": "core-avx2"})", "\t", "\u00fc \U0001F600", "\x01"});
  ExpectMismatches(Pattern::kCompilerOptions, {"a\nb", "a\rb", "\n", "a\u0085",
                                               "a\u2028"
                                               "b",
                                               "\u2029"});
}

TEST(Pattern, TagContainsLettersNumbersAndSeparatorsOfAnyScript) {
  ExpectAlphanumericAnd(Pattern::kTag, " _.:/=+-@");
  ExpectMatches(Pattern::kTag, {"Pr\u00fcfung", "\u88fd\u9020", "\u0667",
                                "a\u00a0"
                                "b",
                                "\u2028", "\u00bd", "\U00020000", "a:b/c=d+e-f@g_h.i"});
  ExpectMismatches(Pattern::kTag, {"e\u0301", "\U0001F600", "\u200b", "\u20ac", "\u203a", "a,b"});
}

TEST(Pattern, HasADescription) {
  EXPECT_EQ(Describe(Pattern::kProjectName),
            "may contain only ASCII letters, digits, - and _, and must begin with a letter or digit");
  EXPECT_EQ(Describe(Pattern::kModelVersion), "must be a number without leading zeros, or latest");
  EXPECT_EQ(Describe(Pattern::kJobName), "may contain only ASCII letters, digits and -");
  EXPECT_EQ(Describe(Pattern::kDescription),
            "may contain only ASCII letters, digits, spaces and - _ . ( ) ' : , ; ?");
  EXPECT_EQ(Describe(Pattern::kComponentName), "may contain only ASCII letters, digits and - _ .");
  EXPECT_EQ(Describe(Pattern::kBucket), "may contain only ASCII letters, digits and - _ .");
  EXPECT_EQ(Describe(Pattern::kPrefix),
            "may contain only ASCII letters, digits and / ! _ . * ' ( ) -, and must not begin with /");
  EXPECT_EQ(Describe(Pattern::kCompilerOptions), "must not contain line breaks");
  EXPECT_EQ(Describe(Pattern::kComponentVersion),
            "must be three numbers of 1 to 6 digits, separated by dots, for example 1.0.0");
  EXPECT_EQ(Describe(Pattern::kTag),
            "may contain only letters, numbers and separators of any script, and _ . : / = + - @");
}

TEST(Pattern, PageTokenContainsBase64) {
  ExpectAlphanumericAnd(Pattern::kPageToken, "/+=");
  ExpectMismatches(Pattern::kPageToken, {"a b", "a-b", "t\u00f6ken"});
}

}  // namespace
}  // namespace lookoutvision::internal
