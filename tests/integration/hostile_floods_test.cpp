// Answers without end: whatever grows in them, the client stops reading soon, and holds little of it
// meanwhile.
#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <lookoutvision/client.h>

#include "support/hostile_calls.h"
#include "support/sanitizers.h"

namespace lookoutvision {
namespace {

using test::Repeat;

constexpr std::size_t kMiB = std::size_t{1} << 20;
constexpr std::size_t kFlood = 200 * kMiB;
// What the client may hold of it, where the caps are 1 MiB; and what may be sent until it has gone, most of
// which lies in the buffers of sockets.
constexpr std::size_t kMemory = 4 * kMiB;
constexpr std::size_t kSent = 32 * kMiB;

/// Answers the first request of one connection with a beginning, and with one block again and again until
/// 200 MB are sent or the client has gone. Holds no more than the block.
class FloodServer {
 public:
  FloodServer(std::string beginning, std::string block)
      : beginning_(std::move(beginning)),
        block_(std::move(block)),
        listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 1) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
      throw std::runtime_error("cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { Serve(); });
  }
  ~FloodServer() {
    Join();
    ::close(listener_);
  }
  FloodServer(const FloodServer&) = delete;
  FloodServer& operator=(const FloodServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  /// How many bytes went out before the client had gone. No further connection is taken.
  std::size_t Join() {
    ::shutdown(listener_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    return sent_;
  }

 private:
  void Serve() {
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) return;
    // Where the client tries again, it is refused at once.
    ::shutdown(listener_, SHUT_RDWR);
    // A client that neither reads nor goes away ends the flood, too.
    const timeval watchdog{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &watchdog, sizeof watchdog);
    std::string request;
    std::array<char, 4096> chunk{};
    while (request.find("\r\n\r\n") == std::string::npos) {
      const auto size = ::recv(client, chunk.data(), chunk.size(), 0);
      if (size <= 0) break;
      request.append(chunk.data(), static_cast<std::size_t>(size));
    }
    for (bool there = Send(client, beginning_); there && sent_ < kFlood;) there = Send(client, block_);
    ::close(client);
  }

  bool Send(int client, std::string_view bytes) {
    while (!bytes.empty()) {
      const auto size = ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size <= 0) return false;
      sent_ += static_cast<std::size_t>(size);
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
  }

  const std::string beginning_;
  const std::string block_;
  int listener_;
  std::uint16_t port_ = 0;
  std::size_t sent_ = 0;
  std::thread thread_;
};

/// The most memory that the process has held since ForgetPeak, in bytes.
std::size_t PeakMemory() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::size_t kibibytes = 0;
    if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024;
  }
  throw std::runtime_error("/proc/self/status tells no VmHWM");
}

void ForgetPeak() {
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

TEST_P(HostileFlood, IsStoppedAndLeavesMemoryFlat) {
  const auto& [name, beginning, block, says] = GetParam();
  // What is allocated once and for all is so before the measurement.
  testing::MockService warm_up;
  ASSERT_TRUE(test::Describe(warm_up, test::HttpAnswer("200 OK", "", "{}")));
  FloodServer server(beginning, block);
  const Client client(test::HastyConfig(server.url()));
  ForgetPeak();
  const std::size_t before = PeakMemory();
  const auto described = client.DescribeModelPackagingJob(test::SomeDescribe());
  const std::size_t after = PeakMemory();
  ASSERT_FALSE(described);
  EXPECT_EQ(described.error().kind, ErrorKind::kTransport) << described.error();
  EXPECT_EQ(described.error().attempts, 1) << described.error();
  EXPECT_THAT(described.error().message, ::testing::HasSubstr(says));
  if (!test::kSanitized) {
    EXPECT_LT(after, before + kMemory);
  }
  EXPECT_LT(server.Join(), kSent);
}

const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kChunked = kOk + "Transfer-Encoding: chunked\r\n\r\n";
const std::string kChunk = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
const std::string kPlain(kMiB / 16, 'x');

INSTANTIATE_TEST_SUITE_P(
    OfEveryKind, HostileFlood,
    ::testing::Values(
        Flood{"BodyOfChunks", kChunked, kChunk, "the body of the answer"},
        Flood{"BodyOfOneChunk", kChunked + "ffffffff\r\n", kPlain, "the body of the answer"},
        Flood{"BodyOfOneByteChunks", kChunked, Repeat(1000, "1\r\nx\r\n"), "the body of the answer"},
        Flood{"BodyOfKnownLength", kOk + "Content-Length: 209715200\r\n\r\n", kPlain,
              "the body of the answer"},
        Flood{"BodyUntilTheEnd", kOk + "\r\n", kPlain, "the body of the answer"},
        Flood{"Trailers", kChunked + "2\r\n{}\r\n0\r\n", Repeat(1000, "X-Trailer: x\r\n"),
              "the header of the answer"},
        Flood{"HeaderFields", kOk, Repeat(1000, "X-Field: x\r\n"), "the header of the answer"},
        Flood{"OneHeaderField", kOk + "X-Field: ", kPlain, "the header of the answer"},
        Flood{"OneFoldedField", kOk + "X-Field: x\r\n", Repeat(1000, " x\r\n"), "the header of the answer"},
        Flood{"StatusLine", "HTTP/1.1 200 ", kPlain, "the header of the answer"},
        Flood{"ProvisionalAnswers", "", Repeat(1000, "HTTP/1.1 100 Continue\r\n\r\n"),
              "the header of the answer"},
        Flood{"NoHttp", "", kPlain, "does not speak HTTP/1.1"}),
    [](const auto& parameter) { return std::string(parameter.param.name); });

}  // namespace
}  // namespace lookoutvision
