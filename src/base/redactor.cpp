// Redactor: removes secrets from text.
#include "base/redactor.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

// A prefix of this many characters counts as the secret.
constexpr std::size_t kMinPrefix = 16;
// If Printable() truncated the text there, a prefix of this many does.
constexpr std::size_t kMinCutPrefix = 6;

constexpr std::string_view kReplacement = "***";

// A decoded character, and the size of its encoded form.
struct Spelling {
  char character;
  std::size_t size;
};

// The character with that code. Absent if `digits` is not a number of at most `highest`.
std::optional<char> FromDigits(std::string_view digits, int base, std::uint64_t highest = 0x7F) {
  std::uint64_t code = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, code, base);
  if (digits.empty() || error != std::errc() || rest != end || code > highest) return std::nullopt;
  return static_cast<char>(code);
}

// `%2F`, also encoded more than once: `%252F`.
std::optional<Spelling> PercentEncoded(std::string_view text) {
  std::size_t size = 1;
  while (text.substr(size, 2) == "25" && FromDigits(text.substr(size + 2, 2), 16, 0xFF)) size += 2;
  if (text.size() < size + 2) return std::nullopt;
  const auto character = FromDigits(text.substr(size, 2), 16, 0xFF);
  return character ? std::optional(Spelling{*character, size + 2}) : std::nullopt;
}

// `\/`, `\u002f`. The other escapes are control characters, which secrets do not contain.
std::optional<Spelling> JsonEscaped(std::string_view text) {
  const std::string_view next = text.substr(1, 1);
  if (next == "/" || next == "\"" || next == "\\") return Spelling{next.front(), 2};
  const auto character = next == "u" ? FromDigits(text.substr(2, 4), 16) : std::nullopt;
  return character && text.size() >= 6 ? std::optional(Spelling{*character, 6}) : std::nullopt;
}

// `&amp;`, `&#47;`, `&#x2F;`
std::optional<Spelling> MarkupEscaped(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 5> kNames{
      {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
  constexpr std::size_t kLongest = 10;
  const std::size_t end = text.substr(0, kLongest).find(';');
  if (end == text.npos) return std::nullopt;
  const std::string_view name = text.substr(1, end - 1);
  for (const auto& [known, character] : kNames) {
    if (name == known) return Spelling{character, end + 1};
  }
  if (!name.starts_with('#')) return std::nullopt;
  const bool is_hex = name.starts_with("#x") || name.starts_with("#X");
  const auto character = is_hex ? FromDigits(name.substr(2), 16) : FromDigits(name.substr(1), 10);
  return character ? std::optional(Spelling{*character, end + 1}) : std::nullopt;
}

// Decodes the first character of a non-empty text. Secrets are decoded in the same way, so a secret that
// itself contains an escape still matches.
Spelling FirstOf(std::string_view text) {
  std::optional<Spelling> spelling;
  if (text.front() == '%') spelling = PercentEncoded(text);
  if (text.front() == '\\') spelling = JsonEscaped(text);
  if (text.front() == '&') spelling = MarkupEscaped(text);
  // In a form, a space is encoded as a plus.
  if (text.front() == '+') spelling = Spelling{' ', 1};
  if (!spelling) return {text.front(), 1};
  if (spelling->character == '+') spelling->character = ' ';
  return *spelling;
}

// The size of the prefix of `text` that is the secret, or enough characters of it; 0 if none.
std::size_t MatchedSize(std::string_view text, std::string_view secret) {
  std::size_t size = 0;
  std::size_t characters = 0;
  while (size < text.size() && !secret.empty()) {
    const Spelling found = FirstOf(text.substr(size));
    const Spelling expected = FirstOf(secret);
    if (found.character != expected.character) break;
    size += found.size;
    secret.remove_prefix(expected.size);
    ++characters;
  }
  const bool is_cut = characters >= kMinCutPrefix && text.substr(size).starts_with("...");
  return secret.empty() || characters >= kMinPrefix || is_cut ? size : 0;
}

}  // namespace

void Redactor::Add(std::string_view secret, std::size_t shortest) {
  if (!secret.empty() && secret.size() >= shortest) secrets_.push_back(secret);
}

void Redactor::AddHeader(std::string_view value, std::size_t shortest) {
  // Servers read it without the spaces around it.
  value = Trim(value);
  Add(value, shortest);
  if (const auto space = value.find(' '); space != value.npos) Add(value.substr(space + 1), shortest);
}

std::size_t Redactor::SecretAt(std::string_view text) const {
  std::size_t size = 0;
  const char first = FirstOf(text).character;
  for (const std::string_view secret : secrets_) {
    // Most secrets end here: a recording has hundreds.
    if (FirstOf(secret).character == first) size = std::max(size, MatchedSize(text, secret));
    // The end of the secret and the text after it may together look like an escape.
    if (text.starts_with(secret)) size = std::max(size, secret.size());
  }
  return size;
}

void Redactor::Redact(std::string& text) const {
  std::string redacted;
  std::string_view rest = text;
  // `rest` contains no secret before this position.
  std::size_t clear = 0;
  while (clear < rest.size()) {
    const std::size_t secret = SecretAt(rest.substr(clear));
    if (secret == 0) {
      ++clear;
      continue;
    }
    redacted.append(rest.substr(0, clear)).append(kReplacement);
    rest.remove_prefix(clear + secret);
    clear = 0;
  }
  if (rest.size() != text.size()) text = redacted.append(rest);
}

void Redactor::Redact(Error& error) const {
  for (std::string* text : {&error.message, &error.code_name, &error.request_id, &error.resource_id,
                            &error.quota_code, &error.service_code, &error.body}) {
    Redact(*text);
  }
  std::string type(ToString(error.resource_type));
  Redact(type);
  if (type != ToString(error.resource_type)) error.resource_type = OpenEnum<ResourceType>(std::move(type));
}

}  // namespace lookoutvision::internal
