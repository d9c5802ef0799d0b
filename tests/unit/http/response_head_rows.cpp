// The responses that test status lines and header fields.
#include "response_rows.h"

namespace lookoutvision::internal {
namespace {

constexpr const char* kNotHttp = "the response does not begin with HTTP/1.1";
constexpr const char* kBadVersion = "the version of the response is not HTTP/1.1";
constexpr const char* kBadStatus = "the status of the response is not a number of three digits";

}  // namespace

std::vector<ResponseRow> StatusLineRows() {
  return {
      {.name = "Usual", .bytes = kOk + kLength5 + "\r\nhello", .body = kHello},
      {.name = "NoReason", .bytes = "HTTP/1.1 200\r\n" + kLength5 + "\r\nhello", .body = kHello},
      {.name = "EmptyReason", .bytes = "HTTP/1.1 200 \r\n" + kLength5 + "\r\nhello", .body = kHello},
      {.name = "NonAsciiReason", .bytes = "HTTP/1.1 200 \xFF\r\n" + kLength5 + "\r\nhello", .body = kHello},
      {.name = "BareLineFeeds", .bytes = "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", .body = kHello},
      {.name = "Http10",
       .bytes = "HTTP/1.0 200 OK\r\n" + kLength5 + "\r\nhello",
       .body = kHello,
       .open = false},
      {.name = "LaterMinorVersion", .bytes = "HTTP/1.2 200 OK\r\n" + kLength5 + "\r\nhello", .body = kHello},
      {.name = "HighestStatus",
       .bytes = "HTTP/1.1 999 Odd\r\n" + kLength5 + "\r\nhello",
       .status = 999,
       .body = kHello},
      Invalid("AnotherMajorVersion", "HTTP/2.0 200 OK\r\n\r\n", kNotHttp),
      Invalid("TwoDigitsOfMinorVersion", "HTTP/1.10 200 OK\r\n\r\n", kBadVersion),
      Invalid("LettersOfMinorVersion", "HTTP/1.x 200 OK\r\n\r\n", kBadVersion),
      Invalid("NoMinorVersion", "HTTP/1.\r\n\r\n", kBadVersion),
      Invalid("TabAfterTheVersion", "HTTP/1.1\t200 OK\r\n\r\n", kBadVersion),
      Invalid("LowerCase", "http/1.1 200 OK\r\n\r\n", kNotHttp),
      Invalid("EmptyLineBefore", "\r\n" + kOk + "\r\n", kNotHttp),
      Invalid("BlankBefore", " " + kOk + "\r\n", kNotHttp),
      Invalid("Http09", "<html></html>", kNotHttp),
      Invalid("GarbageWithoutALine", std::string(1000, 'x'), kNotHttp),
      Invalid("StatusOfTwoDigits", "HTTP/1.1 20 OK\r\n\r\n", kBadStatus),
      Invalid("StatusOfFourDigits", "HTTP/1.1 2000 OK\r\n\r\n", kBadStatus),
      Invalid("StatusBelow100", "HTTP/1.1 099 OK\r\n\r\n", kBadStatus),
      Invalid("StatusWithSign", "HTTP/1.1 +20 OK\r\n\r\n", kBadStatus),
      Invalid("StatusOfLetters", "HTTP/1.1 2xx OK\r\n\r\n", kBadStatus),
      Invalid("TwoBlanksBeforeTheStatus", "HTTP/1.1  200 OK\r\n\r\n", kBadStatus),
      Invalid("NoStatus", "HTTP/1.1 \r\n\r\n", kBadVersion),
      Invalid("NulInTheReason", Bytes("HTTP/1.1 200 O\0K\r\n\r\n"), kBadByte),
      Invalid("CrInTheReason", "HTTP/1.1 200 O\rK\r\n\r\n", kBadByte),
      Incomplete("Nothing", "", "the connection was closed without a response"),
      Incomplete("HalfAStatusLine", "HTTP/1.1 20", kTruncatedHeader),
  };
}

std::vector<ResponseRow> FieldRows() {
  return {
      {.name = "NonAsciiBytesInAValue",
       .bytes = kOk + kLength5 + "X: \xC3\xA4 \xFF\t.\r\n\r\nhello",
       .body = kHello},
      {.name = "ColonsInAValue", .bytes = kOk + kLength5 + "X::a: b\r\n\r\nhello", .body = kHello},
      {.name = "EmptyValue", .bytes = kOk + kLength5 + "X:\r\n\r\nhello", .body = kHello},
      {.name = "NoBlankBeforeTheValue", .bytes = kOk + "content-length:5\r\n\r\nhello", .body = kHello},
      {.name = "BlanksAroundTheValue", .bytes = kOk + "Content-Length: \t 5 \t\r\n\r\nhello", .body = kHello},
      {.name = "ContinuedField",
       .bytes = kOk + "X: a\r\n b\r\n\t c\r\n" + kLength5 + "\r\nhello",
       .body = kHello},
      {.name = "ContinuedFieldWithABlankLine",
       .bytes = kOk + "X: a\r\n \r\n" + kLength5 + "\r\nhello",
       .body = kHello},
      {.name = "LengthInAContinuation",
       .bytes = kOk + "X: a\r\n Content-Length: 9\r\n" + kLength5 + "\r\nhello",
       .body = kHello},
      {.name = "ContinuedLength", .bytes = kOk + "Content-Length:\r\n 5\r\n\r\nhello", .body = kHello},
      Invalid("BlankBeforeTheFirstName", kOk + " X: a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("NoColon", kOk + "what is this\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("NoColonAtTheEnd", kOk + kLength5 + "what\r\n\r\nhello", kBadLine),
      Invalid("NoName", kOk + ": a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("SpaceBeforeTheColon", kOk + "X : a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("TabBeforeTheColon", kOk + "X\t: a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("SpaceBeforeTheColonOfTheLength", kOk + "Content-Length : 5\r\n\r\nhello", kBadLine),
      Invalid("SpaceInAName", kOk + "X Y: a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("NonAsciiBytesInAName", kOk + "\x80\xFF: a\r\n" + kLength5 + "\r\nhello", kBadLine),
      Invalid("NulInAName", kOk + Bytes("X\0: a\r\n") + kLength5 + "\r\nhello", kBadByte),
      Invalid("NulInAValue", kOk + Bytes("X: a\0b\r\n") + kLength5 + "\r\nhello", kBadByte),
      Invalid("BareCrInAValue", kOk + "X: a\rb\r\n" + kLength5 + "\r\nhello", kBadByte),
      Invalid("BareCrAtTheEndOfAValue", kOk + "X: a\r\r\n" + kLength5 + "\r\nhello", kBadByte),
      Invalid("BareCrForALine", kOk + "X: a\r" + kLength5 + "\r\nhello", kBadByte),
      Invalid("NulInAContinuation", kOk + Bytes("X: a\r\n b\0\r\n") + kLength5 + "\r\nhello", kBadByte),
      Incomplete("HalfAField", kOk + "X: ", kTruncatedHeader),
      Incomplete("NoEmptyLine", kOk + kLength5, kTruncatedHeader),
      Incomplete("HalfAnEmptyLine", kOk + kLength5 + "\r", kTruncatedHeader),
      {.name = "HeaderOfTheLimit",
       .bytes = kOk + "X: " + std::string(200 - 17 - 19 - 5 - 2, 'x') + "\r\n" + kLength5 + "\r\nhello",
       .body = kHello},
      TooLarge("HeaderAboveTheLimit",
               kOk + "X: " + std::string(200 - 17 - 19 - 5 - 2 + 1, 'x') + "\r\n" + kLength5 + "\r\nhello",
               ResponseRow::Problem::kHeaderTooLarge),
      TooLarge("LineWithoutEnd", kOk + "X: " + std::string(1000, 'x'), ResponseRow::Problem::kHeaderTooLarge),
      TooLarge("StatusLineWithoutEnd", "HTTP/1.1 200 " + std::string(1000, 'x'),
               ResponseRow::Problem::kHeaderTooLarge),
  };
}

}  // namespace lookoutvision::internal
