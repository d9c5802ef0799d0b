// Tests of what a recording contains, and of what it never contains.
#include <csignal>
#include <cstddef>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/recording_transport.h>
#include <lookoutvision/testing/scripted_transport.h>

#include "base/crypto.h"
#include "base/text.h"
#include "support/text_file.h"

namespace lookoutvision::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kJobs = "https://vision.example/2020-11-20/projects/boards/modelpackagingjobs";

class Recording : public ::testing::Test {
 protected:
  HttpRequest Get(HttpHeaders headers = {}, const std::string& url = kJobs) {
    return {.method = "GET", .url = url, .headers = std::move(headers)};
  }
  std::string Text() const {
    std::ostringstream text;
    text << std::ifstream(file_.path()).rdbuf();
    return std::move(text).str();
  }
  // The whole file, after one exchange whose response repeats `echo` in every place.
  std::string AfterEcho(const HttpRequest& request, const std::string& echo, HttpSendOptions options = {}) {
    scripted_->Then(400, "{\"Message\":\"" + echo + "\"}", {{"x-amzn-RequestId", echo}, {echo, echo}})
        .Then(400, std::string("\x80 ") + echo)
        .ThenFail({.kind = ErrorKind::kTransport, .message = "cannot read " + echo});
    const std::size_t before = recorder_.recorded();
    for (int i = 0; i < 3; ++i) (void)recorder_.Send(request, options);
    EXPECT_EQ(recorder_.recorded(), before + 3);
    return Text();
  }
  // No form of the secret in the text, and no half of it.
  static void ExpectAbsent(const std::string& text, const std::string& secret) {
    for (const std::string& form : {secret, internal::PercentEncode(secret), internal::Base64(secret),
                                    secret.substr(0, secret.size() / 2), secret.substr(secret.size() / 2)}) {
      EXPECT_THAT(text, Not(HasSubstr(form)));
    }
    // What is not UTF-8 is in Base64, at each of the three positions.
    EXPECT_THAT(text, Not(HasSubstr(internal::Base64("\x80 " + secret).substr(4, 12))));
  }

  test::TextFile file_;
  const std::shared_ptr<ScriptedTransport> scripted_ = std::make_shared<ScriptedTransport>();
  RecordingTransport recorder_{file_.path(), scripted_};
};

TEST_F(Recording, IsOneLinePerExchangeAfterTheVersion) {
  scripted_->Then(202, R"({"JobName":"nightly"})",
                  {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"Server", "s"}});
  HttpRequest request = Get();
  request.method = "POST";
  request.url = "https://vision.example/base/2020-11-20/projects/boards/modelpackagingjobs";
  request.headers.Add("Host", "vision.example");
  request.headers.Add("X-Amzn-Client-Token", "c7c0");
  request.headers.Add("Authorization", "AWS4-HMAC-SHA256 Credential=..");
  request.body = R"({"ModelVersion":"3"})";
  EXPECT_EQ(recorder_.Send(request, {})->status, 202);
  EXPECT_EQ(
      Text(),
      R"x({"lookoutvision_recording":1}
{"request":{"method":"POST","target":"/2020-11-20/projects/boards/modelpackagingjobs",)x"
      R"x("headers":[["X-Amzn-Client-Token","c7c0"],["Authorization","(left out)"]],"json":{"ModelVersion":"3"}},)x"
      R"x("response":{"status":202,"headers":[["Date","Sun, 06 Nov 1994 08:49:37 GMT"],["Server","(left out)"]],)x"
      R"x("json":{"JobName":"nightly"}}}
)x");
}

