// Tests of credentials over real sockets and from real processes.
#include <atomic>
#include <chrono>
#include <csignal>
#include <future>
#include <latch>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/closed_port.h"
#include "support/credential_sources.h"
#include "support/transport_calls.h"

namespace lookoutvision {
namespace {

using test::CredentialSourcesOptions;
using test::EnvironmentAt;
using test::Home;
using testing::FaultAction;
using ::testing::HasSubstr;
using testing::MockService;
using testing::MockServiceOptions;

// Why there are no credentials; empty if there are any.
std::string ProblemOf(const LoadResult& loaded) {
  if (const auto* error = std::get_if<Error>(&loaded)) return error->message;
  const auto* absent = std::get_if<NotConfigured>(&loaded);
  return absent == nullptr ? "" : absent->why;
}

// Credentials with the real platform, except for the environment.
class CredentialsOverSockets : public ::testing::Test {
 protected:
  ClientConfig Options() {
    ClientConfig options;
    options.platform.getenv = [environment = environment_](const std::string& name) {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    return options;
  }

  MockService service_{CredentialSourcesOptions()};
  Home home_;
  std::map<std::string, std::string> environment_ = EnvironmentAt(service_, home_);
};

TEST_F(CredentialsOverSockets, AreLoadedOnceForThirtyTwoThreads) {
  environment_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service_.endpoint_url() + "/container";
  const Client client({.platform = Options().platform});
  std::atomic<int> described = 0;
  {
    std::latch start(32);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 32; ++i) {
      threads.emplace_back([&] {
        start.arrive_and_wait();
        const auto outcome = client.DescribeModelPackagingJob(
            DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("none"));
        // The service accepted the signature if it reports an unknown job.
        if (outcome.error().code == ErrorCode::kResourceNotFoundException) ++described;
      });
    }
  }
  EXPECT_EQ(described, 32);
  int fetched = 0;
  for (const auto& request : service_.requests()) fetched += request.target == "/container" ? 1 : 0;
  EXPECT_EQ(fetched, 1);
}

TEST_F(CredentialsOverSockets, AreNotConfiguredIfTheConnectionIsRefused) {
  const test::ClosedPort closed_port;
  environment_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = closed_port.url();
  const auto loaded = MakeInstanceMetadataCredentials(Options())->Load({});
  ASSERT_TRUE(std::holds_alternative<NotConfigured>(loaded));
}

TEST_F(CredentialsOverSockets, OfARoleAreRequestedWithTheClientCertificate) {
  auto options = CredentialSourcesOptions();
  options.tls = true;
  MockService sts(options);
  environment_["AWS_ENDPOINT_URL_STS"] = sts.endpoint_url();
  home_.Write(".aws/config",
              "[default]\nrole_arn=A\nsource_profile=b\n"
              "[profile b]\naws_access_key_id=k\naws_secret_access_key=s\n");
  const Client client({.ca_bundle = sts.ca_bundle_path(),
                       .client_certificate = "/no/such/cert.pem",
                       .client_key = "/no/such/key.pem",
                       .platform = Options().platform});
  const auto outcome = client.DescribeModelPackagingJob(
      DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("none"));
  ASSERT_FALSE(outcome);
  EXPECT_NE(outcome.error().message.find("the role A cannot be assumed: the client certificate "
                                         "/no/such/cert.pem with the key /no/such/key.pem cannot be used"),
            std::string::npos)
      << outcome.error();
}

TEST_F(CredentialsOverSockets, OfInstanceMetadataAreLoadedAfterASilentResponseAndAReset) {
  service_.Enqueue({.then = FaultAction::kSilence});
  service_.Enqueue({.then = FaultAction::kReset});
  service_.Enqueue({.response = testing::Response{.body = ""}});
  environment_["AWS_METADATA_SERVICE_NUM_ATTEMPTS"] = "4";
  const auto loaded = MakeInstanceMetadataCredentials(Options())->Load({});
  EXPECT_TRUE(std::holds_alternative<Credentials>(loaded)) << ProblemOf(loaded);
  EXPECT_EQ(service_.counters().faults, 3U);
}

// A service with TLS, whose authority only its CA bundle contains.
MockServiceOptions WithTls() {
  auto options = CredentialSourcesOptions();
  options.tls = true;
  return options;
}

// The source of the CA bundle.
enum class CaBundle { kOption, kVariable, kProfile };

class CredentialsOverTls : public CredentialsOverSockets, public ::testing::WithParamInterface<CaBundle> {
 protected:
  CredentialsOverTls() {
    home_.Write(".aws/config", GetParam() == CaBundle::kProfile
                                   ? "[default]\nca_bundle = " + tls_service_.ca_bundle_path() + "\n"
                                   : "");
    if (GetParam() == CaBundle::kVariable) environment_["AWS_CA_BUNDLE"] = tls_service_.ca_bundle_path();
  }
  ClientConfig TlsOptions() {
    ClientConfig options = Options();
    if (GetParam() == CaBundle::kOption) options.ca_bundle = tls_service_.ca_bundle_path();
    return options;
  }

