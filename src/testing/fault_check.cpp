// Checks the ranges of a fault's members.
#include "testing/fault_check.h"

#include <stdexcept>
#include <string_view>
#include <variant>

#include "testing/operations.h"

namespace lookoutvision::testing {
namespace {

using std::chrono::milliseconds;

bool Fits(milliseconds time) {
  return time >= milliseconds{0} && time <= kMaxFaultDuration;
}

void Require(bool valid, const std::string& member, const std::string& why) {
  if (!valid) throw std::invalid_argument(member + ' ' + why);
}

void CheckMatch(const FaultMatch& match, const std::string& path) {
  std::string all;
  bool known = match.operation.empty();
  for (const std::string_view name : Operations::Names()) {
    known = known || name == match.operation;
    all.append(all.empty() ? "" : ", ").append(name);
  }
  Require(known, path + ".operation", "must be one of " + all);
  const auto counts = [](int number) { return number >= 0 && number <= kMaxFaultCount; };
  Require(counts(match.nth_call), path + ".nth_call", "must be an integer from 0 to 1000000");
  Require(counts(match.nth_attempt), path + ".nth_attempt", "must be an integer from 0 to 1000000");
}

}  // namespace

bool IsInRange(const FaultDelay& delay) {
  if (const auto* const uniform = std::get_if<UniformDelay>(&delay)) {
    return Fits(uniform->least) && Fits(uniform->most) && uniform->least <= uniform->most;
  }
  if (const auto* const lognormal = std::get_if<LognormalDelay>(&delay)) {
    return Fits(lognormal->median) && lognormal->sigma >= 0 && lognormal->sigma <= 10;
  }
  return Fits(std::get<milliseconds>(delay));
}

void CheckRanges(const Fault& fault, const std::string& path) {
  Require(IsInRange(fault.delay), path + ".delay", "must be from 0 to 366 days, with a sigma from 0 to 10");
  Require(Fits(fault.byte_interval), path + ".byte_interval", "must be from 0 to 366 days");
  Require(fault.bytes_per_second >= 0 && fault.bytes_per_second <= kMaxBytesPerSecond,
          path + ".bytes_per_second", "must be an integer from 0 to 1000000000");
  Require(fault.bytes_per_second == 0 || fault.byte_interval.count() == 0, path + ".bytes_per_second",
          "must be absent if there is an interval between bytes");
  CheckMatch(fault.match, path + ".match");
  Require(fault.match == FaultMatch{} || fault.at >= FaultPoint::kRequestRead, path + ".match",
          "must be absent for a fault at accept or request_start, which happens before the request is read");
}

void CheckRanges(const OngoingFault& fault, const std::string& path) {
  CheckRanges(fault.fault, path);
  Require(fault.share >= 0 && fault.share <= 1, path + ".share", "must be a number from 0 to 1");
  Require(Fits(fault.begins_after), path + ".begins_after", "must be from 0 to 366 days");
  Require(!fault.lasts || Fits(*fault.lasts), path + ".lasts", "must be from 0 to 366 days");
}

}  // namespace lookoutvision::testing
