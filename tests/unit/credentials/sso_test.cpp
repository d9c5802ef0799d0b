// Tests of the SSO credentials provider, and of its token file and refresh.
#include <chrono>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "support/credentials_fixture.h"

namespace lookoutvision::internal {
namespace {

using namespace std::chrono_literals;

const std::string kRoleResponse = R"({"roleCredentials":{"accessKeyId":"id","secretAccessKey":"secret",)"
                                  R"("sessionToken":"token","expiration":1440941760000}})";
const std::string kRefreshResponse =
    R"({"accessToken":"fr3sh","expiresIn":28800,"refreshToken":"r3fresh2","tokenType":"Bearer"})";

class SsoTest : public test::CredentialsFixture {
 protected:
  SsoTest() {
    fake_.environment = {{"HOME", "/home/me"}, {"AWS_CONFIG_FILE", "/config"}};
    fake_.files["/config"] =
        "[default]\nsso_session = dev\nsso_account_id = 0123\nsso_role_name = a b\n"
        "[sso-session dev]\nsso_start_url = https://x.example/start\nsso_region = us-east-2\n";
    Store("2015-08-30T20:36:00Z");
  }
  static std::string Path(const std::string& key) {
    return "/home/me/.aws/sso/cache/" + Sha1Hex(key) + ".json";
  }
  void Store(const std::string& end, const std::string& registered_until = "2015-12-01T00:00:00Z") {
    fake_.files[Path("dev")] =
        R"({"startUrl":"https://x.example/start","accessToken":"acc3ss","expiresAt":")" + end +
        R"(","refreshToken":"r3fresh","clientId":"client","clientSecret":"s3cret",)"
        R"("registrationExpiresAt":")" +
        registered_until + R"("})";
  }
  std::shared_ptr<CredentialsProvider> Provider() { return MakeProfileCredentials(Options()); }
  std::string BearerOf(std::size_t index) { return transport_->SentHeader(index, "x-amz-sso_bearer_token"); }
};

TEST_F(SsoTest, SendsTheTokenToThePortal) {
  transport_->Then(200, kRoleResponse);
  const auto credentials = Loaded(*Provider());
  EXPECT_EQ(credentials.access_key_id, "id");
  EXPECT_EQ(credentials.user_agent_features, "r,s");
  const auto sent = transport_->sent().at(0);
  EXPECT_EQ(sent.request.method, "GET");
  EXPECT_EQ(
      sent.request.url,
      "https://portal.sso.us-east-2.amazonaws.com/federation/credentials?account_id=0123&role_name=a%20b");
  EXPECT_EQ(BearerOf(0), "acc3ss");
  EXPECT_EQ(transport_->SentHeader(0, "Authorization"), "");
}

