// Tests of text encodings and time formats.
#include "base/text.h"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

using std::chrono::seconds;

TEST(PercentEncoding, KeepsOnlyUnreservedBytes) {
  EXPECT_EQ(PercentEncode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(PercentEncode(" %:/?#[]@!$&'()*+,;=\xF0\x9F\x98\xB9"),
            "%20%25%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%F0%9F%98%B9");
  EXPECT_EQ(PercentEncode(std::string("\0\x7F", 2)), "%00%7F");
}

TEST(PercentEncoding, KeepsSlashesIfRequested) {
  EXPECT_EQ(PercentEncode("/a b/", true), "/a%20b/");
}

TEST(PercentDecoding, LeavesInvalidTriplesUnchanged) {
  EXPECT_EQ(PercentDecode("a%20b%2fC%2F"), "a b/C/");
  EXPECT_EQ(PercentDecode("%"), "%");
  EXPECT_EQ(PercentDecode("%2"), "%2");
  EXPECT_EQ(PercentDecode("%zz+%25"), "%zz+%");
}

TEST(Hex, IsLowerCase) {
  const std::array<std::uint8_t, 3> bytes{0x00, 0xAB, 0xFF};
  EXPECT_EQ(Hex(bytes), "00abff");
}

TEST(Trim, RemovesSpacesAndTabsAtBothEnds) {
  EXPECT_EQ(Trim(" \t a b \t"), "a b");
  EXPECT_EQ(Trim(" \t "), "");
  EXPECT_EQ(Trim(""), "");
}

TEST(EqualsIgnoreCase, IgnoresTheCaseOfAsciiLetters) {
  EXPECT_TRUE(EqualsIgnoreCase("X-Amz-Date", "x-amz-DATE"));
  EXPECT_FALSE(EqualsIgnoreCase("abc", "abcd"));
  EXPECT_FALSE(EqualsIgnoreCase("[", "{"));
}

TEST(ControlCharacters, AreBytesBelowSpaceAndDelete) {
  EXPECT_FALSE(HasControlCharacters("plain text \xC3\xA4"));
  for (const char* text : {"\n", "\r", "a\tb", "\x1f", "\x7f"}) EXPECT_TRUE(HasControlCharacters(text));
  EXPECT_TRUE(HasControlCharacters(std::string_view("\0", 1)));
}

TEST(Utf8, RejectsWhatIsNotWellFormed) {
  for (const char* good : {"", "a", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsUtf8(good)) << good;
  }
  for (const char* bad :
       {"\x80", "\xC3", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\xAF",
        "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xE2\x82", "a\xFF"}) {
    EXPECT_FALSE(IsUtf8(bad)) << Printable(bad);
  }
}

TEST(Utf8, ContinuesAfterAnInvalidByte) {
  const std::string text = "\xE2\x28\xC3\xA4";
  std::size_t pos = 0;
  EXPECT_EQ(NextCodePoint(text, pos), std::nullopt);
  EXPECT_EQ(pos, 1U);
  EXPECT_EQ(NextCodePoint(text, pos), char32_t{0x28});
  EXPECT_EQ(NextCodePoint(text, pos), char32_t{0xE4});
  EXPECT_EQ(pos, text.size());
}

TEST(Printable, EscapesTerminalControls) {
  EXPECT_EQ(Printable("plain \xC3\xA4"), "plain \xC3\xA4");
  EXPECT_EQ(Printable("a\n\r\t\x1b[31m\x7f"), "a\\n\\r\\t\\x1b[31m\\x7f");
  EXPECT_EQ(Printable(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(Printable("\xC2\x9B"), "\\u{9b}");        // the one-character form of ESC [
  EXPECT_EQ(Printable("\xE2\x80\xAE"), "\\u{202e}");  // right-to-left override
  EXPECT_EQ(Printable("\xE2\x80\xA8"), "\\u{2028}");  // line separator
  EXPECT_EQ(Printable("\xFF\xC3"), "\\xff\\xc3");
}

TEST(Printable, TruncatesAtWholeCharactersWithAnEllipsis) {
  EXPECT_EQ(Printable("abcdef", 6), "abcdef");
  EXPECT_EQ(Printable("abcdefg", 6), "abc...");
  EXPECT_EQ(Printable("ab\xE2\x82\xAC\xE2\x82\xAC", 7), "ab...");
  EXPECT_LE(Printable(std::string(5000, '\n'), 100).size(), 103U);
}

TEST(Times, AreWrittenInUtc) {
  const SystemTime time{seconds{1440938160}};
  EXPECT_EQ(FormatAmzDate(time), "20150830T123600Z");
  EXPECT_EQ(FormatIso8601(time), "2015-08-30T12:36:00Z");
  EXPECT_EQ(FormatAmzDate(SystemTime{seconds{-1}}), "19691231T235959Z");
}

const SystemTime kNow = *ParseExpiration("2026-11-29T12:00:00Z");

TEST(HttpDate, ParsesImfFixdate) {
  EXPECT_EQ(ParseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT", kNow), SystemTime{seconds{784111777}});
  EXPECT_EQ(ParseHttpDate("Thu, 29 Feb 2024 23:59:60 GMT", kNow), SystemTime{seconds{1709251200}});
}

TEST(HttpDate, ParsesTheObsoleteForms) {
  const SystemTime time{seconds{784111777}};
  int day = 6;
  for (const std::string weekday :
       {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}) {
    const std::string date = (day < 10 ? "0" : "") + std::to_string(day) + "-Nov-94";
    EXPECT_EQ(ParseHttpDate(weekday + ", " + date + " 08:49:37 GMT", kNow),
              time + std::chrono::days{day - 6});
    ++day;
  }
  EXPECT_EQ(ParseHttpDate("Sun Nov  6 08:49:37 1994", kNow), time);
  EXPECT_EQ(ParseHttpDate("Wed Nov 16 08:49:37 1994", kNow), time + std::chrono::days{10});
  EXPECT_EQ(ParseHttpDate("Friday, 06-Nov-26 08:49:37 GMT", kNow), ParseExpiration("2026-11-06T08:49:37Z"));
}

TEST(HttpDate, HasYearsOfTwoDigitsAtMostFiftyYearsAfterNow) {
  const auto year_of = [](const char* text, const char* now) {
    const auto time = ParseHttpDate(text, *ParseExpiration(now));
    return time ? FormatIso8601(*time).substr(0, 4) : "";
  };
  const char* now = "2026-11-29T12:00:00Z";
  EXPECT_EQ(year_of("Monday, 30-Nov-26 12:00:00 GMT", now), "2026");
  EXPECT_EQ(year_of("Monday, 30-Nov-75 12:00:00 GMT", now), "2075");
  EXPECT_EQ(year_of("Sunday, 29-Nov-76 00:00:00 GMT", now), "2076");
  EXPECT_EQ(year_of("Monday, 30-Nov-76 12:00:01 GMT", now), "1976");
  EXPECT_EQ(year_of("Monday, 30-Nov-77 12:00:00 GMT", now), "1977");
  EXPECT_EQ(year_of("Monday, 30-Nov-99 12:00:00 GMT", now), "1999");
  EXPECT_EQ(year_of("Monday, 30-Nov-05 12:00:00 GMT", "1999-01-01T00:00:00Z"), "2005");
  EXPECT_EQ(year_of("Monday, 30-Nov-20 12:00:00 GMT", "2095-01-01T00:00:00Z"), "2120");
  EXPECT_EQ(year_of("Monday, 30-Nov-x6 12:00:00 GMT", now), "");
}

TEST(HttpDate, RejectsEverythingElse) {
  for (const char* text :
       {"", "Someday, 06-Nov-94 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37", "Sunday, 06 Nov 94 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994", "Sun Nov 31 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 31 Feb 2024 00:00:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 anF 1994 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08-49-37 GMT",
        "Sun, 06 11 1994 08:49:37 GMT", "Sun 11 06 08:49:37 19", "Sun", "Sun, J",
        "Xyz, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT "}) {
    EXPECT_EQ(ParseHttpDate(text, kNow), std::nullopt) << text;
  }
}

TEST(HttpDate, RejectsYearsOutOfRange) {
  for (const char* text : {"Wed, 31 Dec 1969 23:59:59 GMT", "Wed, 01 Jan 2262 00:00:00 GMT",
                           "Fri, 31 Dec 9999 23:59:59 GMT", "Sat, 01 Jan 0000 00:00:00 GMT"}) {
    EXPECT_EQ(ParseHttpDate(text, kNow), std::nullopt) << text;
  }
  EXPECT_EQ(ParseHttpDate("Thu, 01 Jan 1970 00:00:00 GMT", kNow), SystemTime{});
  EXPECT_EQ(ParseHttpDate("Tue, 31 Dec 2261 23:59:59 GMT", kNow), SystemTime{seconds{9214646399}});
}

TEST(ParseNonNegative, AcceptsOnlyDigits) {
  EXPECT_EQ(ParseNonNegative("0"), 0);
  EXPECT_EQ(ParseNonNegative("9223372036854775807"), INT64_MAX);
  for (const char* text : {"", "-1", "-0", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808"}) {
    EXPECT_EQ(ParseNonNegative(text), std::nullopt) << text;
  }
}

TEST(Expiration, MayHaveEveryForm) {
  const SystemTime time{std::chrono::seconds{1440938160}};
  for (const char* text :
       {"2015-08-30T12:36:00Z", "2015-08-30t12:36:00z", "2015-08-30 12:36:00UTC", "2015-08-30T12:36:00.999Z",
        "2015-08-30T14:06:00+01:30", "2015-08-29T23:36:00-13:00", "2015-08-30T12:36:00+00:00",
        "2015-08-30T14:06:00+0130", "2015-08-29T23:36:00-13", "2015-08-30T12:36Z", "2015-08-30T14:06+01:30",
        "20150830T123600Z", "20150830T1236Z", "20150830T140600+0130", " 2015-08-30T12:36:00Z\t",
        "Sun, 30 Aug 2015 12:36:00 GMT", "1440938160", "1440938160000"}) {
    EXPECT_EQ(ParseExpiration(text), time) << text;
  }
}

TEST(Expiration, IsAbsentForOtherText) {
  for (const char* text : {"",
                           "2015-08-30",
                           "2015-08-30T12:36:00",
                           "20150830T123600",
                           "2015-02-30T12:36:00Z",
                           "2015-13-01T12:36:00Z",
                           "2015-08-30T24:36:00Z",
                           "2015-08-30T12:60:00Z",
                           "2015-08-30T12:36:00.Z",
                           "2015-08-30T12:36:00.5",
                           "2015-08-30T12:36:00.5x01:00",
                           "2015-08-30T12:36:00+1:00",
                           "2015-08-30T12:36:00+24:00",
                           "2015-08-30T12:36:00+01:60",
                           "2015-08-30T12:36:00ZZ",
                           "2015-08-30T1236:00Z",
                           "1969-12-31T23:59:59Z",
                           "2999-02-29T12:36:00Z",
                           "-015-08-30T12:36:00Z",
                           "-1",
                           "1.5",
                           "null"}) {
    EXPECT_EQ(ParseExpiration(text), std::nullopt) << text;
  }
}

TEST(Expiration, IsAtMostTheEndOfTheClock) {
  for (const char* text : {"2262-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT",
                           "9223372036854", "9223372036854775807"}) {
    EXPECT_EQ(ParseExpiration(text), SystemTime{seconds{9214646400}}) << text;
  }
}

}  // namespace
}  // namespace lookoutvision::internal
