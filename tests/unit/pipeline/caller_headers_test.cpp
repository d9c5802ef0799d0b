// Tests of a caller's headers: for all calls, for one call, and in the hook before each attempt.
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using test::kReset;
using test::kStarted;

class CallerHeaders : public test::PipelineTest {
 protected:
  std::string Sent(std::string_view name, std::size_t request = 0) {
    return transport_->SentHeader(request, name);
  }
  // The names in SignedHeaders of the signature.
  std::string Signed(std::size_t request = 0) {
    const std::string authorization = Sent("Authorization", request);
    const auto begin = authorization.find("SignedHeaders=") + 14;
    return ";" + authorization.substr(begin, authorization.find(',', begin) - begin) + ";";
  }
  ClientConfig Unsigned() {
    ClientConfig config = Config();
    config.credentials = MakeAnonymousCredentials();
    return config;
  }
};

TEST_F(CallerHeaders, SendsTheClientsHeadersWithEveryAttemptAndSignsThem) {
  ClientConfig config = Config();
  config.headers = {{"x-api-key", "k1"}, {"X-Tenant", "plant7"}};
  transport_->ThenFail(kReset).Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  for (const std::size_t attempt : {0U, 1U}) {
    EXPECT_EQ(Sent("x-api-key", attempt), "k1");
    EXPECT_EQ(Sent("x-tenant", attempt), "plant7");
    EXPECT_NE(Signed(attempt).find(";x-api-key;x-tenant;"), std::string::npos) << Signed(attempt);
  }
}

TEST_F(CallerHeaders, SignsSomeHeadersOfACallAndNotOthers) {
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(Config(), {.headers = {{"x-free", "a"}}, .signed_headers = {{"x-bound", "b"}}}));
  EXPECT_EQ(Sent("x-free"), "a");
  EXPECT_EQ(Sent("x-bound"), "b");
  EXPECT_NE(Signed().find(";x-bound;"), std::string::npos) << Signed();
  EXPECT_EQ(Signed().find("x-free"), std::string::npos) << Signed();
}

TEST_F(CallerHeaders, ReplacesAHeaderOfTheClientForOneCall) {
  ClientConfig config = Config();
  config.headers = {{"x-tenant", "plant7"}};
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config, {.signed_headers = {{"X-Tenant", "plant9"}}}));
  EXPECT_EQ(Sent("x-tenant"), "plant9");
  int count = 0;
  const HttpHeaders sent = transport_->sent().at(0).request.headers;
  for (const auto& [name, value] : sent) count += value == "plant7" ? 1 : 0;
  EXPECT_EQ(count, 0);
}

