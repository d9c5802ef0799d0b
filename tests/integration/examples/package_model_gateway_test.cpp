// Tests of the options of the tool for gateways: headers, bearer tokens, unsigned calls, client certificates.
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "integration/examples/example_test.h"
#include "support/closed_port.h"
#include "testing/temporary_file.h"

namespace lookoutvision::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Response;
using ::testing::StartsWith;

class PackageModelAtAGateway : public PackageModel {
 protected:
  static Words List(const Words& more) {
    Words words{"list", "--project-name", "circuit-boards"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

TEST_F(PackageModelAtAGateway, SendsSignedHeaders) {
  const testing::MockService& service = Service();
  const ProgramResult result = Tool(List({"--header", "x-api-key=k3y=", "--header=x-tenant=plant 7"}));
  EXPECT_EQ(result.status, 0) << result.err;
  const HttpHeaders headers = service.requests().at(0).headers;
  EXPECT_EQ(headers.Find("x-api-key"), "k3y=");
  EXPECT_EQ(headers.Find("x-tenant"), "plant 7");
  EXPECT_THAT(std::string(headers.Find("Authorization").value_or("")), HasSubstr(";x-api-key;x-tenant,"));
}

TEST_F(PackageModelAtAGateway, RejectsAHeaderThatTheLibrarySets) {
  const testing::MockService& service = Service();
  const ProgramResult result = Tool(List({"--header", "X-Amz-Date=today"}));
  EXPECT_EQ(result.status, 253);
  EXPECT_THAT(result.err, StartsWith("error: configuration: --header: \"X-Amz-Date\" is reserved"));
  EXPECT_THAT(service.requests(), IsEmpty());
}

TEST_F(PackageModelAtAGateway, SendsUnsignedCallsWithoutCredentials) {
  const testing::MockService& service = Service({.verify_signatures = false});
  program_.environment.erase("AWS_ACCESS_KEY_ID");
  program_.environment.erase("AWS_SECRET_ACCESS_KEY");
  const ProgramResult result = Tool(List({"--no-sign-request"}));
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(service.requests().at(0).headers.Find("Authorization"), std::nullopt);
}

TEST_F(PackageModelAtAGateway, SendsABearerToken) {
  const testing::MockService& service = Service({.verify_signatures = false});
  const testing::TemporaryFile token("t0ken\n");
  const ProgramResult result = Tool(List({"--bearer-token-file", token.path(), "--debug"}));
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(service.requests().at(0).headers.Find("Authorization"), "Bearer t0ken");
  EXPECT_THAT(result.err, AllOf(HasSubstr("debug: "), Not(HasSubstr("t0ken"))));
}

TEST_F(PackageModelAtAGateway, PrintsItsErrorPageInJson) {
  testing::MockService& service = Service();
  service.Enqueue({.response = Response{.status = 403, .body = "<h1>Ask for access at portal.example</h1>"}});
  const ProgramResult result = Tool(List({"--output", "json"}));
  EXPECT_EQ(result.status, 254);
  const auto error = nlohmann::json::parse(result.out).at("error");
  EXPECT_EQ(error.at("httpStatus"), 403);
  EXPECT_EQ(error.at("body"), "<h1>Ask for access at portal.example</h1>");
}

TEST_F(PackageModelAtAGateway, MakesAtMostTheAttemptsOfTheOption) {
  Service();
  const ClosedPort closed_port;
  for (const std::string attempts : {"1", "2"}) {
    const ProgramResult result = Tool(
        List({"--endpoint-url", closed_port.url(), "--connect-timeout", "20", "--max-attempts", attempts}));
    EXPECT_EQ(result.status, 255);
    EXPECT_THAT(result.err, HasSubstr(attempts + " attempt"));
  }
}

TEST_F(PackageModelAtAGateway, ReadsTheClientCertificateAndItsKey) {
  const testing::MockService& service = Service({.tls = true});
  const ProgramResult result = Tool(List({"--ca-bundle", service.ca_bundle_path(), "--client-certificate",
                                          "/no/client.pem", "--client-key", "/no/client.key"}));
  EXPECT_EQ(result.status, 253);
  EXPECT_THAT(result.err, AllOf(HasSubstr("/no/client.pem"), Not(HasSubstr("client_"))));
}

}  // namespace
}  // namespace lookoutvision::test
