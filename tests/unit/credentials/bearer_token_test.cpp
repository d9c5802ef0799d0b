// Tests of calls with bearer tokens from a function or a file.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using test::kReset;
using test::kStarted;

class BearerToken : public test::PipelineTest {
 protected:
  ClientConfig With(std::shared_ptr<CredentialsProvider> credentials) {
    ClientConfig config = Config();
    config.credentials = std::move(credentials);
    config.region.reset();
    return config;
  }
  // The Authorization header of each request; none is signed.
  std::vector<std::string> Sent() {
    std::vector<std::string> sent;
    for (const auto& [request, options] : transport_->sent()) {
      sent.emplace_back(request.headers.Find("Authorization").value_or(""));
      EXPECT_FALSE(request.headers.Find("X-Amz-Date"));
    }
    return sent;
  }
};

TEST_F(BearerToken, IsLoadedBeforeEachAttemptAndSentWithoutASignature) {
  int calls = 0;
  const auto source = [&](const LoadContext&) -> Outcome<std::string> {
    return "token-" + std::to_string(++calls);
  };
  transport_->ThenFail(kReset).Then(200, kStarted);
  const auto started = Call(With(MakeBearerTokenCredentials(source)));
  ASSERT_TRUE(started) << started.error();
  EXPECT_EQ(Sent(), (std::vector<std::string>{"Bearer token-1", "Bearer token-2"}));
}

TEST_F(BearerToken, IsReadAgainFromAFileThatRotates) {
  fake_.environment["HOME"] = "/home/me";
  fake_.files["/home/me/token"] = "first\r\n";
  const Client client(With(MakeBearerTokenFileCredentials("~/token", fake_.platform())));
  transport_->Then(200, kStarted).Then(200, kStarted);
  ASSERT_TRUE(client.StartModelPackagingJob(test::Start()));
  fake_.files["/home/me/token"] = "second";
  ASSERT_TRUE(client.StartModelPackagingJob(test::Start()));
  EXPECT_EQ(Sent(), (std::vector<std::string>{"Bearer first", "Bearer second"}));
}

TEST_F(BearerToken, IsLoadedAgainOnceAfter401) {
  std::vector<std::string> tokens{"old", "new", "new"};
  std::size_t calls = 0;
  const auto source = [&](const LoadContext&) -> Outcome<std::string> { return tokens.at(calls++); };
  transport_->Then(401, "<html>expired").Then(200, kStarted);
  const auto started = Call(With(MakeBearerTokenCredentials(source)));
  ASSERT_TRUE(started) << started.error();
  EXPECT_EQ(Sent(), (std::vector<std::string>{"Bearer old", "Bearer new"}));
}

TEST_F(BearerToken, IsNotRetriedAfter401IfItIsUnchanged) {
  transport_->Then(401, "<html>expired");
  const auto rejected = Call(With(MakeStaticCredentials({.bearer_token = "old-token"})));
  ASSERT_FALSE(rejected);
  EXPECT_EQ(rejected.error().http_status, 401);
  EXPECT_EQ(rejected.error().attempts, 1);
}

TEST_F(BearerToken, ReportsTheErrorOfItsSource) {
  const auto failing = [](const LoadContext&) -> Outcome<std::string> {
    return Failure(Error{.kind = ErrorKind::kCredentials, .message = "the vault is closed"});
  };
  EXPECT_EQ(Call(With(MakeBearerTokenCredentials(failing))).error().message, "the vault is closed");
  const auto blank = [](const LoadContext&) -> Outcome<std::string> { return std::string(); };
  EXPECT_EQ(Call(With(MakeBearerTokenCredentials(blank))).error().message,
            "the source of the bearer token returned an empty token");
  const auto with_line_break = [](const LoadContext&) -> Outcome<std::string> {
    return std::string("secret\r\nHost: x");
  };
  const Error error = Call(With(MakeBearerTokenCredentials(with_line_break))).error();
  EXPECT_NE(error.message.find("Credentials::bearer_token contains a line break"), std::string::npos)
      << error;
  EXPECT_EQ(error.message.find("secret"), std::string::npos) << error;
  fake_.files["/empty"] = "\n";
  EXPECT_EQ(Call(With(MakeBearerTokenFileCredentials("/empty", fake_.platform()))).error().message,
            "the bearer token file /empty is empty");
  EXPECT_NE(Call(With(MakeBearerTokenFileCredentials("/none", fake_.platform())))
                .error()
                .message.find("the bearer token file /none cannot be read"),
            std::string::npos);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(BearerToken, ExcludesKeys) {
  const auto rejected = Call(With(MakeStaticCredentials(
      {.access_key_id = "AKIDEXAMPLE", .secret_access_key = "very-secret", .bearer_token = "token"})));
  ASSERT_FALSE(rejected);
  EXPECT_EQ(rejected.error().kind, ErrorKind::kCredentials);
  EXPECT_NE(rejected.error().message.find(
                "Credentials::bearer_token is set in addition to keys: set one or the other"),
            std::string::npos)
      << rejected.error();
}

TEST_F(BearerToken, IsRemovedFromErrors) {
  transport_->Then(403, R"({"message":"no access for eyJhbGciOi.secret"})");
  const auto rejected = Call(With(MakeStaticCredentials({.bearer_token = "eyJhbGciOi.secret"})));
  ASSERT_FALSE(rejected);
  EXPECT_EQ(rejected.error().message, "no access for ***");
  EXPECT_EQ(rejected.error().body.find("eyJhbGciOi"), std::string::npos);
}

}  // namespace
}  // namespace lookoutvision
