// Validates credentials.
#include "base/validate_credentials.h"

#include <tuple>
#include <utility>

#include "base/names.h"
#include "base/parsed.h"

namespace lookoutvision::internal {
namespace {

bool IsVisibleAscii(char c) {
  return c > ' ' && c < '\x7F';
}

constexpr Names<char, 7> kCharacters{{
    {'\n', "a line break"},
    {'\r', "a line break"},
    {' ', "a space"},
    {'\t', "a tab"},
    {'/', "a slash"},
    {',', "a comma"},
    {'=', "an equals sign"},
}};

// For a character that is not visible ASCII, or is a separator.
std::string_view Describe(char c) {
  if (const auto name = FindName(kCharacters, c); !name.empty()) return name;
  return static_cast<unsigned char>(c) < 0x80
             ? "a control character"
             : "a character that is not ASCII (perhaps invisible, and copied by accident)";
}

bool IsQuoted(std::string_view value) {
  return value.size() > 1 && value.front() == value.back() && (value.front() == '"' || value.front() == '\'');
}

// What is wrong with the value of a part.
std::optional<Problem> ValidateKey(std::string_view value, std::string_view separators) {
  for (const char c : value) {
    if (!IsVisibleAscii(c) || separators.find(c) != separators.npos) {
      return Problem{std::string("contains ").append(Describe(c))};
    }
  }
  return IsQuoted(value) ? std::optional(Problem{"is in quotes"}) : std::nullopt;
}

// Names the first part that is set, and the missing parts that it needs.
InvalidPart Incomplete(const Credentials& credentials, const CredentialNames& names) {
  const auto needs = [](std::string_view missing) {
    return std::string("needs ").append(missing).append(", which is missing");
  };
  constexpr std::string_view kBoth = "set both or neither";
  if (!credentials.access_key_id.empty()) {
    return {names.access_key_id, needs(names.secret_access_key), kBoth};
  }
  if (!credentials.secret_access_key.empty()) {
    return {names.secret_access_key, needs(names.access_key_id), kBoth};
  }
  std::string problem("needs ");
  problem.append(names.access_key_id).append(" and ").append(names.secret_access_key);
  return {names.session_token, problem + ", which are missing", "set all three or none"};
}

}  // namespace

std::optional<InvalidPart> ValidateCredentials(const Credentials& credentials, const CredentialNames& names) {
  const std::string& id = credentials.access_key_id;
  const std::string& secret = credentials.secret_access_key;
  const std::string& token = credentials.session_token;
  const std::string& bearer = credentials.bearer_token;
  const bool has_keys = !id.empty() || !secret.empty() || !token.empty();
  if (!bearer.empty()) {
    constexpr std::string_view kName = "Credentials::bearer_token";
    if (has_keys) return InvalidPart{kName, "is set in addition to keys", "set one or the other"};
    auto problem = ValidateKey(bearer, "");
    return problem ? std::optional(InvalidPart{kName, std::move(problem->text), "set it to the value alone"})
                   : std::nullopt;
  }
  if (!has_keys) return std::nullopt;
  if (id.empty() || secret.empty()) return Incomplete(credentials, names);
  for (const auto& [name, value, separators] :
       {std::tuple(names.access_key_id, &id, "/,="), std::tuple(names.secret_access_key, &secret, ""),
        std::tuple(names.session_token, &token, "")}) {
    if (auto problem = ValidateKey(*value, separators)) {
      return InvalidPart{name, std::move(problem->text), "set it to the value alone"};
    }
  }
  return std::nullopt;
}

std::string ToString(const InvalidPart& invalid) {
  return std::string(invalid.name).append(" ").append(invalid.problem).append(": ").append(invalid.remedy);
}

}  // namespace lookoutvision::internal
