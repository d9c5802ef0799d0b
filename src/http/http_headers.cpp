// HttpHeaders: the one buffer behind the list. No rules of HTTP beyond names without case.
#include <algorithm>

#include <lookoutvision/http_headers.h>

#include "base/text.h"

namespace lookoutvision {
namespace {

constexpr std::string_view kSeparator = ": ";

// What a line takes beside its name and value: the separator and the final NUL.
constexpr std::size_t kOverhead = kSeparator.size() + 1;

void AppendLine(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(kSeparator).append(value).push_back('\0');
}

}  // namespace

void HttpHeaders::Add(std::string_view name, std::string_view value) {
  // The views may point into this very list, so that the old buffer has to outlive the copying.
  std::string old;
  const std::size_t needed = text_.size() + name.size() + value.size() + kOverhead;
  if (needed > text_.capacity()) {
    old.reserve(std::max(needed, 2 * text_.capacity()));
    old = text_;
    old.swap(text_);
  }
  const Line line{text_.size(), name.size(), value.size()};
  AppendLine(text_, name, value);
  lines_.push_back(line);
}

void HttpHeaders::Set(std::string_view name, std::string_view value) {
  const auto line = std::find_if(lines_.begin(), lines_.end(), [&](const Line& candidate) {
    return internal::EqualsIgnoreCase({text_.data() + candidate.offset, candidate.name_size}, name);
  });
  if (line == lines_.end()) return Add(name, value);

  std::string replacement;
  replacement.reserve(name.size() + value.size() + kOverhead);
  AppendLine(replacement, name, value);
  const std::size_t old_size = line->name_size + line->value_size + kOverhead;
  text_.replace(line->offset, old_size, replacement);
  line->name_size = name.size();
  line->value_size = value.size();
  for (auto later = line + 1; later != lines_.end(); ++later) {
    later->offset = later->offset - old_size + replacement.size();
  }
}

std::optional<std::string_view> HttpHeaders::Find(std::string_view name) const {
  for (const Field field : *this) {
    if (internal::EqualsIgnoreCase(field.name, name)) return field.value;
  }
  return std::nullopt;
}

HttpHeaders::Field HttpHeaders::at(std::size_t index) const {
  const Line& line = lines_[index];
  const char* start = text_.data() + line.offset;
  return {{start, line.name_size}, {start + line.name_size + kSeparator.size(), line.value_size}};
}

const char* HttpHeaders::LineAt(std::size_t index) const {
  return text_.data() + lines_[index].offset;
}

void HttpHeaders::clear() {
  text_.clear();
  lines_.clear();
}

void HttpHeaders::reserve(std::size_t fields, std::size_t bytes) {
  lines_.reserve(fields);
  text_.reserve(bytes + fields * kOverhead);
}

}  // namespace lookoutvision
