// Parses and writes JSON with the nlohmann/json that it is compiled with.
#include <string>

#include <nlohmann/json.hpp>

static_assert(sizeof(nlohmann::json) > 64, "not the headers with another layout");

bool ROUND_TRIP() {
  auto value = nlohmann::json::parse(R"({"jobs": [{"name": "first", "size": 1.5}, null], "count": 12})");
  value["jobs"].push_back("second");
  if (value.dump() != R"({"count":12,"jobs":[{"name":"first","size":1.5},null,"second"]})") return false;
  try {
    return nlohmann::json::parse("[1, 2").empty();
  } catch (const nlohmann::json::parse_error& error) {
    return error.byte == 6;
  }
}
