// Third-party tests of the table of partitions: suffixes, capabilities, and the partition of each region.
#include <algorithm>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "config/endpoint.h"
#include "vectors.h"

namespace lookoutvision::conformance {
namespace {

using internal::Partition;
using internal::PartitionOf;

constexpr std::string_view kWordCharacters = "abcdefghijklmnopqrstuvwxyzAZ059_-";

class PartitionsConformance : public ::testing::Test {
 protected:
  void SetUp() override {
    const nlohmann::json file = ReadVectors("endpoint/partitions.json");
    if (file.is_null()) GTEST_SKIP() << kNotice;
    RequireKnown(file, {"partitions", "version"});
    partitions_ = file.at("partitions");
    ASSERT_FALSE(partitions_.empty());
    for (const auto& partition : partitions_) {
      RequireKnown(partition, {"id", "outputs", "regionRegex", "regions"});
      RequireKnown(partition.at("outputs"), {"name", "dnsSuffix", "dualStackDnsSuffix",
                                             "implicitGlobalRegion", "supportsDualStack", "supportsFIPS"});
      patterns_.emplace_back(partition.at("regionRegex").get<std::string>());
    }
  }

  /// The partition of a region in the public table: the first one that lists it or whose pattern matches.
  std::string Expected(const std::string& region) const {
    for (std::size_t i = 0; i < partitions_.size(); ++i) {
      if (partitions_[i].at("regions").contains(region) || std::regex_match(region, patterns_[i])) {
        return partitions_[i].at("id");
      }
    }
    return partitions_[0].at("id");
  }

  /// The listed regions, except the global ones.
  std::vector<std::string> ListedRegions() const {
    std::vector<std::string> regions;
    for (const auto& partition : partitions_) {
      for (const auto& [region, description] : partition.at("regions").items()) {
        if (!region.ends_with("-global")) regions.push_back(region);
      }
    }
    return regions;
  }

  void ExpectTheSame(const std::string& region) const {
    EXPECT_EQ(PartitionOf(region).id, Expected(region)) << region;
  }

  nlohmann::json partitions_;

 private:
  std::vector<std::regex> patterns_;
};

TEST_F(PartitionsConformance, HaveTheSameSuffixesAndCapabilities) {
  for (const auto& partition : partitions_) {
    const auto& outputs = partition.at("outputs");
    const std::string region = outputs.at("implicitGlobalRegion");
    const Partition& ours = PartitionOf(region);
    EXPECT_EQ(ours.id, partition.at("id").get<std::string>());
    EXPECT_EQ(outputs.at("name"), partition.at("id"));
    EXPECT_EQ(ours.dns_suffix, outputs.at("dnsSuffix").get<std::string>()) << region;
    EXPECT_EQ(ours.dualstack_dns_suffix, outputs.at("dualStackDnsSuffix").get<std::string>()) << region;
    // Our table has no column for these, since all partitions support them.
    EXPECT_TRUE(outputs.at("supportsFIPS")) << region;
    EXPECT_TRUE(outputs.at("supportsDualStack")) << region;
  }
}

TEST_F(PartitionsConformance, HaveTheSameListedRegions) {
  for (const auto& partition : partitions_) {
    for (const auto& [region, description] : partition.at("regions").items()) ExpectTheSame(region);
    ExpectTheSame(partition.at("id").get<std::string>() + "-global");
  }
}

TEST_F(PartitionsConformance, HaveTheSameRegionsOfEveryShortPrefix) {
  for (char first = 'a'; first <= 'z'; ++first) {
    for (char second = 'a'; second <= 'z'; ++second) {
      const std::string prefix = {first, second};
      for (const char* rest : {"-word-1", "-iso-word-1", "-gov-word-1"}) ExpectTheSame(prefix + rest);
      ExpectTheSame("eusc-" + prefix + "-word-1");
    }
  }
}

// Neighbours differ from a region by one edit. One region per partition and prefix is enough.
TEST_F(PartitionsConformance, HaveTheSameNeighboursOfRegions) {
  std::vector<std::pair<std::string, std::string>> seen;
  for (const std::string& region : ListedRegions()) {
    const auto prefix = region.substr(0, region.rfind('-', region.rfind('-') - 1));
    const std::pair<std::string, std::string> kind(Expected(region), prefix);
    if (std::find(seen.begin(), seen.end(), kind) != seen.end()) continue;
    seen.push_back(kind);
    for (std::size_t i = 0; i <= region.size(); ++i) {
      for (std::size_t size = 1; i + size <= region.size(); ++size) {
        ExpectTheSame(std::string(region).erase(i, size));
      }
      for (const char c : kWordCharacters) {
        std::string changed = region;
        ExpectTheSame(changed.insert(i, 1, c));
        changed = region;
        if (i < region.size()) ExpectTheSame(changed.replace(i, 1, 1, c));
      }
    }
  }
}

}  // namespace
}  // namespace lookoutvision::conformance
