// Tests that timeouts and the stop token end calls to peers that send without pause.
#include <chrono>
#include <memory>
#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>

#include "support/flood_server.h"
#include "support/text_file.h"
#include "support/tls_flood.h"
#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using test::Failed;
using test::FloodServer;
using ::testing::StartsWith;

// Long enough for the flood to begin, even on a busy machine.
constexpr milliseconds kShort{1000};

struct Endless {
  const char* name;
  std::string beginning;
  std::string block;
  bool from_proxy = false;
  /// Whether the flood counts as connecting, so that the connect timeout applies.
  bool while_connecting = false;
  std::string phase;
};

void PrintTo(const Endless& endless, std::ostream* out) {
  *out << endless.name;
}

class EndlessTransfer : public ::testing::TestWithParam<Endless> {
 protected:
  HttpRequest Request() const {
    const bool tls = GetParam().while_connecting;
    if (GetParam().from_proxy) return {.method = "GET", .url = "https://service.test/"};
    return {.method = "GET", .url = server_.url(tls ? "https" : "http") + "/"};
  }
  HttpSendOptions Options(milliseconds timeout = std::chrono::seconds{60}) const {
    HttpSendOptions options = test::Within(timeout);
    if (GetParam().from_proxy) options.proxy = server_.url();
    return options;
  }
  void ExpectClientDisconnected() {
    server_.Join();
    EXPECT_TRUE(server_.client_disconnected());
  }

  FloodServer server_{GetParam().beginning, GetParam().block};
  const std::shared_ptr<HttpTransport> transport_ =
      MakeCurlTransport({.max_header_bytes = std::size_t{1} << 60});
};

TEST_P(EndlessTransfer, EndsAtTheAttemptTimeout) {
  const Error error = Failed(*transport_, Request(), Options(kShort));
  ExpectClientDisconnected();
  EXPECT_EQ(error.kind, ErrorKind::kTimeout) << error;
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(error.message, StartsWith("the attempt timeout of 1 s passed while " + GetParam().phase));
}

TEST_P(EndlessTransfer, EndsWhenTheCallIsStopped) {
  test::RunningCall call(*transport_, Request(), Options());
  server_.WaitForFlood();
  call.Stop();
  const auto outcome = call.Join();
  ExpectClientDisconnected();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled) << outcome.error();
  // The phase depends on how much has arrived.
  EXPECT_THAT(outcome.error().message, StartsWith("cancelled while "));
}

class EndlessConnecting : public EndlessTransfer {};

TEST_P(EndlessConnecting, EndsAtTheConnectTimeout) {
  HttpSendOptions options = Options();
  options.connect_timeout = kShort;
  const Error error = Failed(*transport_, Request(), options);
  ExpectClientDisconnected();
  EXPECT_EQ(error.kind, ErrorKind::kTimeout) << error;
  EXPECT_TRUE(error.retryable);
  EXPECT_THAT(error.message, StartsWith("the connect timeout of 1 s passed while " + GetParam().phase));
}

const std::string kDenied = "HTTP/1.1 407 Proxy Authentication Required\r\n";
const std::string kPlain(0x10000, 'x');
// A TLS record of HelloRequests, which a client skips during its handshake.
const std::string kHelloRequests = std::string("\x16\x03\x03\x40\x00", 5) + std::string(0x4000, '\0');

const Endless kWhileConnecting[] = {
    {"ChunksOfAProxyThatDenies", kDenied + "Transfer-Encoding: chunked\r\n\r\n",
     "10000\r\n" + kPlain + "\r\n", true, true, "connecting to service.test:443 through the proxy "},
    {"BodyOfAProxyThatDenies", kDenied + "Content-Length: 9000000000000000\r\n\r\n", kPlain, true, true,
     "connecting to service.test:443 through the proxy "},
    {"HelloRequests", "", kHelloRequests, false, true, "making the TLS handshake with 127.0.0.1:"}};
