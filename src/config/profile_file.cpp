// Parses the shared config and credentials files.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/parsed.h"
#include "base/text.h"
#include "config/misconfigured.h"
#include "config/profiles.h"

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kCommentSigns = "#;";
constexpr std::string_view kQuotes = "'\"";
constexpr std::string_view kDefault = "default";

bool Contains(std::string_view set, char c) {
  return set.find(c) != set.npos;
}

// Unicode white space except the line feed: editors and web pages leave it behind.
bool IsBlank(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r' && c != '\n') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

// The size of the blank with which `text` begins; 0 if there is none.
std::size_t LeadingBlank(std::string_view text) {
  std::size_t size = 0;
  return !text.empty() && IsBlank(NextCodePoint(text, size).value_or(0)) ? size : 0;
}

// The size of the blank with which `text` ends; 0 if there is none.
std::size_t TrailingBlank(std::string_view text) {
  constexpr std::size_t kLongest = 3;
  for (std::size_t size = 1; size <= std::min(kLongest, text.size()); ++size) {
    if (LeadingBlank(text.substr(text.size() - size)) == size) return size;
  }
  return 0;
}

std::string_view TrimBlanks(std::string_view text) {
  while (const auto size = LeadingBlank(text)) text.remove_prefix(size);
  while (const auto size = TrailingBlank(text)) text.remove_suffix(size);
  return text;
}

std::size_t FindBlank(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (LeadingBlank(text.substr(i)) > 0) return i;
  }
  return text.npos;
}

// Blanks in front of `line`, counted in characters.
std::size_t IndentationOf(std::string_view line) {
  std::size_t indentation = 0;
  for (; LeadingBlank(line) > 0; ++indentation) line.remove_prefix(LeadingBlank(line));
  return indentation;
}

bool IsKey(std::string_view text) {
  const auto allowed = [](char c) { return IsAlphanumeric(c) || Contains("_-/.%@:+", c); };
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

bool IsPlainName(std::string_view text) {
  return !text.empty() && !HasControlCharacters(text) && FindBlank(text) == text.npos;
}

// The name in `'my profile'`: the AWS CLI quotes names with other characters. Empty if there are no quotes.
std::string_view Unquoted(std::string_view text) {
  if (text.size() < 3 || !Contains(kQuotes, text.front()) || text.back() != text.front()) return "";
  const auto name = text.substr(1, text.size() - 2);
  return name.find(text.front()) == name.npos ? name : "";
}

// The name of a section of a config file. Empty if `text` is not valid: the AWS CLI reads it as a shell does.
std::string_view NameIn(std::string_view text) {
  return IsPlainName(text) && text.find_first_of("'\"\\") == text.npos ? text : Unquoted(text);
}

// The end of the quotes that begin at `begin`; npos if they do not end. As in a shell, a backslash escapes
// only in double quotes.
std::size_t FindClosingQuote(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == quote) return i;
    if (text[i] == '\\' && quote == '"') ++i;
  }
  return text.npos;
}

// A comment follows a blank, and does not begin in quotes.
std::string_view WithoutComment(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (Contains(kQuotes, text[i])) {
      if (const auto end = FindClosingQuote(text, i); end != text.npos) i = end;
    } else if (Contains(kCommentSigns, text[i]) && TrailingBlank(text.substr(0, i)) > 0) {
      return text.substr(0, i);
    }
  }
  return text;
}

class Parser {
 public:
  Parser(ProfileFileKind kind, std::string_view name) : kind_(kind), name_(Printable(name)) {}

  Outcome<Profiles> Parse(std::string_view text) {
    if (text.size() > kMaxProfileFileSize) return Misconfigured({name_, " is longer than 4 MiB"});
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
      ++line_number_;
      const auto end = text.find('\n');
      const auto line = text.substr(0, end);
      text.remove_prefix(end == text.npos ? text.size() : end + 1);
      if (const auto problem = ReadLine(line)) return Misconfigured({Location(), ": ", problem->text});
    }
    return std::move(result_);
  }

 private:
  // Each returns what is wrong with the line.
  std::optional<Problem> ReadLine(std::string_view line) {
    if (line.find('\0') != line.npos) return Problem{"Expected text, found a NUL byte (is the file UTF-16?)"};
    const auto indentation = IndentationOf(line);
    line = TrimBlanks(line);
    if (line.empty() || Contains(kCommentSigns, line.front())) return std::nullopt;
    if (property_ != nullptr && indentation > indentation_) return ReadContinuation(line);
    if (line.front() == '[') return ReadSection(line);
    if (section_ == nullptr) return Problem{"Expected a profile definition"};
    if (indentation > 0 && line.find('=') == line.npos)
      return Problem{"Expected a property definition, found continuation"};
    indentation_ = indentation;
    return ReadProperty(line);
  }

  std::optional<Problem> ReadSection(std::string_view line) {
    // Before the bracket, a comment sign is part of the name.
    line = TrimBlanks(line.substr(0, line.find_first_of(kCommentSigns, line.find(']'))));
    if (!line.ends_with(']')) return Problem{"Profile definition must end with ']'"};
    section_ = FindSection(TrimBlanks(line.substr(1, line.size() - 2)));
    property_ = nullptr;
    return std::nullopt;
  }

  std::optional<Problem> ReadProperty(std::string_view line) {
    const auto equals = line.find('=');
    const auto before = line.substr(0, equals);
    if (equals == line.npos || WithoutComment(before).size() < before.size())
      return Problem{"Expected an '=' sign defining a property"};
    const auto key = TrimBlanks(before);
    if (key.empty()) return Problem{"Property did not have a name"};
    const auto value = TrimBlanks(WithoutComment(line.substr(equals + 1)));
    property_ = IsKey(key) ? &section_->properties[ToLower(key)] : &ignored_property_;
    *property_ = {.value = SecretString(value), .where = Location()};
    has_nested_ = value.empty();
    return std::nullopt;
  }

  std::optional<Problem> ReadContinuation(std::string_view line) {
    if (has_nested_) {
      const auto equals = line.find('=');
      if (equals == line.npos) return Problem{"Expected an '=' sign defining a sub-property"};
      const auto key = TrimBlanks(line.substr(0, equals));
      if (key.empty()) return Problem{"Sub-property did not have a name"};
      const auto value = TrimBlanks(WithoutComment(line.substr(equals + 1)));
      property_->nested[ToLower(key)] = {.value = SecretString(value), .where = Location()};
    }
    property_->value.Append("\n");
    property_->value.Append(line);
    return std::nullopt;
  }

  // The section for the properties below `[title]`.
  Section* FindSection(std::string_view title) {
    if (kind_ == ProfileFileKind::kCredentials) {
      return IsPlainName(title) ? Add(result_.profiles, title) : &ignored_section_;
    }
    const auto blank = FindBlank(title);
    if (blank == title.npos) {
      return title == kDefault && !has_prefixed_default_ ? Add(result_.profiles, kDefault)
                                                         : &ignored_section_;
    }
    const auto prefix = title.substr(0, blank);
    const auto name = NameIn(TrimBlanks(title.substr(blank)));
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
  std::size_t indentation_ = 0;
  bool has_nested_ = false;
};

}  // namespace

Outcome<Profiles> ParseProfileFile(std::string_view text, ProfileFileKind kind, std::string_view name) {
  return Parser(kind, name).Parse(text);
}

}  // namespace lookoutvision::internal
