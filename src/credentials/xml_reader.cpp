// The XML parser; see xml_reader.h.
#include "credentials/xml_reader.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

// Together they limit the size of all paths.
constexpr std::size_t kMaxXmlDepth = 32;
constexpr std::size_t kMaxLeaves = 1'000;
constexpr std::size_t kMaxNameBytes = 128;
constexpr std::string_view kSpace = " \t\r\n";

bool Take(std::string_view& rest, std::string_view expected) {
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(expected.size());
  return true;
}

// Removes the text before `end`, and `end`; absent if `rest` does not contain it.
std::optional<std::string_view> TakeUntil(std::string_view& rest, std::string_view end) {
  const auto found = rest.find(end);
  if (found == rest.npos) return std::nullopt;
  const auto taken = rest.substr(0, found);
  rest.remove_prefix(found + end.size());
  return taken;
}

// Removes a tag and returns the text between '<' and '>'. A '>' in quotes does not end the tag.
std::optional<std::string_view> TakeTag(std::string_view& rest) {
  auto end = rest.find_first_of("\"'>");
  while (end != rest.npos && rest[end] != '>') {
    end = rest.find(rest[end], end + 1);
    if (end != rest.npos) end = rest.find_first_of("\"'>", end + 1);
  }
  if (end == rest.npos) return std::nullopt;
  const auto tag = rest.substr(1, end - 1);
  rest.remove_prefix(end + 1);
  return tag;
}

std::string Utf8(std::uint32_t code_point) {
  if (code_point < 0x80) return {static_cast<char>(code_point)};
  const int more = code_point < 0x800 ? 1 : code_point < 0x10000 ? 2 : 3;
  std::string bytes{static_cast<char>((0xF0U << (3 - more)) | (code_point >> (6 * more)))};
  for (int i = more - 1; i >= 0; --i) bytes += static_cast<char>(0x80 | ((code_point >> (6 * i)) & 0x3F));
  return bytes;
}

// The text that `&name;` refers to; absent if it is unknown.
std::optional<std::string> Resolve(std::string_view name) {
  constexpr std::pair<std::string_view, const char*> kPredefined[] = {
      {"lt", "<"}, {"gt", ">"}, {"amp", "&"}, {"quot", "\""}, {"apos", "'"}};
  for (const auto& [known, text] : kPredefined) {
    if (name == known) return text;
  }
  if (!Take(name, "#")) return std::nullopt;
  const int base = Take(name, "x") ? 16 : 10;
  std::uint64_t code_point = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data(), end, code_point, base);
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (error != std::errc() || stop != end || code_point == 0 || code_point > 0x10FFFF || is_surrogate) {
    return std::nullopt;
  }
  return Utf8(static_cast<std::uint32_t>(code_point));
}

// Appends characters and references; false if a reference is unknown or incomplete.
bool AppendText(SecretString& text, std::string_view raw) {
  while (true) {
    const auto reference = raw.find('&');
    text.Append(raw.substr(0, reference));
    if (reference == raw.npos) return true;
    raw.remove_prefix(reference + 1);
    const auto name = TakeUntil(raw, ";");
    const auto resolved = name ? Resolve(*name) : std::nullopt;
    if (!resolved) return false;
    text.Append(*resolved);
  }
}

std::string_view TrimSpace(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(kSpace), text.size());
  return text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

std::string PathOf(const std::vector<std::string_view>& names) {
  std::string path;
  for (const auto name : names) path.append("/").append(name.substr(name.rfind(':') + 1));
  return path;
}

class XmlParser {
 public:
  explicit XmlParser(std::string_view text) : rest_(text) {}

  std::optional<std::vector<XmlLeaf>> Document() {
    while (!rest_.empty()) {
      const auto size = std::min(rest_.find('<'), rest_.size());
      if (!AppendText(text_, rest_.substr(0, size))) return std::nullopt;
      rest_.remove_prefix(size);
      if (!rest_.empty() && !Markup()) return std::nullopt;
    }
    if (!open_.empty() || leaves_.empty()) return std::nullopt;
    return std::move(leaves_);
  }

 private:
  bool Markup() {
    if (Take(rest_, "<!--")) return TakeUntil(rest_, "-->").has_value();
    if (Take(rest_, "<?")) return TakeUntil(rest_, "?>").has_value();
    if (Take(rest_, "<![CDATA[")) {
      const auto section = TakeUntil(rest_, "]]>");
      text_.Append(section.value_or(""));
      return section.has_value();
    }
    if (Take(rest_, "</")) return EndTag();
    return !rest_.starts_with("<!") && StartTag();
  }

  bool StartTag() {
    const bool is_second_root = open_.empty() && !leaves_.empty();
    const auto tag = TakeTag(rest_);
    if (!tag || is_second_root || open_.size() == kMaxXmlDepth || leaves_.size() == kMaxLeaves) return false;
    const auto name = tag->substr(0, tag->find_first_of(" \t\r\n/"));
    if (name.empty() || name.ends_with(':') || name.size() > kMaxNameBytes) return false;
    open_.push_back(name);
    text_ = {};
    is_leaf_ = true;
    if (tag->ends_with('/')) EndElement();
    return true;
  }

  bool EndTag() {
    const auto name = TakeUntil(rest_, ">");
    if (!name || open_.empty() || name->substr(0, name->find_first_of(kSpace)) != open_.back()) return false;
    EndElement();
    return true;
  }

  void EndElement() {
    if (is_leaf_) leaves_.push_back({PathOf(open_), SecretString(TrimSpace(text_.view()))});
    is_leaf_ = false;
    open_.pop_back();
  }

  std::string_view rest_;
  // The names of the open elements, and the text of the innermost since its start tag.
  std::vector<std::string_view> open_;
  SecretString text_;
  bool is_leaf_ = false;
  std::vector<XmlLeaf> leaves_;
};

}  // namespace

std::optional<std::vector<XmlLeaf>> ParseXml(std::string_view text) {
  if (text.find('\0') != text.npos || !IsUtf8(text)) return std::nullopt;
  return XmlParser(text).Document();
}

std::string FindText(const std::vector<XmlLeaf>& leaves, std::string_view path_end) {
  for (const XmlLeaf& leaf : leaves) {
    if (leaf.path.ends_with(path_end)) return std::string(leaf.text.view());
  }
  return "";
}

}  // namespace lookoutvision::internal
