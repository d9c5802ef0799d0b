// JSON that the mock service is given; see json_document.h.
#include "testing/json_document.h"

#include <nlohmann/json.hpp>

#include "base/json.h"

namespace lookoutvision::testing {

std::optional<nlohmann::json> ParseDocument(std::string_view text, std::string& why) {
  // A dump of the state is as large as the state: no document has more values than bytes.
  if (!internal::ParseJson(text, why, text.size())) return std::nullopt;
  return nlohmann::json::parse(text);
}

}  // namespace lookoutvision::testing
