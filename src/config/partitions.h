// The AWS partitions: the DNS suffixes and features of a region's endpoints.
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

/// The partition of `region`; `aws` if no partition matches.
const Partition& PartitionOf(std::string_view region);

}  // namespace lookoutvision::internal