TEST_F(CallerHeaders, RejectsReservedAndInvalidHeaders) {
  for (const char* name :
       {"Host", "content-length", "Content-Type", "Transfer-Encoding", "Expect", "User-Agent",
        "X-Amzn-Client-Token", "x-amz-date", "amz-sdk-request", "", "a b", "a:"}) {
    ClientConfig config = Config();
    config.headers = {{name, "v"}};
    const auto by_client = Call(config);
    ASSERT_FALSE(by_client) << name;
    EXPECT_EQ(by_client.error().kind, ErrorKind::kConfiguration) << name;
    EXPECT_NE(by_client.error().message.find("ClientConfig::headers: \"" + std::string(name)),
              std::string::npos)
        << by_client.error();
    const auto by_call = Call(Config(), {.signed_headers = {{name, "v"}}});
    ASSERT_FALSE(by_call) << name;
    EXPECT_EQ(by_call.error().kind, ErrorKind::kInvalidRequest) << name;
    EXPECT_NE(by_call.error().message.find("CallOptions::signed_headers: \""), std::string::npos)
        << by_call.error();
  }
  ClientConfig config = Config();
  config.headers = {{"x-api-key", "secret-value\r\nX: y"}};
  const auto rejected = Call(config);
  ASSERT_FALSE(rejected);
  EXPECT_EQ(rejected.error().message.find("secret-value"), std::string::npos) << rejected.error();
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(CallerHeaders, SendsTheCallersAuthorizationIfNothingIsSigned) {
  ClientConfig config = Unsigned();
  config.headers = {{"Authorization", "Basic cGxhbnQ3OmtleQ=="}};
  transport_->Then(200, kStarted).Then(200, kStarted).Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  ASSERT_TRUE(Call(Unsigned(), {.headers = {{"authorization", "Basic a"}}}));
  ASSERT_TRUE(Call(Unsigned(), {.signed_headers = {{"authorization", "Basic b"}}}));
  EXPECT_EQ(Sent("Authorization", 0), "Basic cGxhbnQ3OmtleQ==");
  EXPECT_EQ(Sent("Authorization", 1), "Basic a");
  EXPECT_EQ(Sent("Authorization", 2), "Basic b");
}

TEST_F(CallerHeaders, RejectsASecondAuthorization) {
  ClientConfig with_header = Config();
  with_header.headers = {{"authorization", "Basic cGxhbnQ3OmtleQ=="}};
  ClientConfig with_hook = Config();
  with_hook.before_attempt = [](const AttemptRequest& request) -> std::optional<Error> {
    request.headers.Add("AUTHORIZATION", "Basic cGxhbnQ3OmtleQ==");
    return std::nullopt;
  };
  ClientConfig with_token = with_header;
  with_token.credentials = MakeStaticCredentials({.bearer_token = "t"});
  for (const ClientConfig& config : {with_header, with_hook, with_token}) {
    const auto rejected = Call(config);
    ASSERT_FALSE(rejected);
    EXPECT_EQ(rejected.error().kind, ErrorKind::kConfiguration);
    EXPECT_NE(rejected.error().message.find("Authorization"), std::string::npos) << rejected.error();
    EXPECT_EQ(rejected.error().message.find("cGxh"), std::string::npos) << rejected.error();
  }
  const auto by_call = Call(Config(), {.headers = {{"Authorization", "Basic a"}}});
  ASSERT_FALSE(by_call);
  EXPECT_EQ(by_call.error().kind, ErrorKind::kConfiguration);
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(CallerHeaders, PassesTheRequestToTheHookBeforeEachAttempt) {
  ClientConfig config = Config();
  std::vector<std::string> seen;
  config.headers = {{"x-tenant", "plant7"}};
  config.before_attempt = [&](const AttemptRequest& request) -> std::optional<Error> {
    EXPECT_EQ(request.operation, "StartModelPackagingJob");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://vision.plant7.example/2020-11-20/projects/p/modelpackagingjobs");
    EXPECT_EQ(request.headers.Find("Host"), "vision.plant7.example");
    EXPECT_EQ(request.headers.Find("X-Tenant"), "plant7");
    EXPECT_NE(request.body.find(R"("ModelVersion":"1")"), std::string_view::npos);
    seen.push_back(std::to_string(request.attempt) + std::string(request.invocation_id));
    request.headers.Add("traceparent", "00-" + std::to_string(request.attempt));
    request.headers.Set("x-tenant", "plant8");
    return std::nullopt;
  };
  transport_->ThenFail(kReset).Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(seen, (std::vector{"1" + Sent("amz-sdk-invocation-id"), "2" + Sent("amz-sdk-invocation-id")}));
  EXPECT_EQ(Sent("traceparent", 0), "00-1");
  EXPECT_EQ(Sent("traceparent", 1), "00-2");
  EXPECT_EQ(Sent("x-tenant", 1), "plant8");
  EXPECT_NE(Signed(1).find(";traceparent;"), std::string::npos) << Signed(1);
}

TEST_F(CallerHeaders, EndsTheCallWithTheErrorOfTheHook) {
  ClientConfig config = Config();
  config.before_attempt = [](const AttemptRequest& request) -> std::optional<Error> {
    if (request.attempt < 2) return std::nullopt;
    return Error{.kind = ErrorKind::kCredentials, .message = "the audit log is full"};
  };
  transport_->ThenFail(kReset);
  const auto ended = Call(config);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().kind, ErrorKind::kCredentials);
  EXPECT_EQ(ended.error().message, "the audit log is full");
  EXPECT_EQ(ended.error().attempts, 1);
  EXPECT_TRUE(ended.error().may_have_taken_effect);
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(CallerHeaders, ReturnsTheClientTokenThatTheHookSets) {
  ClientConfig config = Config();
  config.before_attempt = [](const AttemptRequest& request) -> std::optional<Error> {
    request.headers.Set("X-Amzn-Client-Token", "token-of-the-hook");
    return std::nullopt;
  };
  transport_->Then(403);
  EXPECT_EQ(Call(config).error().client_token, "token-of-the-hook");
}

TEST_F(CallerHeaders, RejectsInvalidChangesOfTheHook) {
  using Change = void (*)(HttpHeaders&);
  struct Case {
    Change change;
    std::string problem;
  };
  const std::vector<Case> cases{
      {[](HttpHeaders& headers) { headers.Add("Host", "other.example"); }, "\"Host\" is reserved"},
      {[](HttpHeaders& headers) { headers.Add("content-length", "0"); }, "\"content-length\" is reserved"},
      {[](HttpHeaders& headers) { headers.Add("X-Amz-Date", "20150830T123600Z"); },
       "\"X-Amz-Date\" is reserved"},
      {[](HttpHeaders& headers) { headers.clear(); }, "\"Host\" is reserved"},
      {[](HttpHeaders& headers) { headers.Add("x y", "v"); }, "\"x y\" is not a valid header name"},
      {[](HttpHeaders& headers) { headers.Add("x-y", "secret-one\n"); }, "\"x-y\" has a value that contains"},
      {[](HttpHeaders& headers) { headers.Set("Host", "secret-one\n"); },
       "\"Host\" has a value that contains"}};
  for (const auto& [change, problem] : cases) {
    ClientConfig config = Config();
    config.before_attempt = [apply = change](const AttemptRequest& request) -> std::optional<Error> {
      apply(request.headers);
      return std::nullopt;
    };
    const auto rejected = Call(config);
    ASSERT_FALSE(rejected) << problem;
    EXPECT_EQ(rejected.error().kind, ErrorKind::kConfiguration);
    EXPECT_NE(rejected.error().message.find("ClientConfig::before_attempt: " + problem), std::string::npos)
        << rejected.error();
    EXPECT_EQ(rejected.error().message.find("secret-one"), std::string::npos) << rejected.error();
    EXPECT_EQ(rejected.error().attempts, 0);
  }
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(CallerHeaders, LetsTheHookChangeTheHostThatIsSigned) {
  ClientConfig config = Config();
  config.before_attempt = [](const AttemptRequest& request) -> std::optional<Error> {
    request.headers.Set("host", "inner.example");
    return std::nullopt;
  };
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(config));
  EXPECT_EQ(Sent("Host"), "inner.example");
}

TEST_F(CallerHeaders, RemovesTheirValuesFromErrorsAndEvents) {
  ClientConfig config = Config();
  config.retry.max_attempts = 1;
  config.headers = {{"x-api-key", "key-of-the-client"}};
  config.before_attempt = [](const AttemptRequest& request) -> std::optional<Error> {
    request.headers.Add("x-mac", "key-of-the-hook");
    return std::nullopt;
  };
  std::ostringstream shown;
  config.on_attempt = [&](const AttemptEvent& event) { shown << event.request_id << event.error->message; };
  config.on_call = [&](const CallEvent& event) { shown << event.request_id << event.error->message; };
  const std::string echo = "key-of-the-client key-of-the-hook key-of-the-call key-that-is-signed";
  transport_->Then(400, R"({"message":")" + echo + "\"}", {{"x-amzn-RequestId", echo}});
  const auto ended = Call(config, {.headers = {{"x-one", "key-of-the-call"}},
                                   .signed_headers = {{"x-two", "key-that-is-signed"}}});
  ASSERT_FALSE(ended);
  shown << ended.error() << ended.error().request_id << ended.error().body;
  EXPECT_EQ(shown.str().find("key-"), std::string::npos) << shown.str();
  EXPECT_EQ(ended.error().message, "*** *** *** ***");
}

}  // namespace
}  // namespace lookoutvision
