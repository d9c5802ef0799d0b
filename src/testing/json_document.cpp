// JSON that the mock service is given; see json_document.h.
#include "testing/json_document.h"

#include <nlohmann/json.hpp>

#include "base/json.h"

namespace lookoutvision::testing {

std::optional<nlohmann::json> ParseDocument(std::string_view text, std::string& why) {
  // A dump of the state is as large as the state: no document has more values than bytes.
  if (!internal::ParseJson(text, why, text.size())) return std::nullopt;
  // In place: newer nlohmann/json offers a conversion of its own to an optional.
  return std::optional<nlohmann::json>(std::in_place, nlohmann::json::parse(text));
}

}  // namespace lookoutvision::testing