TEST_F(SsoTest, SendsNoTokenThatWouldBreakAHeader) {
  fake_.files[Path("dev")] = R"({"accessToken":"acc3ss\r\nX-Other: 1","expiresAt":"2015-08-30T20:36:00Z"})";
  const Error error = Failed(*Provider());
  EXPECT_EQ(error.kind, ErrorKind::kCredentials);
  EXPECT_EQ(error.message,
            "the SSO token in " + Path("dev") + " contains a control character; log in: aws sso login");
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(SsoTest, FindsTheTokenOfTheOlderFormByItsUrl) {
  fake_.files["/config"] =
      "[default]\nsso_start_url = https://x.example/start\nsso_region = us-east-2\n"
      "sso_account_id = 0123\nsso_role_name = a b\n";
  fake_.files[Path("https://x.example/start")] =
      R"({"accessToken":"old","expiresAt":"2015-08-30T20:36:00UTC"})";
  transport_->Then(200, kRoleResponse);
  Loaded(*Provider());
  EXPECT_EQ(BearerOf(0), "old");
}

TEST_F(SsoTest, ReportsAnInvalidTokenFileAndHowToLogIn) {
  const std::string path = Path("dev");
  fake_.files[path] = "{\"accessToken\":\"acc3ss\"}";
  EXPECT_EQ(Failed(*Provider()).message, "the SSO token file " + path +
                                             " has no valid accessToken and expiresAt; log in: "
                                             "aws sso login");
  fake_.files.erase(path);
  EXPECT_EQ(
      Failed(*Provider()).message,
      "the SSO token file " + path + " cannot be read: No such file or directory; log in: aws sso login");
  fake_.environment.erase("HOME");
  EXPECT_EQ(Failed(*Provider()).message, "the SSO token cannot be found: HOME is not set");
  EXPECT_TRUE(transport_->sent().empty());
}

TEST_F(SsoTest, RefreshesTheTokenFiveMinutesBeforeItExpiresAndWritesItBack) {
  Store("2015-08-30T12:41:00Z");
  transport_->Then(200, kRefreshResponse).Then(200, kRoleResponse);
  Loaded(*Provider());
  const auto sent = transport_->sent();
  EXPECT_EQ(sent[0].request.method, "POST");
  EXPECT_EQ(sent[0].request.url, "https://oidc.us-east-2.amazonaws.com/token");
  EXPECT_EQ(
      sent[0].request.body,
      R"({"clientId":"client","clientSecret":"s3cret","grantType":"refresh_token","refreshToken":"r3fresh"})");
  EXPECT_EQ(transport_->SentHeader(0, "Authorization"), "");
  EXPECT_EQ(BearerOf(1), "fr3sh");
  const std::string& file = fake_.files[Path("dev")];
  for (const char* kept : {R"("accessToken":"fr3sh")", R"("expiresAt":"2015-08-30T20:36:00Z")",
                           R"("refreshToken":"r3fresh2")", R"("startUrl":"https://x.example/start")"}) {
    EXPECT_NE(file.find(kept), std::string::npos) << file;
  }
}

TEST_F(SsoTest, RefreshesAtMostTwicePerMinuteAndUsesAValidToken) {
  Store("2015-08-30T12:40:00Z");
  const auto provider = Provider();
  transport_->Then(400, R"({"error":"invalid_grant"})").Then(200, kRoleResponse).Then(200, kRoleResponse);
  Loaded(*provider);
  Loaded(*provider);
  EXPECT_EQ(BearerOf(1), "acc3ss");
  EXPECT_EQ(BearerOf(2), "acc3ss");
  fake_.Advance(30s);
  transport_->Then(200, kRefreshResponse).Then(200, kRoleResponse);
  Loaded(*provider);
  EXPECT_EQ(BearerOf(4), "fr3sh");
}

TEST_F(SsoTest, UsesTheTokenThatAnotherProcessHasRefreshed) {
  Store("2015-08-30T12:30:00Z");
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    fake_.files[Path("dev")] = R"({"accessToken":"the1rs","expiresAt":"2015-08-30T20:36:00Z"})";
    return HttpResponse{.status = 400, .body = R"({"error":"invalid_grant"})"};
  });
  transport_->Then(200, kRoleResponse);
  Loaded(*Provider());
  EXPECT_EQ(BearerOf(1), "the1rs");
}

TEST_F(SsoTest, UsesARefreshedTokenThatItCannotWrite) {
  Store("2015-08-30T12:30:00Z");
  auto options = Options();
  options.platform.write_file = [](const std::string&, std::string_view) {
    return "No space left on device";
  };
  const auto provider = MakeProfileCredentials(options);
  transport_->Then(200, kRefreshResponse).Then(200, kRoleResponse).Then(200, kRoleResponse);
  Loaded(*provider);
  Loaded(*provider);
  EXPECT_EQ(BearerOf(2), "fr3sh");
}

TEST_F(SsoTest, FailsIfAnExpiredTokenCannotBeRefreshed) {
  Store("2015-08-30T12:36:00Z", "2015-08-30T12:36:00Z");
  EXPECT_EQ(Failed(*Provider()).message,
            "the SSO token in " + Path("dev") + " expired at 2015-08-30T12:36:00Z; log in: aws sso login");
  EXPECT_TRUE(transport_->sent().empty());
  Store("2015-08-30T12:36:00Z");
  transport_->Then(400, R"({"error":"invalid_grant","error_description":"r3fresh of s3cret"})");
  const Error error = Failed(*Provider());
  EXPECT_EQ(error.kind, ErrorKind::kCredentials);
  EXPECT_EQ(error.message,
            "the SSO token cannot be refreshed (log in again: aws sso login): invalid_grant: *** of ***");
}

TEST_F(SsoTest, ReportsARejectedTokenWithoutShowingIt) {
  transport_->Then(401, R"({"message":"acc3ss is over"})", {{"x-amzn-ErrorType", "UnauthorizedException"}});
  EXPECT_EQ(Failed(*Provider()).message,
            "no SSO credentials for the role a b of account 0123 (log in again: aws sso login): "
            "UnauthorizedException: *** is over");
}

}  // namespace
}  // namespace lookoutvision::internal
