// Makes text from outside safe for a terminal.
#include "package_model/printable.h"

#include <algorithm>
#include <utility>

#include "base/json_writer.h"

namespace package_model {

std::string JsonString(std::string_view text) {
  using lookoutvision::internal::AsciiJson, lookoutvision::internal::JsonWriter;
  return AsciiJson(std::move(JsonWriter().String(text)).Take());
}

std::string Printable(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return plain ? std::string(text) : JsonString(text);
}

std::string ShellWord(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=,@%+";
  if (!text.empty() && text.find_first_not_of(kPlain) == text.npos) return std::string(text);
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? R"('\'')" : std::string(1, c);
  return word + "'";
}

// ASCII only, so that no control character of the service reaches a terminal.
std::string PrintableJson(lookoutvision::internal::JsonWriter json) {
  return lookoutvision::internal::AsciiJson(std::move(json).Take()) + "\n";
}

}  // namespace package_model
