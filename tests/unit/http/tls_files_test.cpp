// Tests of TLS files that are not regular files, with /dev/null, whose content is that of a FakePlatform.
#include "http/tls_files.h"

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>

#include "support/fake_platform.h"

namespace lookoutvision::internal {
namespace {

using namespace std::chrono_literals;

const std::string kStream = "/dev/null";

class TlsFilesTest : public ::testing::Test {
 protected:
  TlsFilesTest() { fake_.files[kStream] = "PEM"; }

  test::FakePlatform fake_;
  HttpTransportOptions options_{.ca_bundle = kStream, .platform = fake_.platform()};
};

TEST_F(TlsFilesTest, AreReadOncePerTransport) {
  TlsFiles files(options_);
  CurlConnection first(options_);
  EXPECT_EQ(files.SetOn(first, {.timeout = 3s}), std::nullopt);
  EXPECT_EQ(fake_.read_options.at(0).timeout, 3s);

  CurlConnection second(options_);
  EXPECT_EQ(files.SetOn(second, {.timeout = 1s}), std::nullopt);
  EXPECT_EQ(files.SetOn(second, {.timeout = 1s}), std::nullopt);
  EXPECT_EQ(fake_.files_read.size(), 1U);
}

TEST_F(TlsFilesTest, AreLeftToLibcurlIfTheyAreRegularOrMissing) {
  options_.client_certificate = options_.client_key = "/no/such/file";
  options_.ca_bundle = "/proc/self/exe";
  TlsFiles files(options_);
  CurlConnection connection(options_);
  EXPECT_EQ(files.SetOn(connection, {}), std::nullopt);
  EXPECT_TRUE(fake_.files_read.empty());
}

TEST_F(TlsFilesTest, ReportAFailedReadAndTryAgain) {
  fake_.unreadable[kStream] = "input/output error";
  TlsFiles files(options_);
  CurlConnection connection(options_);
  std::stop_source source;
  const IoOptions options{.stop_token = source.get_token(), .timeout = 5s};
  const std::string message = "ca_bundle (/dev/null) cannot be read: input/output error";
  EXPECT_EQ(files.SetOn(connection, options), (Error{.kind = ErrorKind::kConfiguration, .message = message}));
  fake_.on_read = [this] { fake_.Advance(5s); };
  EXPECT_EQ(files.SetOn(connection, options),
            (Error{.kind = ErrorKind::kTimeout, .message = message, .retryable = true}));
  fake_.on_read = [&] { source.request_stop(); };
  EXPECT_EQ(files.SetOn(connection, options), (Error{.kind = ErrorKind::kCancelled, .message = message}));
  fake_.unreadable.clear();
  EXPECT_EQ(files.SetOn(connection, options), std::nullopt);
}

}  // namespace
}  // namespace lookoutvision::internal
