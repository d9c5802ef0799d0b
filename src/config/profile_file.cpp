// Parses the shared config and credentials files.
#include "config/profile_file.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/parsed.h"
#include "base/text.h"
#include "config/misconfigured.h"

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kCommentSigns = "#;";
constexpr std::string_view kDefault = "default";

bool Contains(std::string_view set, char c) {
  return set.find(c) != set.npos;
}

// Whether `text` is a valid name of a section or a key.
bool IsName(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           Contains("_-/.%@:+", c);
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

// The name in `'my profile'`: the AWS CLI quotes names with other characters. Empty if there are no quotes.
std::string_view Unquoted(std::string_view text) {
  if (text.size() < 3 || !Contains("'\"", text.front()) || text.back() != text.front()) return "";
  const auto name = text.substr(1, text.size() - 2);
  return name.find(text.front()) == name.npos ? name : "";
}

// A comment after a key or a value must follow a space or a tab; after a section, it need not.
std::string_view WithoutComment(std::string_view line, bool needs_blank) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!Contains(kCommentSigns, line[i])) continue;
    if (!needs_blank || (i > 0 && Contains(kBlanks, line[i - 1]))) return line.substr(0, i);
  }
  return line;
}

class Parser {
 public:
  Parser(ProfileFileKind kind, std::string_view name) : kind_(kind), name_(Printable(name)) {}

  Outcome<Profiles> Parse(std::string_view text) {
    if (text.size() > kMaxProfileFileSize) return Misconfigured(name_ + " is longer than 4 MiB");
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
      ++line_number_;
      const auto end = text.find('\n');
      auto line = text.substr(0, end);
      text.remove_prefix(end == text.npos ? text.size() : end + 1);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (const auto problem = ReadLine(line)) return Misconfigured(Location() + ": " + problem->text);
    }
    return std::move(result_);
  }

 private:
  // These return what is wrong with the line.
  std::optional<Problem> ReadLine(std::string_view line) {
    if (line.find('\0') != line.npos) return Problem{"Expected text, found a NUL byte (is the file UTF-16?)"};
    const auto begin = line.find_first_not_of(kBlanks);
    if (begin == line.npos || Contains(kCommentSigns, line[begin])) return std::nullopt;
    if (line.front() == '[') return ReadSection(line);
    if (section_ == nullptr) return Problem{"Expected a profile definition"};
    if (property_ != nullptr && begin > indent_) return ReadContinuation(Trim(line));
    if (begin > 0 && line.find('=') == line.npos)
      return Problem{"Expected a property definition, found continuation"};
    indent_ = begin;
    return ReadProperty(line);
  }

  std::optional<Problem> ReadSection(std::string_view line) {
    line = Trim(WithoutComment(line, false));
    if (!line.ends_with(']')) return Problem{"Profile definition must end with ']'"};
    section_ = FindSection(Trim(line.substr(1, line.size() - 2)));
    property_ = nullptr;
    return std::nullopt;
  }

  std::optional<Problem> ReadProperty(std::string_view line) {
    line = WithoutComment(line, true);
    const auto equals = line.find('=');
    if (equals == line.npos) return Problem{"Expected an '=' sign defining a property"};
    const auto key = Trim(line.substr(0, equals));
    if (key.empty()) return Problem{"Property did not have a name"};
    const auto value = Trim(line.substr(equals + 1));
    property_ = IsName(key) ? &section_->properties[ToLower(key)] : &ignored_property_;
    *property_ = {.value = SecretString(value), .where = Location()};
    has_nested_ = value.empty();
    return std::nullopt;
  }

  std::optional<Problem> ReadContinuation(std::string_view line) {
    if (has_nested_) {
      const auto equals = line.find('=');
      if (equals == line.npos) return Problem{"Expected an '=' sign defining a sub-property"};
      const auto key = Trim(line.substr(0, equals));
      if (key.empty()) return Problem{"Sub-property did not have a name"};
      const auto value = Trim(WithoutComment(line.substr(equals + 1), true));
      property_->nested[ToLower(key)] = {.value = SecretString(value), .where = Location()};
    }
    property_->value.Append("\n");
    property_->value.Append(line);
    return std::nullopt;
  }

  // The section for the properties below `[title]`.
  Section* FindSection(std::string_view title) {
    if (kind_ == ProfileFileKind::kCredentials) {
      return IsName(title) ? Add(result_.profiles, title) : &ignored_section_;
    }
    const auto blank = title.find_first_of(kBlanks);
    if (blank == title.npos) {
      return title == kDefault && !has_prefixed_default_ ? Add(result_.profiles, kDefault)
                                                         : &ignored_section_;
    }
    const auto prefix = title.substr(0, blank);
    const auto rest = Trim(title.substr(blank));
    const auto name = IsName(rest) ? rest : Unquoted(rest);
    if (name.empty()) return &ignored_section_;
    if (prefix == "sso-session") return Add(result_.sso_sessions, name);
    if (prefix == "services") return Add(result_.services, name);
    if (prefix != "profile") return &ignored_section_;
    // `[profile default]` takes precedence over `[default]`, in any order.
    if (name == kDefault && !std::exchange(has_prefixed_default_, true)) result_.profiles.erase("default");
    return Add(result_.profiles, name);
  }

  static Section* Add(std::map<std::string, Section, std::less<>>& sections, std::string_view name) {
    Section& section = sections[std::string(name)];
    section.name = name;
    return &section;
  }

  std::string Location() const { return name_ + ", line " + std::to_string(line_number_); }

  const ProfileFileKind kind_;
  const std::string name_;
  int line_number_ = 0;
  Profiles result_;
  // Receive the content of invalid sections and keys.
  Section ignored_section_;
  Property ignored_property_;
  bool has_prefixed_default_ = false;
  // The current section and property: null before the first section, or before a section's first property.
  Section* section_ = nullptr;
  Property* property_ = nullptr;
  std::size_t indent_ = 0;
  bool has_nested_ = false;
};

}  // namespace

Outcome<Profiles> ParseProfileFile(std::string_view text, ProfileFileKind kind, std::string_view name) {
  return Parser(kind, name).Parse(text);
}

}  // namespace lookoutvision::internal
