// Foreign text made safe for a terminal.
#include "package_model/printable.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace package_model {

std::string Printable(std::string_view text) {
  using nlohmann::json;
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return plain ? std::string(text) : json(text).dump(-1, ' ', true, json::error_handler_t::replace);
}

}  // namespace package_model
