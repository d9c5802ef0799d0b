// HttpHeaders: a list of header fields with case-insensitive names.
#include <algorithm>

#include <lookoutvision/http_headers.h>

#include "base/text.h"

namespace lookoutvision {

void HttpHeaders::Add(std::string_view name, std::string_view value) {
  fields_.push_back({std::string(name), std::string(value)});
}

void HttpHeaders::Set(std::string_view name, std::string_view value) {
  const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const Field& field) {
    return internal::EqualsIgnoreCase(field.name, name);
  });
  if (found == fields_.end()) return Add(name, value);
  *found = {std::string(name), std::string(value)};
}

std::optional<std::string_view> HttpHeaders::Find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (internal::EqualsIgnoreCase(field.name, name)) return field.value;
  }
  return std::nullopt;
}

}  // namespace lookoutvision
