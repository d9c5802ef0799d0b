// HttpHeaders: the one buffer behind the list. No rules of HTTP beyond names without case.
#include <algorithm>

#include <lookoutvision/http_headers.h>

#include "base/text.h"

namespace lookoutvision {

void HttpHeaders::Append(std::string& fields, std::string_view name, std::string_view value) {
  const Sizes sizes{name.size(), value.size()};
  fields.append(reinterpret_cast<const char*>(&sizes), sizeof sizes);
  fields.append(name).append(value);
}

void HttpHeaders::Add(std::string_view name, std::string_view value) {
  // The views may point into this very list, so that the old buffer has to outlive the copying.
  std::string old;
  const std::size_t needed = fields_.size() + Sizes{name.size(), value.size()}.Stored();
  if (needed > fields_.capacity()) {
    old.reserve(std::max(needed, 2 * fields_.capacity()));
    old = fields_;
    old.swap(fields_);
  }
  Append(fields_, name, value);
}

void HttpHeaders::Set(std::string_view name, std::string_view value) {
  const auto same_name = [name](Field field) { return internal::EqualsIgnoreCase(field.name, name); };
  const auto found = std::find_if(begin(), end(), same_name);
  if (found == end()) return Add(name, value);
  std::string replacement;
  Append(replacement, name, value);
  fields_.replace(static_cast<std::size_t>(found.at_ - fields_.data()), found.ReadSizes().Stored(),
                  replacement);
}

std::optional<std::string_view> HttpHeaders::Find(std::string_view name) const {
  for (const Field field : *this) {
    if (internal::EqualsIgnoreCase(field.name, name)) return field.value;
  }
  return std::nullopt;
}

void HttpHeaders::reserve(std::size_t fields, std::size_t bytes) {
  fields_.reserve(bytes + fields * Sizes{0, 0}.Stored());
}

}  // namespace lookoutvision