TEST_F(Recording, KeepsBodiesByteForByte) {
  scripted_->Then(200, R"({ "spaces": 1 })").Then(200, "\xff").Then(200, R"({"a":1})");
  for (int i = 0; i < 3; ++i) (void)recorder_.Send(Get(), {});
  EXPECT_THAT(Text(), HasSubstr(R"("text":"{ \"spaces\": 1 }")"));
  EXPECT_THAT(Text(), HasSubstr(R"("base64":"/w==")"));
  EXPECT_THAT(Text(), HasSubstr(R"("json":{"a":1})"));
}

TEST_F(Recording, HasNoHeaderThatIsNotKnownToBeHarmless) {
  const std::string secret = "q7/Zk+93hJ=xW2mTnB8v";
  for (const std::string& echo : {secret, internal::PercentEncode(secret), internal::Base64(secret),
                                  std::string("q7\\/Zk+93hJ=xW2mTnB8v")}) {
    for (const char* name :
         {"Authorization", "X-Amz-Security-Token", "X-Api-Key", "Cookie", "X-Of-The-User"}) {
      for (const char* prefix : {"", "Bearer ", "sid="}) {
        HttpHeaders headers;
        headers.Add(name, prefix + secret);
        ExpectAbsent(AfterEcho(Get(headers), echo), secret);
      }
    }
  }
}

TEST_F(Recording, HasNoPartOfAHeader) {
  // Each has a secret of its own, which no request before has made known.
  char unique = 'a';
  for (const auto& [before, after] :
       {std::pair{"a=b;sid=", ";c=d"}, std::pair{"a=b; sid=", "; c=d"}, std::pair{"hugo:", ""},
        std::pair{"Token token=\"", "\""}, std::pair{"id=1&key=", "&v=2"}, std::pair{"Bearer\t", ""},
        std::pair{R"({"key":")", R"("})"}, std::pair{"a|", "|b"}}) {
    const std::string secret = unique++ + std::string("7/Zk+93hJxW2mTnB8v");
    HttpHeaders headers;
    headers.Add("X-Of-The-User", before + secret + after);
    ExpectAbsent(AfterEcho(Get(headers), secret), secret);
  }
}

TEST_F(Recording, HasNoPartOfASignature) {
  const std::string signature = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
  HttpHeaders headers;
  headers.Add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20150830/eu-west-1/lookoutvision/aws4_request, "
      "SignedHeaders=host, Signature=" +
          signature);
  ExpectAbsent(AfterEcho(Get(headers), signature), signature);
  ExpectAbsent(AfterEcho(Get(headers), "AKIAIOSFODNN7EXAMPLE"), "AKIAIOSFODNN7EXAMPLE");
}

TEST_F(Recording, HasNoUserAndPassword) {
  HttpHeaders headers;
  headers.Add("Authorization", "Basic " + internal::Base64("hugo:hunter2hunter2"));
  ExpectAbsent(AfterEcho(Get(headers), "hunter2hunter2"), "hunter2hunter2");
  ExpectAbsent(AfterEcho(Get(), "proxy-pass-7351", {.proxy = "http://me:proxy-pass-7351@proxy:80"}),
               "proxy-pass-7351");
}

TEST_F(Recording, HasNoParameterThatIsNotKnownToBeHarmless) {
  const std::string secret = "q7/Zk+93hJxW2mTnB8v";
  const std::string text = AfterEcho(Get({}, std::string(kJobs) + "?maxResults=2&X-Amz-Signature=" +
                                                 internal::PercentEncode(secret) + "&X-Amz-Date=x"),
                                     secret);
  ExpectAbsent(text, secret);
  EXPECT_THAT(text, HasSubstr("modelpackagingjobs?maxResults=2&X-Amz-Signature=***&X-Amz-Date=***"));
}

TEST_F(Recording, HasNoCookieThatAResponseSetsAndRepeats) {
  scripted_->Then(200, R"({"session":"s7351-s7351-s7351"})",
                  {{"Set-Cookie", "sid=s7351-s7351-s7351; Path=/"}});
  (void)recorder_.Send(Get(), {});
  EXPECT_THAT(Text(), Not(HasSubstr("s7351")));
}

TEST_F(Recording, HasNoSecretOfAnEarlierRequest) {
  const std::string token = "q7/Zk+93hJxW2mTnB8v";
  HttpHeaders headers;
  headers.Add("Authorization", "Bearer " + token);
  scripted_->Then(401);
  (void)recorder_.Send(Get(headers), {});
  HttpHeaders renewed;
  renewed.Add("Authorization", "Bearer another-token");
  ExpectAbsent(AfterEcho(Get(renewed), token), token);
  // Those of providers, whose exchanges are not written.
  scripted_->Then(200);
  (void)recorder_.Send(Get(headers, "http://169.254.170.2/creds?token=imds-token-7351"), {});
  ExpectAbsent(AfterEcho(Get(renewed), "imds-token-7351"), "imds-token-7351");
}

TEST_F(Recording, HasNothingBeforeThePathOfTheApi) {
  scripted_->Then(200);
  (void)recorder_.Send(
      Get({}, "https://me:pass7351@gateway.example/key7351/2020-11-20/projects/p/modelpackagingjobs"), {});
  EXPECT_THAT(Text(), HasSubstr("/2020-11-20/projects/p/modelpackagingjobs"));
  EXPECT_THAT(Text(), Not(HasSubstr("7351")));
  EXPECT_THAT(Text(), Not(HasSubstr("gateway")));
}

TEST_F(Recording, HasNoRepetitionOfWhatIsBeforeThePathOfTheApi) {
  for (const char* secret : {"pass-7351-7351", "key-7351-7351", "/key-7351-7351/v1"}) {
    const std::string url =
        "https://me:pass-7351-7351@gateway.example/key-7351-7351/v1/2020-11-20/projects/p/modelpackagingjobs";
    ExpectAbsent(AfterEcho(Get({}, url), secret), secret);
  }
}

// In a request they are words, which a replay to an address without that path also has.
TEST_F(Recording, KeepsWordsOfTheBasePathInRequests) {
  scripted_->Then(200);
  HttpRequest request = Get({}, "https://gateway.example/vision/2020-11-20/projects/p/modelpackagingjobs");
  request.body = R"({"Prefix":"models/vision"})";
  (void)recorder_.Send(request, {});
  EXPECT_THAT(Text(), HasSubstr(R"({"Prefix":"models/vision"})"));
}

TEST_F(Recording, KeepsTheNamesOfSignedHeaders) {
  scripted_->Then(200, "", {{"content-type", "text/plain"}});
  HttpHeaders headers;
  headers.Add("Authorization", "AWS4-HMAC-SHA256 SignedHeaders=content-type;host;x-amz-date, Signature=7351");
  (void)recorder_.Send(Get(headers), {});
  EXPECT_THAT(Text(), HasSubstr(R"(["content-type","text/plain"])"));
}

TEST_F(Recording, HasNoExchangeOfAnotherService) {
  const std::string head = Text();
  for (const char* path :
       {"/latest/api/token", "/latest/meta-data/iam/security-credentials/role", "/", "/v2/credentials/1",
        "/federation/credentials?role_name=r", "/token", "/2020-11-20/projects/boards/models",
        "/2020-11-20/projects/boards/modelpackagingjobs/a/b",
        "/x?y=/2020-11-20/projects/p/modelpackagingjobs"}) {
    scripted_->Then(200, R"({"SecretAccessKey":"secret"})");
    EXPECT_EQ(recorder_.Send(Get({}, std::string("http://169.254.169.254") + path), {})->status, 200);
  }
  EXPECT_EQ(Text(), head);
  EXPECT_EQ(recorder_.recorded(), 0u);
}

// The providers of a client use its transport.
TEST_F(Recording, HasNoCredentialsThatAProviderLoadsThroughIt) {
  scripted_
      ->Then(200, R"(<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
      <AccessKeyId>ASIALOADED7351</AccessKeyId><SecretAccessKey>secretloaded7351</SecretAccessKey>
      <SessionToken>tokenloaded7351/tokenloaded7351</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
      </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>)")
      .Then(400, R"({"Message":"tokenloaded7351/tokenloaded7351 ASIALOADED7351"})");
  const test::TextFile identity("identity7351");
  ClientConfig config{.region = "eu-west-1",
                      .endpoint_url = "https://vision.example",
                      .transport = std::shared_ptr<HttpTransport>(&recorder_, [](HttpTransport*) {})};
  config.platform.getenv = [&](const std::string& name) -> std::optional<std::string> {
    if (name == "AWS_ROLE_ARN") return "arn:aws:iam::123456789012:role/r";
    if (name == "AWS_WEB_IDENTITY_TOKEN_FILE") return identity.path();
    return std::nullopt;
  };
  const auto listed =
      Client(config).ListModelPackagingJobs(ListModelPackagingJobsRequest().WithProjectName("boards"));
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().http_status, 400) << listed.error();
  ASSERT_EQ(scripted_->sent().size(), 2u);
  EXPECT_THAT(scripted_->sent()[0].request.body, HasSubstr("identity7351"));
  EXPECT_EQ(recorder_.recorded(), 1u);
  EXPECT_THAT(Text(), Not(HasSubstr("7351")));
}

