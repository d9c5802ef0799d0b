// Tests of ClientConfigOf: the client's configuration from arguments, and errors in them.
#include "package_model/client_options.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/credentials.h>

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> ProblemsOf(const Arguments& arguments) {
  std::vector<std::string> problems;
  ClientConfigOf(arguments, problems);
  return problems;
}

TEST(ClientConfigOf, SetsTheOptionsForGateways) {
  Arguments arguments;
  arguments.headers = {"x-api-key=k=v==", "x-tenant="};
  arguments.client_certificate = "/client.pem";
  arguments.client_key = "/client.key";
  arguments.connect_timeout = "0.5";
  arguments.max_attempts = "7";
  std::vector<std::string> problems;
  const lfv::ClientConfig config = ClientConfigOf(arguments, problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_THAT(config.headers, ElementsAre(std::pair("x-api-key", "k=v=="), std::pair("x-tenant", "")));
  EXPECT_EQ(config.client_certificate, "/client.pem");
  EXPECT_EQ(config.client_key, "/client.key");
  EXPECT_EQ(config.timeouts.connect, 500ms);
  EXPECT_EQ(config.retry.max_attempts, 7);
}

TEST(ClientConfigOf, KeepsTheDefaultsOfTheLibrary) {
  const lfv::ClientConfig config = [] {
    std::vector<std::string> problems;
    return ClientConfigOf({}, problems);
  }();
  EXPECT_EQ(config.credentials, nullptr);
  EXPECT_THAT(config.headers, IsEmpty());
  EXPECT_FALSE(config.client_certificate);
  EXPECT_EQ(config.timeouts, lfv::Timeouts());
  EXPECT_EQ(config.retry, lfv::RetryConfig());
}

TEST(ClientConfigOf, SendsCallsUnsignedWithoutLookingForCredentials) {
  Arguments arguments;
  arguments.no_sign_request = true;
  std::vector<std::string> problems;
  const auto credentials = ClientConfigOf(arguments, problems).credentials;
  ASSERT_NE(credentials, nullptr);
  const auto loaded = credentials->Load({});
  ASSERT_NE(std::get_if<lfv::Credentials>(&loaded), nullptr);
  EXPECT_EQ(std::get<lfv::Credentials>(loaded), lfv::Credentials{});
}

TEST(ClientConfigOf, RejectsABearerTokenForUnsignedCalls) {
  Arguments arguments;
  arguments.bearer_token_file = "/token";
  std::vector<std::string> problems;
  EXPECT_NE(ClientConfigOf(arguments, problems).credentials, nullptr);
  EXPECT_THAT(problems, IsEmpty());
  arguments.no_sign_request = true;
  EXPECT_THAT(ProblemsOf(arguments),
              ElementsAre("--no-sign-request and --bearer-token-file: must not be given together"));
}

TEST(ClientConfigOf, RequiresACertificateAndItsKeyTogether) {
  const std::string problem = "--client-certificate and --client-key: must be given together";
  Arguments arguments;
  arguments.client_certificate = "/client.pem";
  EXPECT_THAT(ProblemsOf(arguments), ElementsAre(problem));
  std::swap(arguments.client_certificate, arguments.client_key);
  EXPECT_THAT(ProblemsOf(arguments), ElementsAre(problem));
}

TEST(ClientConfigOf, ReportsAnInvalidHeaderWithoutPrintingIt) {
  Arguments arguments;
  for (const char* header : {"s3cret", "x-api-key: s3cret", "x-api-key: s3cret==", "=s3cret", "a b=s3cret"}) {
    arguments.headers = {"x-tenant=plant7", header};
    EXPECT_THAT(ProblemsOf(arguments),
                ElementsAre("--header: must be NAME=VALUE (what was given is not printed)"))
        << header;
  }
}

TEST(ClientConfigOf, ReportsAllErrorsAtOnce) {
  Arguments arguments;
  arguments.headers = {"none"};
  arguments.client_key = "/client.key";
  arguments.connect_timeout = "0";
  arguments.max_attempts = "0";
  EXPECT_THAT(ProblemsOf(arguments),
              testing::UnorderedElementsAre(
                  "--client-certificate and --client-key: must be given together",
                  "--header: must be NAME=VALUE (what was given is not printed)",
                  R"(--connect-timeout: must be a number of seconds, from 0.001 to 31536000 (given: "0"))",
                  R"(--max-attempts: must be an integer of at least 1 (given: "0"))"));
}

}  // namespace
}  // namespace package_model
