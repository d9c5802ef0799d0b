// JSON that the mock service is given, as nlohmann's document.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace lookoutvision::testing {

/// The document of a text that the library itself would take; absent, with `why` set, for any other.
std::optional<nlohmann::json> ParseDocument(std::string_view text, std::string& why);

}  // namespace lookoutvision::testing