TEST_F(Recording, KeepsFailures) {
  scripted_->ThenFail(
      {.kind = ErrorKind::kTimeout, .message = "no response from vision.example", .retryable = true});
  EXPECT_EQ(recorder_.Send(Get(), {}).error().kind, ErrorKind::kTimeout);
  EXPECT_THAT(Text(), HasSubstr(R"("failure":{"kind":"timeout","message":"no response from vision.example",)"
                                R"("retryable":true,"unreachable":false})"));
}

TEST(RecordingTransport, ThrowsIfTheFileCannotBeCreated) {
  EXPECT_THAT(([] { RecordingTransport("/no/such/folder/file", std::make_shared<ScriptedTransport>()); }),
              ::testing::ThrowsMessage<std::runtime_error>(
                  "cannot write the recording /no/such/folder/file: No such file or directory"));
}

TEST_F(Recording, ReportsThatItIsIncompleteAndReturnsResponses) {
  scripted_->Then(200, std::string(1000, 'x')).Then(201);
  EXPECT_EQ(recorder_.error(), "");
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{.rlim_cur = 100, .rlim_max = before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  const auto first = recorder_.Send(Get(), {});
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  const std::string cut = Text();
  EXPECT_EQ(first->status, 200);
  EXPECT_EQ(recorder_.Send(Get(), {})->status, 201);
  EXPECT_EQ(recorder_.error(), "cannot write the recording " + file_.path() + ": File too large");
  EXPECT_EQ(recorder_.recorded(), 0u);
  EXPECT_EQ(Text(), cut);
}

}  // namespace
}  // namespace lookoutvision::testing
