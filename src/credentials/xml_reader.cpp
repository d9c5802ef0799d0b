// The XML parser; see xml_reader.h.
#include "credentials/xml_reader.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/secrets.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr int kMaxDepth = 32;
constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kCdata = "<![CDATA[";
constexpr std::string_view kCdataEnd = "]]>";

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view TrimSpace(std::string_view text) {
  const auto begin = text.find_first_not_of(kSpace);
  if (begin == text.npos) return "";
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

void AppendUtf8(std::string& out, std::uint32_t code_point) {
  const auto add = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code_point < 0x80) {
    add(code_point);
  } else if (code_point < 0x800) {
    add(0xC0 | (code_point >> 6));
    add(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    add(0xE0 | (code_point >> 12));
    add(0x80 | ((code_point >> 6) & 0x3F));
    add(0x80 | (code_point & 0x3F));
  } else {
    add(0xF0 | (code_point >> 18));
    add(0x80 | ((code_point >> 12) & 0x3F));
    add(0x80 | ((code_point >> 6) & 0x3F));
    add(0x80 | (code_point & 0x3F));
  }
}

// Appends the character that `&name;` refers to; false if the reference is unknown.
bool AppendReference(std::string& out, std::string_view name) {
  constexpr std::pair<std::string_view, char> kPredefined[] = {
      {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
  for (const auto& [known, c] : kPredefined) {
    if (name == known) {
      out += c;
      return true;
    }
  }
  if (!name.starts_with('#')) return false;
  name.remove_prefix(1);
  const int base = name.starts_with('x') ? 16 : 10;
  if (base == 16) name.remove_prefix(1);
  std::uint32_t code_point = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data(), end, code_point, base);
  if (name.empty() || error != std::errc() || stop != end || code_point == 0 || code_point > 0x10FFFF ||
      (code_point >= 0xD800 && code_point <= 0xDFFF)) {
    return false;
  }
  AppendUtf8(out, code_point);
  return true;
}

// `raw` with the content of its CDATA sections, which must be complete, and with its references resolved;
// absent if a reference is unknown or incomplete.
std::optional<std::string> Resolve(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  while (true) {
    const auto special = raw.find_first_of("&<");
    out += raw.substr(0, special);
    if (special == raw.npos) return out;
    raw.remove_prefix(special);
    const bool is_section = raw.starts_with(kCdata);
    raw.remove_prefix(is_section ? kCdata.size() : 1);
    const std::string_view mark = is_section ? kCdataEnd : ";";
    const auto end = raw.find(mark);
    if (is_section) {
      out += raw.substr(0, end);
    } else if (end == raw.npos || !AppendReference(out, raw.substr(0, end))) {
      return std::nullopt;
    }
    raw.remove_prefix(end + mark.size());
  }
}

class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  Parsed<XmlElement> Document() {
    XmlElement root;
    if (rest_.find('\0') != rest_.npos || !IsUtf8(rest_)) return Problem{"holds bytes that are not text"};
    if (!SkipMisc() || !Element(root, 1) || !SkipMisc()) return Problem{problem_};
    if (!rest_.empty()) return Problem{"continues after its end"};
    return root;
  }

 private:
  // Sets the problem, and ends the parse.
  bool Wrong(const char* problem) {
    problem_ = problem;
    return false;
  }

  bool Take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  bool SkipSpace() {
    const auto size = std::min(rest_.find_first_not_of(kSpace), rest_.size());
    rest_.remove_prefix(size);
    return size > 0;
  }

  bool SkipPast(std::string_view end) {
    const auto found = rest_.find(end);
    if (found == rest_.npos) return Wrong("ends too early");
    rest_.remove_prefix(found + end.size());
    return true;
  }

  // White space, comments and processing instructions, the XML declaration among them.
  bool SkipMisc() {
    while (true) {
      SkipSpace();
      if (Take("<!--")) {
        if (!SkipPast("-->")) return false;
      } else if (Take("<?")) {
        if (!SkipPast("?>")) return false;
      } else {
        return true;
      }
    }
  }

  std::string_view Name() {
    std::size_t size = 0;
    while (size < rest_.size() && IsNameCharacter(rest_[size])) ++size;
    const auto name = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return name;
  }

  // Skips attributes: `name="value"`.
  bool Attributes() {
    while (SkipSpace()) {
      if (rest_.starts_with('>') || rest_.starts_with("/>")) break;
      if (Name().empty()) return Wrong("holds a tag that is not well-formed");
      SkipSpace();
      if (!Take("=")) return Wrong("holds an attribute without a value");
      SkipSpace();
      const char quote = rest_.empty() ? '\0' : rest_.front();
      if (quote != '"' && quote != '\'') return Wrong("holds an attribute without quotes");
      rest_.remove_prefix(1);
      if (!SkipPast({&quote, 1})) return false;
    }
    return true;
  }

  bool Element(XmlElement& element, int depth) {
    if (rest_.starts_with("<!")) return Wrong("holds a document type or a section of another kind");
    if (depth > kMaxDepth) return Wrong("nests too deep");
    if (!Take("<")) return Wrong("holds no element where one must be");
    const auto qualified = Name();
    element.name = qualified.substr(qualified.rfind(':') + 1);
    if (element.name.empty()) return Wrong("holds a tag without a name");
    if (!Attributes()) return false;
    if (Take("/>")) return true;
    if (!Take(">")) return Wrong("holds a tag that does not end");
    return Content(element, depth) && EndTag(qualified);
  }

  bool EndTag(std::string_view qualified) {
    if (!Take("</") || Name() != qualified) return Wrong("holds tags that do not belong together");
    SkipSpace();
    return Take(">") || Wrong("holds a tag that does not end");
  }

  // Characters, references and CDATA sections.
  bool Text(XmlElement& element) {
    const std::string_view begin = rest_;
    do {
      if (rest_.starts_with(kCdata) && !SkipPast(kCdataEnd)) return false;
      rest_.remove_prefix(std::min(rest_.find('<'), rest_.size()));
    } while (rest_.starts_with(kCdata));
    if (rest_.empty()) return Wrong("ends too early");
    const auto text = begin.substr(0, begin.size() - rest_.size());
    auto resolved = Resolve(text);
    if (!resolved) return Wrong("holds a reference that is not known");
    Cleanse(*resolved);
    element.raw_text = TrimSpace(text);
    return rest_.starts_with("</") || Wrong("mixes text and elements");
  }

  // Either text or elements.
  bool Content(XmlElement& element, int depth) {
    if (!SkipMisc()) return false;
    if (!rest_.starts_with('<') || rest_.starts_with(kCdata)) return Text(element);
    while (!rest_.starts_with("</")) {
      if (!Element(element.children.emplace_back(), depth + 1) || !SkipMisc()) return false;
    }
    return true;
  }

  std::string_view rest_;
  const char* problem_ = "";
};

}  // namespace

const XmlElement* XmlElement::Child(std::string_view child_name) const {
  const XmlElement* found = nullptr;
  for (const XmlElement& child : children) {
    if (child.name != child_name) continue;
    if (found != nullptr) return nullptr;
    found = &child;
  }
  return found;
}

std::string XmlElement::Text() const {
  return Resolve(raw_text).value_or("");
}

Parsed<XmlElement> ParseXml(std::string_view text) {
  return Parser(text).Document();
}

}  // namespace lookoutvision::internal
