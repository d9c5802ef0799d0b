// Tests of which faults the mock service accepts, lists and applies, over real sockets.
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/testing/mock_service.h>

#include "support/raw_http.h"

namespace lookoutvision::testing {
namespace {

using test::RawConnection;
using ::testing::StartsWith;

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(MockInstalledFaults, ApplyToTheRequestsThatMatch) {
  MockService service({.verify_signatures = false});
  const auto id = service.Enqueue({.response = Response{.status = 503},
                                   .match = {.operation = "ListModelPackagingJobs", .project = "p"}});
  RawConnection connection(service.port());
  EXPECT_THAT(connection.Exchange(kGet), StartsWith("HTTP/1.1 404"));
  const std::string list = "GET /2020-11-20/projects/p/modelpackagingjobs HTTP/1.1\r\nHost: x\r\n\r\n";
  EXPECT_THAT(connection.Exchange(list), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(connection.Exchange(list), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(service.requests().at(0).fault, std::nullopt);
  EXPECT_EQ(service.requests().at(1).fault, id);
}

TEST(MockInstalledFaults, AreListedAndRemoved) {
  MockService service;
  const auto first = service.Enqueue({.response = Response{.status = 503}});
  const auto second = service.Install({.fault = {.response = Response{.status = 500}}});
  EXPECT_EQ(service.faults().size(), 2u);
  EXPECT_TRUE(service.RemoveFault(first));
  EXPECT_FALSE(service.RemoveFault(first));
  EXPECT_EQ(service.faults().at(0).id, second);
  EXPECT_THAT(RawConnection(service.port()).Exchange(kGet), StartsWith("HTTP/1.1 500"));
}

TEST(MockInstalledFaults, AreRejectedIfOutOfRange) {
  using std::chrono::milliseconds;
  MockService service;
  for (const Fault& fault :
       {Fault{.at = FaultPoint::kAccept, .match = {.project = "p"}},
        Fault{.at = FaultPoint::kRequestStart, .match = {.nth_attempt = 1}},
        Fault{.match = {.operation = "Describe"}}, Fault{.match = {.nth_call = -1}},
        Fault{.delay = milliseconds{-1}},
        Fault{.delay = UniformDelay{.least = milliseconds{2}, .most = milliseconds{1}}},
        Fault{.delay = LognormalDelay{.sigma = -1}}, Fault{.byte_interval = milliseconds{-1}},
        Fault{.byte_interval = milliseconds{1}, .bytes_per_second = 1}, Fault{.bytes_per_second = -1}}) {
    EXPECT_THROW(service.Enqueue(fault), std::invalid_argument);
    EXPECT_THROW(service.Install({.fault = fault}), std::invalid_argument);
  }
  EXPECT_EQ(service.faults().size(), 0u);
}

}  // namespace
}  // namespace lookoutvision::testing
