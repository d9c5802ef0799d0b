// Tests of the signature check of the mock service.
#include "testing/signature_check.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/signed_request.h"
#include "testing/responses.h"

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using test::SignedRequest;
using test::SignedRequestOptions;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr internal::SystemTime kNow{std::chrono::seconds{1'440'938'160}};

SignedRequestOptions Options() {
  return {.time = kNow};
}

RecordedRequest Request(const SignedRequestOptions& options = Options()) {
  return SignedRequest("POST", "/base//2020-11-20/a%20b/../c?b=1&a=%2F", "{}", options);
}

ServiceError Refusal(const RecordedRequest& request, const MockServiceOptions& service = {},
                     internal::SystemTime now = kNow) {
  try {
    CheckSignature(request, service, now);
  } catch (const ServiceError& error) {
    return error;
  }
  ADD_FAILURE() << "the signature was accepted";
  return {};
}

RecordedRequest WithAuthorization(const std::string& value) {
  auto request = Request();
  request.headers.Set("Authorization", value);
  return request;
}

std::string AuthorizationOf(const RecordedRequest& request) {
  return std::string(*request.headers.Find("Authorization"));
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(SignatureCheck, AcceptsAValidSignatureAndReturnsItsRegion) {
  EXPECT_EQ(CheckSignature(Request(), {}, kNow), "eu-west-1");
}

TEST(SignatureCheck, AcceptsASignatureOfAnotherImplementation) {
  // Computed with Python's hashlib and hmac alone; it covers User-Agent, which this library never signs.
  RecordedRequest request{.method = "GET", .target = "/2020-11-20/projects/p/modelpackagingjobs/j?x=1"};
  request.headers.Add("User-Agent", "other  client/1");
  request.headers.Add("Host", "localhost:8080");
  request.headers.Add("X-Amz-Date", "20150830T123600Z");
  request.headers.Add("Authorization",
                      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20150830/us-east-2/lookoutvision/"
                      "aws4_request, SignedHeaders=host;user-agent;x-amz-date, "
                      "Signature=de19526d2ebdd3aa7cbf4cf6fa5e32f50a4ac7b173033a0120d1c536b7010144");
  EXPECT_EQ(CheckSignature(request, {}, kNow), "us-east-2");
}

TEST(SignatureCheck, RefusesARequestChangedAfterSigning) {
  const auto expect_mismatch = [](const RecordedRequest& request) {
    const auto error = Refusal(request);
    EXPECT_EQ(error.status, 403);
    EXPECT_EQ(error.type, "InvalidSignatureException");
    EXPECT_THAT(error.message, HasSubstr("does not match the signature you provided"));
  };
  auto method = Request();
  method.method = "PUT";
  expect_mismatch(method);
  auto path = Request();
  path.target = Replaced(path.target, "/c?", "/d?");
  expect_mismatch(path);
  auto query = Request();
  query.target += "&c";
  expect_mismatch(query);
  auto body = Request();
  body.body = "{ }";
  expect_mismatch(body);
  auto header = Request();
  header.headers.Set("Host", "elsewhere");
  expect_mismatch(header);
  auto options = Options();
  options.credentials.secret_access_key += "x";
  expect_mismatch(Request(options));
}

TEST(SignatureCheck, ReportsTheCanonicalRequestIfTheSignatureDiffers) {
  auto options = Options();
  options.credentials.secret_access_key = "other";
  EXPECT_THAT(Refusal(Request(options)).message, HasSubstr("'POST\n/base/2020-11-20/c\n"));
}

TEST(SignatureCheck, OmitsTheSessionToken) {
  auto options = Options();
  options.credentials.session_token = "a-session-token";
  MockServiceOptions service;
  service.credentials = {options.credentials};
  auto request = Request(options);
  request.body = "changed";
  const auto error = Refusal(request, service);
  EXPECT_EQ(error.type, "InvalidSignatureException");
  EXPECT_THAT(error.message, Not(HasSubstr("a-session-token")));
}

TEST(SignatureCheck, RequiresASignature) {
  EXPECT_EQ(Refusal({.method = "GET", .target = "/"}).type, "MissingAuthenticationTokenException");
}

TEST(SignatureCheck, ReportsMalformedAuthorizationsAsIncomplete) {
  const std::string good = AuthorizationOf(Request());
  const std::string cases[] = {"",
                               "AWS4-HMAC-SHA256",
                               "Basic dXNlcjpwYXNz",
                               Replaced(good, "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
                               Replaced(good, "SignedHeaders=", "SignedHeader="),
                               Replaced(good, "Credential=", "Credential"),
                               Replaced(good, "/aws4_request", ""),
                               Replaced(good, "/aws4_request", "/aws4_request/more"),
                               good + ", Signature=" + std::string(64, 'a'),
                               good + ", Extra=1",
                               good + ",",
                               good.substr(0, good.size() - 1),
                               good.substr(0, good.size() - 1) + "G",
                               good.substr(0, good.find(", Signature"))};
  for (const std::string& authorization : cases) {
    const auto error = Refusal(WithAuthorization(authorization));
    EXPECT_EQ(error.type, "IncompleteSignatureException") << authorization;
    EXPECT_EQ(error.status, 403);
  }
}

TEST(SignatureCheck, ReportsTwoAuthorizationsAsIncomplete) {
  auto request = Request();
  request.headers.Add("authorization", AuthorizationOf(request));
  EXPECT_EQ(Refusal(request).type, "IncompleteSignatureException");
}

TEST(SignatureCheck, RequiresAValidDate) {
  for (const char* date : {"", "20150830T123600", "20150230T123600Z", "20150830T126000Z", "2015083OT123600Z",
                           "99991231T235959Z", "00000101T000000Z"}) {
    auto request = Request();
    request.headers.Set("X-Amz-Date", date);
    EXPECT_EQ(Refusal(request).type, "IncompleteSignatureException") << date;
  }
}

TEST(SignatureCheck, RefusesAnotherScope) {
  const std::string good = AuthorizationOf(Request());
  const std::pair<std::string, std::string> changes[] = {{"/aws4_request", "/aws3_request"},
                                                         {"/lookoutvision/", "/sts/"},
                                                         {"/eu-west-1/", "//"},
                                                         {"/eu-west-1/", "/eu\"west/"},
                                                         {"/20150830/", "/20150831/"}};
  for (const auto& [from, to] : changes) {
    const auto error = Refusal(WithAuthorization(Replaced(good, from, to)));
    EXPECT_EQ(error.type, "InvalidSignatureException");
    EXPECT_THAT(error.message, Not(HasSubstr("does not match the signature"))) << to;
  }
  MockServiceOptions service;
  service.signing_region = "eu-central-1";
  EXPECT_THAT(Refusal(Request(), service).message, HasSubstr("valid region, not 'eu-west-1'"));
}

TEST(SignatureCheck, RefusesASignatureMoreThanFiveMinutesOff) {
  EXPECT_EQ(CheckSignature(Request(), {}, kNow + 5min), "eu-west-1");
  EXPECT_EQ(CheckSignature(Request(), {}, kNow - 5min), "eu-west-1");
  EXPECT_EQ(Refusal(Request(), {}, kNow + 5min + 1s).message,
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
            "(20150830T124101Z - 5 min.)");
  EXPECT_EQ(Refusal(Request(), {}, kNow - 5min - 1s).message,
            "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z "
            "(20150830T123059Z + 5 min.)");
}

TEST(SignatureCheck, RefusesUnknownKeysAndTokens) {
  auto unknown = Options();
  unknown.credentials.access_key_id = "AKIDOTHER";
  EXPECT_EQ(Refusal(Request(unknown)).type, "UnrecognizedClientException");

  auto unexpected = Options();
  unexpected.credentials.session_token = "token";
  EXPECT_EQ(Refusal(Request(unexpected)).type, "UnrecognizedClientException");

  MockServiceOptions service;
  service.credentials[0].session_token = "token";
  EXPECT_EQ(Refusal(Request(), service).type, "UnrecognizedClientException");
  EXPECT_EQ(CheckSignature(Request(unexpected), service, kNow), "eu-west-1");
}

TEST(SignatureCheck, RefusesInvalidSignedHeaders) {
  const std::string good = AuthorizationOf(Request());
  const std::string lists[] = {"x-amz-date;host",         "host;host;x-amz-date", "Host;x-amz-date",
                               "host;missing;x-amz-date", "x-amz-date",           "host"};
  for (const std::string& list : lists) {
    const auto error = Refusal(WithAuthorization(Replaced(good, "host;x-amz-date", list)));
    EXPECT_EQ(error.type, "InvalidSignatureException") << list;
    EXPECT_THAT(error.message, Not(HasSubstr("does not match the signature"))) << list;
  }
}

TEST(SignatureCheck, RefusesAnUnsignedAmzHeader) {
  auto request = Request();
  request.headers.Add("X-Amz-Meta", "1");
  EXPECT_THAT(Refusal(request).message, HasSubstr("'X-Amz-Meta' must be a 'SignedHeader'"));
}

}  // namespace
}  // namespace lookoutvision::testing
