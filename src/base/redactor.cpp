// Redactor; see redactor.h.
#include "base/redactor.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

namespace lookoutvision::internal {
namespace {

// So much of a secret's beginning is taken for the secret.
constexpr std::size_t kTellingPrefix = 16;

constexpr std::string_view kInstead = "***";

// A character of a text, and how many characters of the text spell it.
struct Spelling {
  char character;
  std::size_t size;
};

// The character of that code; absent for what is not a code of at most `highest`.
std::optional<char> FromDigits(std::string_view digits, int base, unsigned highest = 0x7F) {
  unsigned code = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, code, base);
  if (digits.empty() || error != std::errc() || rest != end || code > highest) return std::nullopt;
  return static_cast<char>(code);
}

// `%2F`, and what it becomes when it is encoded again: `%252F`.
std::optional<Spelling> PercentEncoded(std::string_view text) {
  std::size_t size = 1;
  while (text.substr(size, 2) == "25" && FromDigits(text.substr(size + 2, 2), 16, 0xFF)) size += 2;
  if (text.size() < size + 2) return std::nullopt;
  const auto character = FromDigits(text.substr(size, 2), 16, 0xFF);
  return character ? std::optional(Spelling{*character, size + 2}) : std::nullopt;
}

// `\/`, `\u002f`; the other escapes stand for control characters, which no secret holds.
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

// The first character of a text that is not empty. What a secret itself holds of such spellings is read in
// the same way, so that it does not matter who wrote them.
Spelling FirstOf(std::string_view text) {
  std::optional<Spelling> spelling;
  if (text.front() == '%') spelling = PercentEncoded(text);
  if (text.front() == '\\') spelling = JsonEscaped(text);
  if (text.front() == '&') spelling = MarkupEscaped(text);
  // In a form, a blank is a plus.
  if (text.front() == '+') spelling = Spelling{' ', 1};
  if (!spelling) return {text.front(), 1};
  if (spelling->character == '+') spelling->character = ' ';
  return *spelling;
}

// How many characters at the beginning of `text` spell the secret, or enough of it.
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
  return secret.empty() || characters >= kTellingPrefix ? size : 0;
}

}  // namespace

void Redactor::Add(std::string_view secret, std::size_t shortest) {
  if (secret.size() >= shortest) secrets_.push_back(secret);
}

void Redactor::AddHeader(std::string_view value, std::size_t shortest) {
  Add(value, shortest);
  if (const auto blank = value.find(' '); blank != value.npos) Add(value.substr(blank + 1), shortest);
}

std::size_t Redactor::SecretAt(std::string_view text) const {
  std::size_t size = 0;
  for (const std::string_view secret : secrets_) {
    size = std::max(size, MatchedSize(text, secret));
    // With what follows it, its end may look like an escape.
    if (text.starts_with(secret)) size = std::max(size, secret.size());
  }
  return size;
}

void Redactor::Redact(std::string& text) const {
  std::string redacted;
  std::string_view rest = text;
  // Up to here, `rest` holds no secret.
  std::size_t clear = 0;
  while (clear < rest.size()) {
    const std::size_t secret = SecretAt(rest.substr(clear));
    if (secret == 0) {
      ++clear;
      continue;
    }
    redacted.append(rest.substr(0, clear)).append(kInstead);
    rest.remove_prefix(clear + secret);
    clear = 0;
  }
  if (rest.size() != text.size()) text = redacted.append(rest);
}

void Redactor::Redact(Error& error) const {
  for (std::string* text : {&error.message, &error.code_name, &error.request_id, &error.resource_id,
                            &error.quota_code, &error.service_code}) {
    Redact(*text);
  }
  std::string type(ToString(error.resource_type));
  Redact(type);
  if (type != ToString(error.resource_type)) error.resource_type = OpenEnum<ResourceType>(std::move(type));
}

}  // namespace lookoutvision::internal
