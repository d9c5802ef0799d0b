// Checks the ranges of a fault's members.
#pragma once

#include <chrono>
#include <string>

#include <lookoutvision/testing/fault.h>

namespace lookoutvision::testing {

/// Long enough for any test; added to a time it does not overflow.
inline constexpr std::chrono::milliseconds kMaxFaultDuration = std::chrono::hours{24 * 366};
/// The maximum of `times`, `nth_call` and `nth_attempt`.
inline constexpr int kMaxFaultCount = 1'000'000;
inline constexpr int kMaxBytesPerSecond = 1'000'000'000;

bool IsInRange(const FaultDelay& delay);

/// Throws std::invalid_argument, which names the member, if one is out of range or does not fit another.
/// `path` is the place of the fault, for example `fault[1]`.
void CheckRanges(const Fault& fault, const std::string& path);
void CheckRanges(const OngoingFault& fault, const std::string& path);

}  // namespace lookoutvision::testing
