// Tests of the mock service over TLS.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <lookoutvision/testing/mock_service.h>

#include "support/raw_http.h"

namespace lookoutvision::testing {
namespace {

using test::RawConnection;
using ::testing::StartsWith;

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* session) const { SSL_free(session); }
};

/// A TLS client that trusts the CA of a service and verifies certificates.
class TlsClient {
 public:
  TlsClient(const MockService& service, const std::string& host_or_ip)
      : connection_(service.port()), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_load_verify_locations(context_.get(), service.ca_bundle_path().c_str(), nullptr);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    session_.reset(SSL_new(context_.get()));
    X509_VERIFY_PARAM* const rules = SSL_get0_param(session_.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(rules, host_or_ip.c_str()) != 1) {
      X509_VERIFY_PARAM_set1_host(rules, host_or_ip.c_str(), 0);
    }
    SSL_set_fd(session_.get(), connection_.descriptor());
  }

  bool Handshake() { return SSL_connect(session_.get()) == 1; }
  /// Sends only the first message of the handshake.
  void BeginHandshake() {
    fcntl(connection_.descriptor(), F_SETFL, O_NONBLOCK);
    SSL_connect(session_.get());
    fcntl(connection_.descriptor(), F_SETFL, 0);
  }
  long verdict() const { return SSL_get_verify_result(session_.get()); }

  void Send(const std::string& request) {
    SSL_write(session_.get(), request.data(), static_cast<int>(request.size()));
  }

  void SendBytes(std::string_view bytes) { connection_.Send(bytes); }
  /// The TLS record of `request`.
  std::string Encrypt(const std::string& request) {
    BIO* const network = SSL_get_wbio(session_.get());
    BIO* const memory = BIO_new(BIO_s_mem());
    BIO_up_ref(network);
    BIO_up_ref(memory);
    SSL_set0_wbio(session_.get(), memory);
    Send(request);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(memory, &bytes);
    const std::string record(bytes, static_cast<std::size_t>(size));
    SSL_set0_wbio(session_.get(), network);
    BIO_free(memory);
    return record;
  }

  std::string Exchange(const std::string& request) {
    Send(request);
    return Read();
  }

  std::string Read() {
    std::string text(4096, '\0');
    const int size = SSL_read(session_.get(), text.data(), static_cast<int>(text.size()));
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
  }

  /// Whether the server sent close_notify before it closed.
  bool ended_in_order() const { return (SSL_get_shutdown(session_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }

 private:
  RawConnection connection_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> session_;
};

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(MockTls, ServesWithACertificateOfItsOwnCa) {
  MockService service({.tls = true});
  EXPECT_THAT(service.endpoint_url(), StartsWith("https://127.0.0.1:"));
  for (const std::string name : {"127.0.0.1", "::1", "localhost"}) {
    TlsClient client(service, name);
    ASSERT_TRUE(client.Handshake()) << name;
    EXPECT_THAT(client.Exchange(kGet), StartsWith("HTTP/1.1 404"));
  }
  EXPECT_TRUE(service.requests().at(0).tls);
}

TEST(MockTls, PresentsInvalidCertificates) {
  const std::pair<ServerCertificate, long> cases[] = {
      {ServerCertificate::kExpired, X509_V_ERR_CERT_HAS_EXPIRED},
      {ServerCertificate::kSelfSigned, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
      {ServerCertificate::kWrongHost, X509_V_ERR_HOSTNAME_MISMATCH}};
  for (const auto& [certificate, verdict] : cases) {
    MockService service({.tls = true, .certificate = certificate});
    TlsClient client(service, "localhost");
    EXPECT_FALSE(client.Handshake());
    EXPECT_EQ(client.verdict(), verdict);
    EXPECT_TRUE(
        service.WaitUntil([](const auto& now) { return now.connections == 1 && now.open_connections == 0; }));
  }
}

TEST(MockTls, RemovesTheCaFile) {
  std::filesystem::path file;
  {
    MockService service({.tls = true});
    file = service.ca_bundle_path();
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    EXPECT_EQ(text.str(), service.ca_pem());
    EXPECT_THAT(service.ca_pem(), StartsWith("-----BEGIN CERTIFICATE-----"));
  }
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(MockTls, MakesNoHandshakeDuringASilenceAtAccept) {
  MockService service({.tls = true});
  service.Enqueue({.at = FaultPoint::kAccept, .then = FaultAction::kSilence});
  RawConnection connection(service.port());
  ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.faults == 1; }));
  service.Stop();
  EXPECT_EQ(connection.ReadToEnd(), "");
}

