// Tests of the libcurl transport with pipes as TLS files.
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <lookoutvision/http_transport.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/credential_sources.h"
#include "support/fifo.h"
#include "support/transport_calls.h"
#include "testing/certificates.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using test::AnonymousPipe;
using test::ExpectResponse;
using test::Failed;
using test::Fifo;
using test::FixedResponse;
using test::Get;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::MockService;
using ::testing::Not;

// Tests of each option that names a TLS file.
class CurlTransportStreams : public ::testing::TestWithParam<std::string HttpTransportOptions::*> {
 protected:
  CurlTransportStreams()
      : service_(FixedResponse({.body = "hello"}, /*tls=*/true)),
        identity_(testing::MakeServerIdentity(testing::ServerCertificate::kGood)),
        options_{.ca_bundle = service_.ca_bundle_path(),
                 .client_certificate = home_.path() + "/cert",
                 .client_key = home_.path() + "/key"} {
    home_.Write("cert", identity_.certificate);
    home_.Write("key", identity_.key);
  }
  HttpTransportOptions OptionsWith(const std::string& path) const {
    HttpTransportOptions options = options_;
    options.*GetParam() = path;
    return options;
  }
  std::string Name() const {
    if (GetParam() == &HttpTransportOptions::ca_bundle) return "ca_bundle";
    return GetParam() == &HttpTransportOptions::client_key ? "client_key" : "client_certificate";
  }
  std::string Content() const {
    if (GetParam() == &HttpTransportOptions::ca_bundle) return service_.ca_pem();
    return GetParam() == &HttpTransportOptions::client_key ? identity_.key : identity_.certificate;
  }

  MockService service_;
  testing::ServerIdentity identity_;
  test::Home home_;
  HttpTransportOptions options_;
};

TEST_P(CurlTransportStreams, MayBePipesThatCanBeReadOnlyOnce) {
  const AnonymousPipe pipe(Content());
  const auto transport = MakeCurlTransport(OptionsWith(pipe.path()));
  // Two handles need the file.
  service_.Enqueue({.then = testing::FaultAction::kSilence});
  test::RunningCall first(*transport, Get(service_));
  ASSERT_TRUE(test::FaultsReached(service_, 1));
  EXPECT_EQ(ExpectResponse(*transport, Get(service_)).body, "hello");
  first.Stop();
  EXPECT_EQ(first.Join().error().kind, ErrorKind::kCancelled);
}

TEST_P(CurlTransportStreams, MayBeReadOnceForAnAttemptThatFailsAndARetry) {
  const AnonymousPipe pipe(Content());
  const auto transport = MakeCurlTransport(OptionsWith(pipe.path()));
  service_.Enqueue({.at = testing::FaultPoint::kAccept, .then = testing::FaultAction::kReset});
  EXPECT_TRUE(Failed(*transport, Get(service_)).retryable);
  EXPECT_EQ(ExpectResponse(*transport, Get(service_)).body, "hello");
}

TEST_P(CurlTransportStreams, MayBeNamedPipesThatOneWriterServesOnce) {
  const Fifo fifo;
  const auto transport = MakeCurlTransport(OptionsWith(fifo.path()));
  std::jthread writer([&] { fifo.Serve(Content()); });
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(ExpectResponse(*transport, Get(service_)).body, "hello"); });
  }
}

TEST_P(CurlTransportStreams, EndWithTheConnectTimeoutWithoutAWriter) {
  const Fifo fifo;
  HttpSendOptions options = test::Watchdog();
  options.connect_timeout = milliseconds{50};
  const auto transport = MakeCurlTransport(OptionsWith(fifo.path()));
  const Error error = Failed(*transport, Get(service_), options);
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_TRUE(error.retryable);
  EXPECT_EQ(error.endpoint, service_.endpoint_url());
  EXPECT_EQ(error.message,
            Name() + " (" + fifo.path() + ") cannot be read: nothing was written to it within 50 ms");
  EXPECT_EQ(Failed(*transport, Get(service_), test::Within(milliseconds{50})).kind, ErrorKind::kTimeout);
  EXPECT_EQ(service_.counters().connections, 0U);
  // The next call reads it again.
  std::jthread writer([&] { fifo.Serve(Content()); });
  EXPECT_EQ(ExpectResponse(*transport, Get(service_)).body, "hello");
}

TEST_P(CurlTransportStreams, EndWithTheStopTokenWithoutAWriter) {
  const Fifo fifo;
  const auto transport = MakeCurlTransport(OptionsWith(fifo.path()));
  test::RunningCall call(*transport, Get(service_));
  // Returns when the read has begun.
  const int end = fifo.OpenForWriting();
  call.Stop();
  const auto outcome = call.Join();
  close(end);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
}

TEST_P(CurlTransportStreams, AreAConfigurationErrorWithoutPem) {
  const Fifo fifo;
  std::jthread writer([&] { fifo.Serve("s3cret\n"); });
  const Error error = Failed(*MakeCurlTransport(OptionsWith(fifo.path())), Get(service_));
  EXPECT_EQ(error.kind, ErrorKind::kConfiguration);
  EXPECT_THAT(error.message,
              AllOf(HasSubstr(fifo.path()), HasSubstr(" cannot be used: "), Not(HasSubstr("s3cret"))));
}

TEST_P(CurlTransportStreams, AreAConfigurationErrorIfUnreadable) {
  const Error error = Failed(*MakeCurlTransport(OptionsWith("/dev/zero")), Get(service_));
  EXPECT_EQ(error.kind, ErrorKind::kConfiguration);
  EXPECT_EQ(error.message, Name() + " (/dev/zero) cannot be read: it is longer than 16 MiB");
}

TEST_P(CurlTransportStreams, AreNotReadForPlainHttp) {
  MockService plain(FixedResponse({.body = "plain"}));
  const Fifo fifo;
  EXPECT_EQ(ExpectResponse(*MakeCurlTransport(OptionsWith(fifo.path())), Get(plain)).body, "plain");
}

TEST_P(CurlTransportStreams, AreReadForAProxyWithTls) {
  const Fifo fifo;
  HttpSendOptions options = test::Within(milliseconds{50});
  options.proxy = service_.endpoint_url();
  const Error error = Failed(*MakeCurlTransport(OptionsWith(fifo.path())),
                             {.method = "GET", .url = "http://service.example/"}, options);
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_THAT(error.message, HasSubstr(fifo.path() + ") cannot be read: nothing was written to it"));
}

INSTANTIATE_TEST_SUITE_P(Members, CurlTransportStreams,
                         ::testing::Values(&HttpTransportOptions::ca_bundle,
                                           &HttpTransportOptions::client_certificate,
                                           &HttpTransportOptions::client_key),
                         [](const auto& member) -> std::string {
                           return member.index == 0   ? "ca_bundle"
                                  : member.index == 1 ? "client_certificate"
                                                      : "client_key";
                         });

}  // namespace
}  // namespace lookoutvision
