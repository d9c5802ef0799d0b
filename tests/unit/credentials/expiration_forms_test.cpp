// Tests that every source of credentials reads expirations in each of their forms.
#include <string>

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "base/text.h"
#include "credentials/responses.h"
#include "credentials/sources.h"
#include "support/credentials_fixture.h"

namespace lookoutvision::internal {
namespace {

// The expiration in the responses, as JSON.
const std::string kUsual = R"("2015-08-30T13:36:00Z")";

std::string Replace(std::string text, const std::string& piece, const std::string& replacement) {
  const auto found = text.find(piece);
  EXPECT_NE(found, text.npos) << piece;
  return text.replace(found, piece.size(), replacement);
}

// The parameter is the form of an expiration, as JSON: a string or a number.
class ExpirationForms : public test::CredentialsFixture, public ::testing::WithParamInterface<const char*> {
 protected:
  static const char* Json() { return GetParam(); }
  // The form without quotes.
  static std::string Text() {
    const std::string json = Json();
    return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
  }

  static std::optional<SystemTime> OfContainer() {
    return TimeOf(ReadContainerCredentials({.body = Replace(test::kKeysResponse, kUsual, Json())}));
  }
  static std::optional<SystemTime> OfMetadata() {
    return TimeOf(ReadMetadataCredentials({.body = Replace(test::kKeysResponse, kUsual, Json())}));
  }
  static std::optional<SystemTime> OfProcess() {
    return TimeOf(
        ReadProcessCredentials(R"({"Version":1,"AccessKeyId":"id","SecretAccessKey":"secret","Expiration":)" +
                               std::string(Json()) + "}"));
  }
  static std::optional<SystemTime> OfSso() {
    return TimeOf(ReadSsoCredentials(
        {.body =
             R"({"roleCredentials":{"accessKeyId":"id","secretAccessKey":"secret","sessionToken":"token",)"
             R"("expiration":)" +
             std::string(Json()) + "}}"}));
  }
  static std::optional<SystemTime> OfSts() {
    const std::string usual = kUsual.substr(1, kUsual.size() - 2);
    return TimeOf(
        ReadStsCredentials("AssumeRole", {.body = Replace(test::StsResponse("AssumeRole"), usual, Text())}));
  }
  // Whether the token of a file with this expiration is sent at `now`.
  bool IsSsoTokenValidAt(SystemTime now) {
    fake_.system_now = now;
    fake_.environment["HOME"] = "/home/me";
    fake_.files["/home/me/.aws/sso/cache/" + Sha1Hex("url") + ".json"] =
        R"({"accessToken":"acc3ss","expiresAt":)" + std::string(Json()) + "}";
    SsoRefresh refresh;
    const auto provider = MakeProvider(Options(), [&](const ProviderContext& context) {
      return LoadFromSso(
          context, {.start_url = "url", .region = "us-east-2", .account_id = "0", .role_name = "r"}, refresh);
    });
    (void)provider->Load({});
    return !transport_->sent().empty();
  }

 private:
  static std::optional<SystemTime> TimeOf(const Outcome<Credentials>& read) {
    if (read) return read->expiration;
    ADD_FAILURE() << read.error();
    return std::nullopt;
  }
};

class UsualExpirationForms : public ExpirationForms {
 protected:
  const std::optional<SystemTime> expected_ = ParseExpiration("2015-08-30T13:36:00Z");
};

TEST_P(UsualExpirationForms, AreReadFromContainers) {
  EXPECT_EQ(OfContainer(), expected_);
}
TEST_P(UsualExpirationForms, AreReadFromInstanceMetadata) {
  EXPECT_EQ(OfMetadata(), expected_);
}
TEST_P(UsualExpirationForms, AreReadFromProcesses) {
  EXPECT_EQ(OfProcess(), expected_);
}
TEST_P(UsualExpirationForms, AreReadFromSso) {
  EXPECT_EQ(OfSso(), expected_);
}
TEST_P(UsualExpirationForms, AreReadFromSts) {
  EXPECT_EQ(OfSts(), expected_);
}
TEST_P(UsualExpirationForms, AreReadFromSsoTokenFiles) {
  EXPECT_FALSE(IsSsoTokenValidAt(*expected_));
  EXPECT_TRUE(IsSsoTokenValidAt(*expected_ - std::chrono::seconds{1}));
}

INSTANTIATE_TEST_SUITE_P(, UsualExpirationForms,
                         ::testing::Values(R"("2015-08-30T13:36:00Z")", R"("2015-08-30T19:06:00+0530")",
                                           R"("2015-08-30T05:36:00-08")", R"("2015-08-30T13:36Z")",
                                           R"("20150830T133600Z")", R"("20150830T1336Z")",
                                           R"("Sun, 30 Aug 2015 13:36:00 GMT")",
                                           R"("Sunday, 30-Aug-15 13:36:00 GMT")",
                                           R"("Sun Aug 30 13:36:00 2015")", "1440941760", "1440941760000",
                                           R"("1440941760")"));

class LateExpirationForms : public ExpirationForms {
 protected:
  const std::optional<SystemTime> end_ = SystemTime{std::chrono::seconds{9214646400}};  // 2262-01-01
};

TEST_P(LateExpirationForms, AreClampedFromContainers) {
  EXPECT_EQ(OfContainer(), end_);
}
TEST_P(LateExpirationForms, AreClampedFromInstanceMetadata) {
  EXPECT_EQ(OfMetadata(), end_);
}
TEST_P(LateExpirationForms, AreClampedFromProcesses) {
  EXPECT_EQ(OfProcess(), end_);
}
TEST_P(LateExpirationForms, AreClampedFromSso) {
  EXPECT_EQ(OfSso(), end_);
}
TEST_P(LateExpirationForms, AreClampedFromSts) {
  EXPECT_EQ(OfSts(), end_);
}
TEST_P(LateExpirationForms, AreClampedFromSsoTokenFiles) {
  EXPECT_TRUE(IsSsoTokenValidAt(*end_ - std::chrono::seconds{1}));
}

INSTANTIATE_TEST_SUITE_P(, LateExpirationForms,
                         ::testing::Values(R"("9999-12-31T23:59:59Z")", R"("2999-01-01T00:00:00+01:00")",
                                           R"("99991231T235959Z")", R"("2999-02-28T00:00-08")",
                                           R"("Fri, 31 Dec 9999 23:59:59 GMT")",
                                           R"("Fri Dec 31 23:59:59 9999")", "9223372036854",
                                           R"("9999999999999")"));

}  // namespace
}  // namespace lookoutvision::internal