// The transport of this test has no header limit, which would end them.
std::string ManyInterimResponses() {
  std::string block;
  while (block.size() < 0x10000) block += "HTTP/1.1 100 Continue\r\n\r\n";
  return block;
}
const Endless kInterimResponses{
    "InterimResponses", "", ManyInterimResponses(), false, false, "receiving the response from 127.0.0.1:"};

std::string KindOf(const ::testing::TestParamInfo<Endless>& parameter) {
  return parameter.param.name;
}

INSTANTIATE_TEST_SUITE_P(WhileConnecting, EndlessTransfer, ::testing::ValuesIn(kWhileConnecting), KindOf);
INSTANTIATE_TEST_SUITE_P(AfterConnecting, EndlessTransfer, ::testing::Values(kInterimResponses), KindOf);
INSTANTIATE_TEST_SUITE_P(OfEveryKind, EndlessConnecting, ::testing::ValuesIn(kWhileConnecting), KindOf);

class EndlessTlsRecords : public ::testing::TestWithParam<test::TlsFlood> {
 protected:
  std::shared_ptr<HttpTransport> Transport() const { return MakeCurlTransport({.ca_bundle = ca_.path()}); }
  static HttpRequest GetFrom(const FloodServer& server) {
    return {.method = "GET", .url = server.url("https") + "/"};
  }
  static void ExpectClientDisconnected(FloodServer& server) {
    server.Join();
    EXPECT_TRUE(server.client_disconnected());
  }

  const testing::ServerIdentity identity_ = testing::MakeServerIdentity(testing::ServerCertificate::kGood);
  const test::TextFile ca_{identity_.ca};
};

TEST_P(EndlessTlsRecords, EndAtTheAttemptTimeout) {
  FloodServer server(test::ServeTlsFlood(identity_, GetParam()));
  const Error error = Failed(*Transport(), GetFrom(server), test::Within(kShort));
  ExpectClientDisconnected(server);
  EXPECT_EQ(error.kind, ErrorKind::kTimeout) << error;
  EXPECT_THAT(error.message, StartsWith("the attempt timeout of 1 s passed while waiting for the response"));
}

TEST_P(EndlessTlsRecords, EndWhenTheCallIsStopped) {
  FloodServer server(test::ServeTlsFlood(identity_, GetParam()));
  const auto transport = Transport();
  test::RunningCall call(*transport, GetFrom(server));
  server.WaitForFlood();
  call.Stop();
  const auto outcome = call.Join();
  ExpectClientDisconnected(server);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled) << outcome.error();
}

TEST_P(EndlessTlsRecords, OfAProxyEndAtTheConnectTimeout) {
  FloodServer proxy(test::ServeTlsFlood(identity_, GetParam()));
  HttpSendOptions options = test::Watchdog();
  options.connect_timeout = kShort;
  options.proxy = proxy.url("https");
  const Error error = Failed(*Transport(), {.method = "GET", .url = "https://service.test/"}, options);
  ExpectClientDisconnected(proxy);
  EXPECT_EQ(error.kind, ErrorKind::kTimeout) << error;
  EXPECT_THAT(error.message, StartsWith("the connect timeout of 1 s passed while "));
}

TEST_P(EndlessTlsRecords, DoNotKeepAnIdleConnectionFromBeingClosed) {
  FloodServer server(
      test::ServeTlsFlood(identity_, GetParam(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"));
  auto transport = Transport();
  EXPECT_EQ(test::ExpectResponse(*transport, GetFrom(server)).body, "OK");
  server.WaitForFlood();
  transport.reset();
  ExpectClientDisconnected(server);
}

INSTANTIATE_TEST_SUITE_P(OfEveryKind, EndlessTlsRecords,
                         ::testing::Values(test::TlsFlood::kKeyUpdates, test::TlsFlood::kRequestedKeyUpdates,
                                           test::TlsFlood::kTickets));

}  // namespace
}  // namespace lookoutvision
