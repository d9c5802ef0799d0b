// Fuzz target: encodes and decodes text, parses it as a date or a saved watch, makes it printable, and
// redacts it.
#include <array>
#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>

#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/packaging_job_watch.h>

#include "base/json.h"
#include "base/json_writer.h"
#include "base/redactor.h"
#include "base/text.h"
#include "input.h"

namespace lookoutvision {
namespace {

using fuzz::Require;
using nlohmann::json;

void CheckPrintable(std::string_view text, std::size_t max_bytes) {
  const std::string printable = internal::Printable(text, max_bytes);
  Require(fuzz::IsPrintable(printable), "printable text has no control characters");
  Require(printable.size() <= max_bytes, "printable text is within its limit");
  Require(internal::Printable(printable, max_bytes) == printable, "printable text is unchanged");

  // A byte becomes at most 4 bytes, a code point of 3 bytes at most 8.
  const std::string whole = internal::Printable(text, 4 * text.size() + 3);
  Require(fuzz::IsPrintable(whole), "text that is not truncated is printable");
  if (whole.size() <= max_bytes) return Require(printable == whole, "text within the limit is not truncated");
  Require(printable.ends_with("..."), "truncated text ends in dots");
  Require(whole.starts_with(printable.substr(0, printable.size() - 3)), "text is truncated at its end");
}

void AppendUtf8(std::string& out, char32_t c) {
  const auto append = [&](char32_t lead, int shift) {
    out += static_cast<char>(lead | (c >> shift));
    while (shift > 0) {
      shift -= 6;
      out += static_cast<char>(0x80 | ((c >> shift) & 0x3F));
    }
  };
  c < 0x80 ? append(0, 0) : c < 0x800 ? append(0xC0, 6) : c < 0x10000 ? append(0xE0, 12) : append(0xF0, 18);
}

void CheckUtf8(std::string_view text) {
  // nlohmann/json has its own check of UTF-8, and omits invalid bytes.
  const std::string dumped = json(std::string(text)).dump(-1, ' ', false, json::error_handler_t::ignore);
  Require((json::parse(dumped) == text) == internal::IsUtf8(text), "nlohmann/json agrees on what is UTF-8");

  std::string rewritten;
  for (std::size_t pos = 0; pos < text.size();) {
    const std::size_t begin = pos;
    const auto code_point = internal::NextCodePoint(text, pos);
    Require(pos > begin && pos <= text.size(), "each step advances, within the text");
    if (code_point) {
      Require(*code_point < 0xD800 || (*code_point > 0xDFFF && *code_point <= 0x10FFFF),
              "a code point is valid");
      AppendUtf8(rewritten, *code_point);
    } else {
      Require(pos == begin + 1, "invalid UTF-8 is skipped byte by byte");
      rewritten += text[begin];
    }
  }
  Require(rewritten == text, "the code points encode the same bytes");
  if (!internal::IsUtf8(text)) return;
  internal::JsonWriter writer;
  writer.String(text);
  const std::string written = std::move(writer).Take();
  const auto read = internal::ParseJson(written);
  Require(read && read->type == internal::JsonValue::Type::kString && read->text == text,
          "text that is written as JSON is parsed unchanged");
  Require(std::move(internal::JsonWriter().Value(*read)).Take() == written,
          "parsed text is written unchanged");
}

void CheckEncodings(std::string_view text) {
  const std::string encoded = internal::PercentEncode(text);
  Require(encoded.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%") ==
              encoded.npos,
          "encoded text is unreserved");
  Require(internal::PercentDecode(encoded) == text, "encoded text can be decoded");
  const std::string path = internal::PercentEncode(text, /*keep_slash=*/true);
  Require(internal::PercentDecode(path) == text, "text that is encoded except for slashes can be decoded");
  Require(internal::PercentDecode(text).size() <= text.size(), "decoded text is not longer");

  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::string hex = internal::Hex({bytes, text.size()});
  Require(hex.size() == 2 * text.size(), "a byte is two hex digits");
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint8_t byte = 0;
    std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, byte, 16);
    Require(byte == bytes[i], "the hex digits have the value of the byte");
  }
}