  MockService tls_service_{WithTls()};
};

TEST_P(CredentialsOverTls, OfAContainerAreLoaded) {
  environment_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = tls_service_.endpoint_url() + "/container";
  const auto loaded = MakeContainerCredentials(TlsOptions())->Load({});
  EXPECT_TRUE(std::holds_alternative<Credentials>(loaded)) << ProblemOf(loaded);
}

TEST_P(CredentialsOverTls, OfInstanceMetadataAreLoaded) {
  environment_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = tls_service_.endpoint_url();
  const auto loaded = MakeInstanceMetadataCredentials(TlsOptions())->Load({});
  EXPECT_TRUE(std::holds_alternative<Credentials>(loaded)) << ProblemOf(loaded);
}

INSTANTIATE_TEST_SUITE_P(WithACaBundle, CredentialsOverTls,
                         ::testing::Values(CaBundle::kOption, CaBundle::kVariable, CaBundle::kProfile));

TEST_F(CredentialsOverSockets, OfAContainerAreRequestedWithTheClientCertificate) {
  MockService container(WithTls());
  environment_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.endpoint_url() + "/container";
  ClientConfig options = Options();
  options.ca_bundle = container.ca_bundle_path();
  options.client_certificate = "/no/such/cert.pem";
  options.client_key = "/no/such/key.pem";
  EXPECT_THAT(
      ProblemOf(MakeContainerCredentials(options)->Load({})),
      HasSubstr("the client certificate /no/such/cert.pem with the key /no/such/key.pem cannot be used"));
}

TEST_F(CredentialsOverSockets, OfAContainerWithAnUntrustedCertificateReportTheCaBundle) {
  MockService container(WithTls());
  const MockService other(WithTls());
  environment_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.endpoint_url() + "/container";
  environment_["AWS_CA_BUNDLE"] = other.ca_bundle_path();
  EXPECT_THAT(ProblemOf(MakeContainerCredentials(Options())->Load({})),
              HasSubstr("the trusted authorities are those in " + other.ca_bundle_path() +
                        ": set ca_bundle to trust others"));
}

TEST_F(CredentialsOverSockets, OfAContainerNeedNoProfileIfTheCaBundleIsSet) {
  MockService container(WithTls());
  environment_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.endpoint_url() + "/container";
  home_.Write(".aws/config", "not a profile file");
  EXPECT_THAT(ProblemOf(MakeContainerCredentials(Options())->Load({})),
              HasSubstr(home_.path() + "/.aws/config"));
  environment_["AWS_CA_BUNDLE"] = container.ca_bundle_path();
  const auto loaded = MakeContainerCredentials(Options())->Load({});
  EXPECT_TRUE(std::holds_alternative<Credentials>(loaded)) << ProblemOf(loaded);
}

TEST_F(CredentialsOverSockets, EndWithTheStopTokenWhileTheServiceIsSilent) {
  service_.Enqueue({.then = FaultAction::kSilence});
  environment_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service_.endpoint_url() + "/container";
  const auto provider = MakeContainerCredentials(Options());
  std::stop_source source;
  auto loading =
      std::async(std::launch::async, [&] { return provider->Load({.stop_token = source.get_token()}); });
  ASSERT_TRUE(test::FaultsReached(service_, 1));
  source.request_stop();
  const auto loaded = loading.get();
  ASSERT_TRUE(std::holds_alternative<Error>(loaded));
  EXPECT_EQ(std::get<Error>(loaded).kind, ErrorKind::kCancelled);
}

TEST_F(CredentialsOverSockets, OfAHangingProcessEndWithTheCall) {
  const auto provider = MakeProcessCredentials("echo hanging >&2; sleep 1000");
  const auto loaded =
      provider->Load({.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{200}});
  ASSERT_TRUE(std::holds_alternative<Error>(loaded));
  EXPECT_NE(std::get<Error>(loaded).message.find("it was killed after "), std::string::npos);
}

TEST_F(CredentialsOverSockets, OfAProcessAreReadIfTheProgramIgnoresSigchld) {
  const auto before = std::signal(SIGCHLD, SIG_IGN);
  const auto loaded =
      MakeProcessCredentials(
          R"(echo garbage >&2; echo '{"Version":1,"AccessKeyId":"id","SecretAccessKey":"s"}')")
          ->Load({});
  std::signal(SIGCHLD, before);
  ASSERT_TRUE(std::holds_alternative<Credentials>(loaded));
  EXPECT_EQ(std::get<Credentials>(loaded).access_key_id, "id");
}

}  // namespace
}  // namespace lookoutvision
