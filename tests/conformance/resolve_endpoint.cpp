// Prints the endpoints of the services and regions on standard input, for endpoint_matrix_test.py.
//
// In, one per line:  SERVICE ID<TAB>REGION<TAB>FIPS<TAB>DUALSTACK, the last two `true` or `false`
// Out, one per line: `ok<TAB>ORIGIN<TAB>HOST HEADER`, or `error<TAB>MESSAGE`
#include <algorithm>
#include <iostream>
#include <iterator>
#include <string>

#include "config/endpoint.h"

namespace {

using lookoutvision::internal::ResolveEndpoint;

constexpr lookoutvision::internal::Service kServices[] = {
    lookoutvision::internal::kLookoutVision, lookoutvision::internal::kSts, lookoutvision::internal::kSso,
    lookoutvision::internal::kSsoOidc};

// Removes the text up to the next tab from `line`, with the tab, and returns it.
std::string TakeField(std::string& line) {
  const auto tab = line.find('\t');
  std::string field = line.substr(0, tab);
  line.erase(0, tab == std::string::npos ? tab : tab + 1);
  return field;
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const std::string id = TakeField(line);
    const auto* service = std::find_if(std::begin(kServices), std::end(kServices),
                                       [&](const auto& candidate) { return candidate.id == id; });
    if (service == std::end(kServices)) return 1;
    const std::string region = TakeField(line);
    const std::string fips = TakeField(line);
    const std::string dualstack = TakeField(line);
    const auto endpoint = ResolveEndpoint({.service = *service,
                                           .region = region,
                                           .use_fips = fips == "true",
                                           .use_dualstack = dualstack == "true"});
    if (endpoint) {
      std::cout << "ok\t" << endpoint->origin << '\t' << endpoint->authority << '\n';
    } else {
      std::cout << "error\t" << endpoint.error().message << '\n';
    }
  }
  return 0;
}