TEST(MockTls, ContinuesWithTheHandshakeWhenReleased) {
  MockService service({.tls = true});
  service.Enqueue({.at = FaultPoint::kAccept, .delay = std::chrono::hours{1}});
  TlsClient client(service, "localhost");
  ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.faults == 1; }));
  client.BeginHandshake();
  // The service handles events in order, so it has received the bytes of the first client.
  ASSERT_TRUE(TlsClient(service, "localhost").Handshake());
  service.Release();
  ASSERT_TRUE(client.Handshake());
  EXPECT_THAT(client.Exchange(kGet), StartsWith("HTTP/1.1 404"));
}

TEST(MockTls, SendsGarbageInPlaceOfAHandshake) {
  MockService service({.tls = true});
  service.Enqueue({.response = Response{.raw = "HTTP/1.1 400 Bad Request\r\n\r\n"},
                   .at = FaultPoint::kAccept,
                   .then = FaultAction::kClose});
  RawConnection connection(service.port());
  EXPECT_EQ(connection.ReadToEnd(), "HTTP/1.1 400 Bad Request\r\n\r\n");
}

TEST(MockTls, SendsCloseNotifyOnlyWithAClose) {
  MockService service({.tls = true});
  for (const FaultAction action :
       {FaultAction::kClose, FaultAction::kCloseWithoutNotify, FaultAction::kReset}) {
    service.Enqueue(
        {.response = Response{.raw = "half a response"}, .at = FaultPoint::kResponseEnd, .then = action});
    TlsClient client(service, "localhost");
    ASSERT_TRUE(client.Handshake());
    client.Send(kGet);
    while (!client.Read().empty()) continue;
    EXPECT_EQ(client.ended_in_order(), action == FaultAction::kClose);
  }
}

TEST(MockTls, StopsDuringAHandshake) {
  MockService service({.tls = true});
  RawConnection connection(service.port());
  ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.connections == 1; }));
  service.Stop();
  EXPECT_EQ(connection.ReadToEnd(), "");
  EXPECT_EQ(service.counters().open_connections, 0u);
}

TEST(MockTls, ContinuesTheSessionAfterASilenceAndAfterSingleBytes) {
  MockService service({.tls = true});
  service.Enqueue({.then = FaultAction::kSilence});
  service.Enqueue({.response = Response{.raw = "ab"}, .byte_interval = std::chrono::milliseconds{1}});
  TlsClient client(service, "localhost");
  ASSERT_TRUE(client.Handshake());
  client.Send(kGet);
  ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.faults == 1; }));
  service.Release();
  EXPECT_THAT(client.Read(), StartsWith("HTTP/1.1 404"));
  EXPECT_EQ(client.Exchange(kGet), "a");
  EXPECT_EQ(client.Read(), "b");
  EXPECT_THAT(client.Exchange(kGet), StartsWith("HTTP/1.1 404"));
}

TEST(MockTls, IsReleasedDuringARecord) {
  MockService service({.tls = true});
  service.Enqueue({.response = Response{.raw = "silent"}, .then = FaultAction::kSilence});
  TlsClient client(service, "localhost");
  ASSERT_TRUE(client.Handshake());
  client.Send(kGet);
  ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.faults == 1; }));
  const std::string record = client.Encrypt(kGet);
  client.SendBytes(std::string_view(record).substr(0, record.size() / 2));
  service.Release();
  EXPECT_EQ(client.Read(), "silent");
  client.SendBytes(std::string_view(record).substr(record.size() / 2));
  EXPECT_THAT(client.Read(), StartsWith("HTTP/1.1 404"));
}

TEST(MockTls, DetectsThatTheClientClosesDuringASilence) {
  MockService service({.tls = true});
  service.Enqueue({.then = FaultAction::kSilence});
  {
    TlsClient client(service, "localhost");
    ASSERT_TRUE(client.Handshake());
    client.Send(kGet);
    ASSERT_TRUE(service.WaitUntil([](const auto& now) { return now.faults == 1; }));
  }
  EXPECT_TRUE(service.WaitUntil([](const auto& now) { return now.open_connections == 0; }));
}

}  // namespace
}  // namespace lookoutvision::testing
