// Tests of errors as text and JSON, and of the command that continues after an error.
#include "package_model/errors.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace package_model {
namespace {

namespace lfv = lookoutvision;

TEST(ErrorText, NamesOptionsInsteadOfMembersOfTheConfiguration) {
  EXPECT_EQ(
      ToText(lfv::Error{.kind = lfv::ErrorKind::kConfiguration,
                        .message = "no region: set ClientConfig::region, AWS_REGION or allow_plaintext_http, "
                                   "ClientConfig::endpoint_url, ClientConfig::ca_bundle, "
                                   "ClientConfig::profile"}),
      "configuration: no region: set --region, AWS_REGION or --allow-plaintext-http, --endpoint-url, "
      "--ca-bundle, --profile");
  EXPECT_EQ(
      ToText(lfv::Error{.kind = lfv::ErrorKind::kTransport,
                        .message = "ClientConfig::headers: a; set client_certificate and client_key, or "
                                   "ClientConfig::client_certificate; use MakeAnonymousCredentials()"}),
      "transport: --header: a; set --client-certificate and --client-key, or --client-certificate; use "
      "--no-sign-request");
}

TEST(ErrorText, NamesTheSignalInsteadOfTheStopToken) {
  EXPECT_EQ(
      ToText(lfv::Error{.kind = lfv::ErrorKind::kCancelled, .message = "the caller's stop token was used"}),
      "cancelled: a signal was used");
}

TEST(ErrorJson, ContainsTheDetailsOfTheResponse) {
  const lfv::Error error{.kind = lfv::ErrorKind::kService,
                         .message = "set ClientConfig::region",
                         .code = lfv::ErrorCode::kConflictException,
                         .code_name = "ConflictException",
                         .http_status = 409,
                         .request_id = "id-1",
                         .endpoint = "https://vision.example",
                         .attempts = 2,
                         .retryable = true,
                         .may_have_taken_effect = true,
                         .client_token = "token-1",
                         .body = "<p>\x1b[2J caf\xc3\xa9 \xff"};
  const std::string text = ToJson(error);
  EXPECT_THAT(text, testing::Not(testing::ContainsRegex("[^ -~\n]")));
  EXPECT_EQ(nlohmann::json::parse(text), nlohmann::json::parse(R"({"error": {
      "kind": "service", "code": "ConflictException", "message": "set --region", "httpStatus": 409,
      "requestId": "id-1", "endpoint": "https://vision.example", "attempts": 2, "retryable": true,
      "mayHaveTakenEffect": true, "clientToken": "token-1", "body": "<p>\u001b[2J caf\u00e9 \ufffd"}})"));
}

TEST(ErrorJson, OmitsAbsentDetails) {
  EXPECT_EQ(nlohmann::json::parse(ToJson({.kind = lfv::ErrorKind::kTransport, .message = "refused"})),
            nlohmann::json::parse(R"({"error": {"kind": "transport", "message": "refused", "attempts": 0,
                                                "retryable": false, "mayHaveTakenEffect": false}})"));
}

Options OptionsOf(Command command, std::vector<std::string> words) {
  Options options;
  options.command = command;
  options.words = std::move(words);
  return options;
}

const lfv::Error kUnclear{
    .kind = lfv::ErrorKind::kTimeout, .may_have_taken_effect = true, .client_token = "token-1"};

TEST(HowToContinue, IsTheSameStartWithItsClientToken) {
  Options options =
      OptionsOf(Command::kStart, {"start", "--tag", "line=7", "--description", "it's", "--wait"});
  EXPECT_EQ(HowToContinue(options, kUnclear),
            "package_model start --tag line=7 --description 'it'\\''s' --wait --client-token token-1");
  options.words = {"start", "--client-token", "token-1"};
  options.start.WithClientToken("token-1");
  EXPECT_EQ(HowToContinue(options, kUnclear), "package_model start --client-token token-1");
}

TEST(HowToContinue, IsTheSameWait) {
  const Options options = OptionsOf(Command::kWait, {"wait", "--job-name", "a"});
  EXPECT_EQ(HowToContinue(options, {.kind = lfv::ErrorKind::kCancelled}), "package_model wait --job-name a");
  EXPECT_EQ(HowToContinue(options, {.kind = lfv::ErrorKind::kTimeout}), "package_model wait --job-name a");
}

TEST(HowToContinue, IsEmptyIfThereIsNothingToContinue) {
  EXPECT_EQ(HowToContinue(OptionsOf(Command::kWait, {"wait"}), {.kind = lfv::ErrorKind::kJobFailed}), "");
  EXPECT_EQ(HowToContinue(OptionsOf(Command::kStart, {"start"}), {.kind = lfv::ErrorKind::kCancelled}), "");
  EXPECT_EQ(HowToContinue(OptionsOf(Command::kDescribe, {"describe"}), {.kind = lfv::ErrorKind::kCancelled}),
            "");
}

TEST(HowToContinue, DoesNotPrintUnsafeWords) {
  EXPECT_EQ(HowToContinue(OptionsOf(Command::kStart, {"start", "--tag", "a=\x1b[2J"}), kUnclear),
            "repeat the command with --client-token token-1");
  EXPECT_EQ(
      HowToContinue(OptionsOf(Command::kWait, {"wait", "caf\xc3\xa9"}), {.kind = lfv::ErrorKind::kCancelled}),
      "repeat the command");
}

TEST(HowToContinue, OmitsTheValuesOfHeaders) {
  const Options options = OptionsOf(Command::kWait, {"--header", "x-api-key=s3cret=", "wait",
                                                     "--header=x-tenant=s3cret", "--job-name", "a=b"});
  EXPECT_EQ(HowToContinue(options, {.kind = lfv::ErrorKind::kCancelled}),
            "package_model --header x-api-key=... wait --header=x-tenant=... --job-name a=b");
}

}  // namespace
}  // namespace package_model
