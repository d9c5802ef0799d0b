// Tests that the client ends endless responses within a memory limit.
#include <cstddef>
#include <fstream>
#include <ostream>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>

#include "support/flood_server.h"
#include "support/hostile_calls.h"
#include "support/sanitizers.h"

namespace lookoutvision {
namespace {

using test::Repeat;

constexpr std::size_t kMiB = std::size_t{1} << 20;
constexpr std::size_t kFlood = 200 * kMiB;
// The memory that the client may use with its limits of 1 MiB, and the bytes that the server may send, most
// of which are in socket buffers.
constexpr std::size_t kMaxMemory = 4 * kMiB;
constexpr std::size_t kMaxSent = 32 * kMiB;

/// The peak memory of the process since ResetPeakMemory(), in bytes.
std::size_t PeakMemory() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::size_t kibibytes = 0;
    if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
  }
  throw std::runtime_error("/proc/self/status has no VmHWM");
}

void ResetPeakMemory() {
  std::ofstream("/proc/self/clear_refs") << "5" << std::flush;
}

struct Flood {
  const char* name;
  std::string beginning;
  std::string block;
  std::string says;
};

void PrintTo(const Flood& flood, std::ostream* out) {
  *out << flood.name;
}

class HostileFlood : public ::testing::TestWithParam<Flood> {};

TEST_P(HostileFlood, IsStoppedWithinTheMemoryLimit) {
  const auto& [name, beginning, block, says] = GetParam();
  // A first call makes the allocations that are made once per process.
  testing::MockService warm_up;
  ASSERT_TRUE(test::Describe(warm_up, test::RawResponse("200 OK", "", "{}")));
  test::FloodServer server(beginning, block, kFlood);
  const Client client(test::HastyConfig(server.url()));
  ResetPeakMemory();
  const std::size_t before = PeakMemory();
  const auto described = client.DescribeModelPackagingJob(test::SomeDescribe());
  const std::size_t after = PeakMemory();
  ASSERT_FALSE(described);
  EXPECT_EQ(described.error().kind, ErrorKind::kTransport) << described.error();
  EXPECT_EQ(described.error().attempts, 1) << described.error();
  EXPECT_THAT(described.error().message, ::testing::HasSubstr(says));
  if (!test::kSanitized) {
    EXPECT_LT(after, before + kMaxMemory);
  }
  EXPECT_LT(server.Join(), kMaxSent);
}

const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kChunked = kOk + "Transfer-Encoding: chunked\r\n\r\n";
const std::string kChunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
const std::string kPlain(kMiB / 16, 'x');

INSTANTIATE_TEST_SUITE_P(
    OfEveryKind, HostileFlood,
    ::testing::Values(
        Flood{"BodyOfChunks", kChunked, kChunk, "the body of the response"},
        Flood{"BodyOfOneChunk", kChunked + "ffffffff\r\n", kPlain, "the body of the response"},
        Flood{"BodyOfOneByteChunks", kChunked, Repeat(1000, "1\r\nx\r\n"), "the body of the response"},
        Flood{"BodyOfKnownLength", kOk + "Content-Length: 209715200\r\n\r\n", kPlain,
              "the body of the response"},
        Flood{"BodyUntilTheEnd", kOk + "\r\n", kPlain, "the body of the response"},
        Flood{"Trailers", kChunked + "2\r\n{}\r\n0\r\n", Repeat(1000, "X-Trailer: x\r\n"),
              "the header of the response"},
        Flood{"ChunkExtension", kChunked + "1;", kPlain, "the header of the response"},
        Flood{"ChunkExtensions", kChunked, Repeat(1000, "1;extension=of-a-chunk\r\nx\r\n"),
              "the header of the response"},
        Flood{"HeaderFields", kOk, Repeat(1000, "X-Field: x\r\n"), "the header of the response"},
        Flood{"OneHeaderField", kOk + "X-Field: ", kPlain, "the header of the response"},
        Flood{"OneFoldedField", kOk + "X-Field: x\r\n", Repeat(1000, " x\r\n"), "the header of the response"},
        Flood{"StatusLine", "HTTP/1.1 200 ", kPlain, "the header of the response"},
        Flood{"InterimResponses", "", Repeat(1000, "HTTP/1.1 100 Continue\r\n\r\n"),
              "the header of the response"},
        Flood{"NotHttp", "", kPlain, "does not speak HTTP/1.1"}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

}  // namespace
}  // namespace lookoutvision