void CheckTrimAndCase(std::string_view text) {
  const auto trimmed = internal::Trim(text);
  const auto begin = text.find_first_not_of(" \t");
  Require(begin == text.npos ? trimmed.empty()
                             : trimmed == text.substr(begin, text.find_last_not_of(" \t") - begin + 1),
          "only blanks at the ends are trimmed");
  Require(internal::EqualsIgnoreCase(text, internal::ToLower(text)), "a text equals its lower-case form");
}

void CheckNumber(std::string_view text) {
  const auto number = internal::ParseNonNegative(text);
  if (!number) return;
  const auto significant = text.find_first_not_of('0');
  Require(
      *number >= 0 && (significant == text.npos ? "0" : text.substr(significant)) == std::to_string(*number),
      "a number has the value of its digits");
}

void CheckDate(std::string_view text) {
  const auto time = internal::ParseHttpDate(text, {});
  constexpr std::size_t kImfFixdateSize = 29;
  if (!time || text.size() != kImfFixdateSize || text[3] != ',' || text.substr(23, 2) == "60") return;
  const std::string read = internal::FormatIso8601(*time);
  Require(read.substr(0, 4) == text.substr(12, 4) && read.substr(8, 2) == text.substr(5, 2) &&
              read.substr(11, 8) == text.substr(17, 8),
          "a date has the parsed year, day and time");
}

// The time is the first bytes of the text, as seconds before 2242.
void CheckTime(std::string_view text) {
  std::uint64_t seconds = 0;
  for (const char c : text.substr(0, 5)) seconds = seconds << 8 | static_cast<unsigned char>(c);
  const internal::SystemTime time(std::chrono::seconds(seconds % (std::uint64_t{1} << 33)));
  const std::chrono::sys_days day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::array<char, 64> buffer{};
  const int length = std::snprintf(
      buffer.data(), buffer.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
      kDays[std::chrono::weekday(day).c_encoding()], unsigned(date.day()),
      kMonths[unsigned(date.month()) - 1], int(date.year()), static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  Require(internal::ParseHttpDate({buffer.data(), static_cast<std::size_t>(length)}, {}) == time,
          "a time that is written as a date is parsed unchanged");
}

// Redacts the first bytes, as a secret, from the rest of the text.
void CheckRedaction(std::string_view text) {
  constexpr std::size_t kSize = 20;
  const std::string secret(text.substr(0, kSize));
  text.remove_prefix(secret.size());
  internal::Redactor redactor;
  redactor.Add(secret);
  std::string redacted =
      std::string(text).append(secret).append(text).append(internal::PercentEncode(secret));
  redactor.Redact(redacted);
  if (secret.size() < kSize || secret.find('*') != secret.npos) return;
  Require(redacted.find(secret) == redacted.npos, "a secret is redacted");
  if (text.find('%') == text.npos && secret.find_first_of("%&\\+") == secret.npos) {
    Require(redacted.find(internal::PercentEncode(secret)) == redacted.npos,
            "a percent-encoded secret is redacted");
  }
}

// The text as the lines of a saved watch.
void CheckSavedWatch(std::string_view text) {
  static const Client client({.credentials = MakeAnonymousCredentials()});
  const std::string saved = std::string("lookoutvision-watch 1\n").append(text);
  const auto watch = PackagingJobWatch::Resume(client, saved);
  Require(!watch || watch->Save() == saved, "a watch that is resumed is saved as it was");
}

}  // namespace
}  // namespace lookoutvision

// The first byte is the limit of the printable text, the rest is the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto text = lookoutvision::fuzz::AsText(data + 1, size - 1);
  lookoutvision::CheckPrintable(text, std::size_t{data[0]} + 3);
  lookoutvision::CheckUtf8(text);
  lookoutvision::CheckEncodings(text);
  lookoutvision::CheckTrimAndCase(text);
  lookoutvision::CheckNumber(text);
  lookoutvision::CheckDate(text);
  lookoutvision::CheckTime(text);
  lookoutvision::CheckRedaction(text);
  lookoutvision::CheckSavedWatch(text);
  return 0;
}
