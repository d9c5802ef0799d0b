// Tests of the measurements of the libcurl transport, with a clock that the service advances.
#include <atomic>
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using test::ExpectResponse;
using test::Get;
using test::Post;
using testing::MockService;

TEST(CurlTransportMeasurements, ContainTimeToFirstByteAndConnectionReuse) {
  std::atomic<std::int64_t> elapsed{0};
  testing::MockServiceOptions options = test::FixedResponse();
  // Called between request and response.
  options.on_request = [&](const testing::RecordedRequest&) {
    elapsed += nanoseconds(milliseconds{7}).count();
  };
  MockService service(options);
  const auto transport =
      MakeCurlTransport({.platform = {.steady_now = [&] {
                           return std::chrono::steady_clock::time_point(nanoseconds(elapsed.load()));
                         }}});

  const auto first = ExpectResponse(*transport, Get(service)).measurements;
  EXPECT_EQ(first.connection_reused, false);
  EXPECT_EQ(first.time_to_first_byte, milliseconds{7});
  // The body is so large that libcurl sends it in pieces.
  const auto second = ExpectResponse(*transport, Post(service, std::string(1 << 20, 'x'))).measurements;
  EXPECT_EQ(second.connection_reused, true);
  EXPECT_EQ(second.time_to_first_byte, milliseconds{7});
}

}  // namespace
}  // namespace lookoutvision
