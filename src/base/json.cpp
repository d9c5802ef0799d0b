// JSON text in and out; see json.h.
#include "base/json.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kMaxDepth = 64;

// Brackets outside of strings tell the depth before the parser builds anything.
bool NestsTooDeep(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return true;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return false;
}

// Room for a usual request, so that it is written without moving.
constexpr std::size_t kUsualSize = 512;

constexpr bool NeedsEscape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

}  // namespace

JsonWriter::JsonWriter() {
  text_.reserve(kUsualSize);
}

std::optional<nlohmann::json> ParseJson(std::string_view text, std::string& why) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    why = "begins with a byte order mark";
    return std::nullopt;
  }
  // The parser takes it for the end of the text, whatever follows.
  if (text.find('\0') != std::string_view::npos) {
    why = "holds a NUL character";
    return std::nullopt;
  }
  if (NestsTooDeep(text)) {
    why = "nests deeper than " + std::to_string(kMaxDepth) + " levels";
    return std::nullopt;
  }
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::out_of_range&) {
    why = "holds a number beyond the range of a double";
  } catch (const nlohmann::json::exception&) {
    why = text.empty() ? "is empty" : "is no well-formed JSON";
  }
  return std::nullopt;
}

void JsonWriter::Separate() {
  if (!text_.empty() && text_.back() != '{' && text_.back() != '[' && text_.back() != ':') text_ += ',';
}

JsonWriter& JsonWriter::Open(char bracket) {
  Separate();
  text_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::Close(char bracket) {
  text_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  Separate();
  text_.append("\"").append(key).append("\":");
  return *this;
}

JsonWriter& JsonWriter::String(std::string_view value) {
  static constexpr char kHex[] = "0123456789abcdef";
  Separate();
  text_ += '"';
  // What needs no escape goes over in runs.
  for (std::size_t pos = 0; pos < value.size(); ++pos) {
    const std::size_t start = pos;
    while (pos < value.size() && !NeedsEscape(value[pos])) ++pos;
    text_.append(value, start, pos - start);
    if (pos == value.size()) break;
    const char c = value[pos];
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (c == '\r') {
      text_ += "\\r";
    } else if (c == '\t') {
      text_ += "\\t";
    } else {
      text_.append("\\u00");
      text_ += kHex[c >> 4];
      text_ += kHex[c & 15];
    }
  }
  text_ += '"';
  return *this;
}

JsonWriter& JsonWriter::Raw(std::string_view json) {
  Separate();
  text_ += json;
  return *this;
}

}  // namespace lookoutvision::internal
