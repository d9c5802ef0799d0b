// Makes text from outside safe for a terminal.
#include "package_model/printable.h"

#include <algorithm>
#include <utility>

#include "base/json_writer.h"

namespace package_model {

std::string JsonString(std::string_view text) {
  using lookoutvision::internal::AsciiJson, lookoutvision::internal::JsonWriter;
  return AsciiJson(std::move(JsonWriter().String(text)).Take());
}

std::string Printable(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return plain ? std::string(text) : JsonString(text);
}

// ASCII only, so that no control character of the service reaches a terminal.
std::string PrintableJson(lookoutvision::internal::JsonWriter json) {
  return lookoutvision::internal::AsciiJson(std::move(json).Take()) + "\n";
}

}  // namespace package_model
