// Resolves endpoints that are described on standard input and prints where each is: the driver by which a
// test in another language compares resolvers. It reads neither configuration nor environment.
//
// In, a line each:  REGION<TAB>FIPS<TAB>DUALSTACK, the last two `true` or `false`
// Out, a line each: `ok<TAB>ORIGIN<TAB>HOST HEADER`, or `error<TAB>MESSAGE`
#include <iostream>
#include <string>

#include "config/endpoint.h"

namespace {

using lookoutvision::internal::ResolveEndpoint;

// The text up to the next tab, which is taken from `line` with it.
std::string TakeField(std::string& line) {
  const auto tab = line.find('\t');
  std::string field = line.substr(0, tab);
  line.erase(0, tab == std::string::npos ? tab : tab + 1);
  return field;
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const std::string region = TakeField(line);
    const std::string fips = TakeField(line);
    const std::string dualstack = TakeField(line);
    const auto endpoint = ResolveEndpoint({.endpoint_prefix = "lookoutvision",
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
