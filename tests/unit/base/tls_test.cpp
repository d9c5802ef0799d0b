// Tests of GuardTls with in-memory connections.
#include "base/tls.h"

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>

namespace lookoutvision::internal {
namespace {

// A HelloRequest, which a client skips during its handshake.
const std::string kRecord = std::string("\x16\x03\x03\x00\x04", 5) + std::string(4, '\0');
constexpr int kRecords = 100;

class GuardTlsTest : public ::testing::Test {
 protected:
  GuardTlsTest() {
    // The options of libcurl.
    SSL_CTX_set_options(context_.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
    GuardTls(context_.get(), guard_);
    ssl_.reset(SSL_new(context_.get()));
    for (int i = 0; i < kRecords; ++i) Receive(kRecord);
    BIO_set_mem_eof_return(from_server_, -1);
    SSL_set_bio(ssl_.get(), from_server_, BIO_new(BIO_s_mem()));
  }

  void Receive(const std::string& bytes) {
    BIO_write(from_server_, bytes.data(), static_cast<int>(bytes.size()));
  }
  int Connect() { return SSL_get_error(ssl_.get(), SSL_connect(ssl_.get())); }
  int UnreadBytes() const { return static_cast<int>(BIO_ctrl_pending(from_server_)); }

  std::function<bool()> is_over_;
  TlsGuard guard_{is_over_};
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_{SSL_CTX_new(TLS_client_method()),
                                                              &SSL_CTX_free};
  BIO* const from_server_ = BIO_new(BIO_s_mem());
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_{nullptr, &SSL_free};
};

TEST_F(GuardTlsTest, EndsAFloodedHandshakeOnceTheCallIsOver) {
  int checks = 0;
  is_over_ = [&] { return ++checks > 10; };
  EXPECT_EQ(Connect(), SSL_ERROR_WANT_READ);
  EXPECT_EQ(checks, 11);
  EXPECT_GT(UnreadBytes(), 0);
}

TEST_F(GuardTlsTest, ReadsNothingBetweenCalls) {
  EXPECT_EQ(Connect(), SSL_ERROR_WANT_READ);
  EXPECT_EQ(UnreadBytes(), kRecords * static_cast<int>(kRecord.size()));
}

TEST_F(GuardTlsTest, ReadsEverythingOtherwise) {
  is_over_ = [] { return false; };
  EXPECT_EQ(Connect(), SSL_ERROR_WANT_READ);
  EXPECT_EQ(UnreadBytes(), 0);
}

TEST_F(GuardTlsTest, FailsIfTheConnectionEndsWithoutCloseNotify) {
  is_over_ = [] { return false; };
  BIO_set_mem_eof_return(from_server_, 0);
  EXPECT_NE(Connect(), SSL_ERROR_ZERO_RETURN);
}

// The failure of a handshake in which the server sends only `bytes`.
TlsFailure FailureAfter(const std::string& bytes) {
  const std::function<bool()> is_over = [] { return false; };
  TlsGuard guard{is_over};
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  GuardTls(context.get(), guard);
  const std::unique_ptr<SSL, void (*)(SSL*)> ssl(SSL_new(context.get()), &SSL_free);
  BIO* const from_server = BIO_new(BIO_s_mem());
  BIO_write(from_server, bytes.data(), static_cast<int>(bytes.size()));
  SSL_set_bio(ssl.get(), from_server, BIO_new(BIO_s_mem()));
  SSL_connect(ssl.get());
  return guard.failure;
}

std::string AlertRecord(int alert) {
  return std::string("\x15\x03\x03\x00\x02\x02", 6) + static_cast<char>(alert);
}

TEST(TlsFailure, DependsOnTheAlertOfThePeer) {
  // bad_certificate, unsupported_certificate, certificate_revoked, certificate_expired, certificate_unknown,
  // unknown_ca, access_denied, certificate_required
  for (const int alert : {42, 43, 44, 45, 46, 48, 49, 116})
    EXPECT_EQ(FailureAfter(AlertRecord(alert)), TlsFailure::kClientCertificate) << alert;
  EXPECT_EQ(FailureAfter(AlertRecord(40)), TlsFailure::kHandshake);
  // close_notify, protocol_version, internal_error
  for (const int alert : {0, 70, 80})
    EXPECT_EQ(FailureAfter(AlertRecord(alert)), TlsFailure::kUnknown) << alert;
}

TEST(TlsFailure, IsNotTlsIfThePeerDoesNotSpeakTls) {
  for (const char* text : {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-server\r\n", "220 mail.example\r\n"})
    EXPECT_EQ(FailureAfter(text), TlsFailure::kNotTls) << text;
  for (const std::string& text : {std::string(), std::string("\x15\x03"), kRecord})
    EXPECT_EQ(FailureAfter(text), TlsFailure::kUnknown) << text;
}

TEST(OpenSslVersion, IsAtLeastThree) {
  EXPECT_GE(OpenSslVersion(), "3.");
}

}  // namespace
}  // namespace lookoutvision::internal
