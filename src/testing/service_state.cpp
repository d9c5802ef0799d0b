// Validates and completes the options of a mock service.
#include "testing/service_state.h"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include "base/ip_address.h"
#include "base/real_platform.h"
#include "base/text.h"
#include "base/url.h"

namespace lookoutvision::testing {
namespace {

constexpr std::chrono::hours kMaxClockSkew{24 * 366};

// A base path of another form would never match a request.
void Check(const MockServiceOptions& options) {
  const std::string& base_path = options.base_path;
  if (!base_path.empty() &&
      (base_path.front() != '/' || base_path.back() == '/' ||
       !internal::ParseUrl("http://localhost" + base_path) || base_path.find('?') != base_path.npos)) {
    throw std::invalid_argument(
        "MockServiceOptions::base_path is \"" + internal::Printable(base_path, 128) +
        "\": must be a percent-encoded path such as /vision, with a slash at its start and none at its end");
  }
  if (!options.unix_socket.empty()) {
    if (const auto problem = internal::ValidateSocketPath(options.unix_socket))
      throw std::invalid_argument("the path MockServiceOptions::unix_socket " + problem->text);
    if (options.port != 0 || options.tls || !base_path.empty())
      throw std::invalid_argument(
          "MockServiceOptions::unix_socket cannot be combined with port, tls or base_path");
  }
  if (!internal::ParseIpAddress(options.host)) {
    throw std::invalid_argument("MockServiceOptions::host is \"" + internal::Printable(options.host, 128) +
                                "\": must be an IPv4 address, or an IPv6 address without brackets");
  }
  if (options.max_page_size < 1) {
    throw std::invalid_argument("MockServiceOptions::max_page_size must be at least 1");
  }
  if (options.max_request_rate &&
      (options.max_request_rate->requests < 1 || options.max_request_rate->period.count() < 1)) {
    throw std::invalid_argument("MockServiceOptions::max_request_rate must be above zero");
  }
}

MockServiceOptions Complete(MockServiceOptions options,
                            const std::atomic<std::chrono::milliseconds>& clock_skew) {
  Check(options);
  options.platform = internal::WithRealParts(std::move(options.platform));
  options.platform.system_now = [real = std::move(options.platform.system_now), &clock_skew] {
    return real() + clock_skew.load();
  };
  return options;
}

}  // namespace

std::string UrlHost(const std::string& address) {
  const auto bytes = internal::ParseIpAddress(address)->bytes;
  const bool is_v6 = address.find(':') != address.npos;
  const bool is_any = std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
  if (is_any) return is_v6 ? "[::1]" : "127.0.0.1";
  return is_v6 ? '[' + address + ']' : address;
}

ServiceState::ServiceState(MockServiceOptions given) : options(Complete(std::move(given), clock_skew)) {}

void ServiceState::SetClockSkew(std::chrono::milliseconds skew) {
  if (skew > kMaxClockSkew || skew < -kMaxClockSkew) {
    throw std::invalid_argument("the clock skew is " + std::to_string(skew.count()) +
                                " ms: must be at most 366 days in either direction");
  }
  clock_skew = skew;
}

void ServiceState::AdvanceClock(std::chrono::milliseconds by) {
  operations.AdvanceClock(by);
  faults.AdvanceClock(by);
}

void ServiceState::Reset() {
  clock_skew = std::chrono::milliseconds{0};
  faults.Clear();
  operations.Reset();
  journal.Reset();
}

}  // namespace lookoutvision::testing
