// Tests of GuardTlsReads with in-memory connections.
#include "base/tls.h"

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>

namespace lookoutvision::internal {
namespace {

// During its handshake, a client skips HelloRequests as long as there are more of them to read.
const std::string kRecord = std::string("\x16\x03\x03\x00\x04", 5) + std::string(4, '\0');
constexpr int kRecords = 100;

class GuardTlsReadsTest : public ::testing::Test {
 protected:
  GuardTlsReadsTest() {
    // As libcurl does.
    SSL_CTX_set_options(context_.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
    GuardTlsReads(context_.get(), is_over_);
    ssl_.reset(SSL_new(context_.get()));
    for (int i = 0; i < kRecords; ++i)
      BIO_write(from_server_, kRecord.data(), static_cast<int>(kRecord.size()));
    BIO_set_mem_eof_return(from_server_, -1);
    SSL_set_bio(ssl_.get(), from_server_, BIO_new(BIO_s_mem()));
  }

  int Connect() { return SSL_get_error(ssl_.get(), SSL_connect(ssl_.get())); }
  int UnreadBytes() const { return static_cast<int>(BIO_ctrl_pending(from_server_)); }

  std::function<bool()> is_over_;
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_{SSL_CTX_new(TLS_client_method()),
                                                              &SSL_CTX_free};
  BIO* const from_server_ = BIO_new(BIO_s_mem());
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_{nullptr, &SSL_free};
};

TEST_F(GuardTlsReadsTest, EndsAFloodedHandshakeOnceTheCallIsOver) {
  int asked = 0;
  is_over_ = [&] { return ++asked > 10; };
  EXPECT_EQ(Connect(), SSL_ERROR_WANT_READ);
  EXPECT_EQ(asked, 11);
  EXPECT_GT(UnreadBytes(), 0);
}

TEST_F(GuardTlsReadsTest, ReadsNothingBetweenCalls) {
  EXPECT_EQ(Connect(), SSL_ERROR_WANT_READ);
  EXPECT_EQ(UnreadBytes(), kRecords * static_cast<int>(kRecord.size()));
}

TEST_F(GuardTlsReadsTest, ReadsEverythingOtherwise) {
  is_over_ = [] { return false; };
  EXPECT_EQ(Connect(), SSL_ERROR_WANT_READ);
  EXPECT_EQ(UnreadBytes(), 0);
}

TEST_F(GuardTlsReadsTest, FailsIfTheConnectionEndsWithoutCloseNotify) {
  is_over_ = [] { return false; };
  BIO_set_mem_eof_return(from_server_, 0);
  EXPECT_NE(Connect(), SSL_ERROR_ZERO_RETURN);
}

TEST(OpenSslVersion, IsAtLeastThree) {
  EXPECT_GE(OpenSslVersion(), "3.");
}

}  // namespace
}  // namespace lookoutvision::internal
