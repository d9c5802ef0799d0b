// The AWS partitions and the regions that belong to them.
#include "config/partitions.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

struct Rule {
  Partition partition;
  // The pseudo region of the whole partition; empty if there is none.
  std::string_view global_region;
  // Comma-separated: the names of the partition's regions are `<prefix>-<word>-<number>`.
  std::string_view prefixes;
};

constexpr std::array<Rule, 8> kRules{{
    {{"aws", "amazonaws.com", "api.aws", true, true}, "aws-global", "us,eu,ap,sa,ca,me,af,il,mx"},
    {{"aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", true, true}, "aws-cn-global", "cn"},
    {{"aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", true, true}, "", "eusc-de"},
    {{"aws-iso", "c2s.ic.gov", "api.aws.ic.gov", true, true}, "aws-iso-global", "us-iso"},
    {{"aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", true, true}, "aws-iso-b-global", "us-isob"},
    {{"aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", true, true}, "aws-iso-e-global", "eu-isoe"},
    {{"aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", true, true}, "aws-iso-f-global", "us-isof"},
    {{"aws-us-gov", "amazonaws.com", "api.aws", true, true}, "aws-us-gov-global", "us-gov"},
}};

bool IsWordCharacter(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Whether `text` is `-<word>-<number>`.
bool IsWordAndNumber(std::string_view text) {
  if (!text.starts_with('-')) return false;
  text.remove_prefix(1);
  const auto hyphen = text.find('-');
  if (hyphen == std::string_view::npos) return false;
  const auto word = text.substr(0, hyphen);
  const auto number = text.substr(hyphen + 1);
  return !word.empty() && std::all_of(word.begin(), word.end(), IsWordCharacter) && !number.empty() &&
         std::all_of(number.begin(), number.end(), IsDigit);
}

bool Matches(const Rule& rule, std::string_view region) {
  if (!region.empty() && region == rule.global_region) return true;
  for (std::string_view rest = rule.prefixes; !rest.empty();) {
    const auto prefix = rest.substr(0, rest.find(','));
    if (region.starts_with(prefix) && IsWordAndNumber(region.substr(prefix.size()))) return true;
    rest.remove_prefix(std::min(prefix.size() + 1, rest.size()));
  }
  return false;
}

}  // namespace

const Partition& PartitionOf(std::string_view region) {
  const auto found =
      std::find_if(kRules.begin(), kRules.end(), [&](const Rule& rule) { return Matches(rule, region); });
  return (found == kRules.end() ? kRules.front() : *found).partition;
}

}  // namespace lookoutvision::internal
