// Partitions: which domain a region's endpoints are under.
#pragma once

#include <string_view>

namespace lookoutvision::internal {

struct Partition {
  std::string_view id;
  std::string_view dns_suffix;
  std::string_view dualstack_dns_suffix;
  bool supports_fips;
  bool supports_dualstack;
};

/// The partition of `region`; `aws` for a region that no partition claims.
const Partition& PartitionOf(std::string_view region);

}  // namespace lookoutvision::internal
