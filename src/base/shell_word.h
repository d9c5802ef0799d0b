// Quotes a word for a shell.
#pragma once

#include <string>
#include <string_view>

namespace lookoutvision::internal {

/// `text` as one word of a shell, in single quotes if necessary.
inline std::string ShellWord(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=,@%+";
  if (!text.empty() && text.find_first_not_of(kPlain) == text.npos) return std::string(text);
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? R"('\'')" : std::string(1, c);
  return word + "'";
}

}  // namespace lookoutvision::internal
