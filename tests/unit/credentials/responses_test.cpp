// Tests of parsing credentials in responses: required members, and errors that quote no response.
#include "credentials/responses.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"
#include "support/credentials_fixture.h"

namespace lookoutvision::internal {
namespace {

using test::kKeysResponse;
using test::StsResponse;

HttpResponse Respond(std::string body, int status = 200) {
  return {.status = status, .headers = {}, .body = std::move(body)};
}

std::string Without(std::string text, const std::string& piece, const std::string& instead = "") {
  const auto found = text.find(piece);
  EXPECT_NE(found, text.npos) << piece;
  return text.replace(found, piece.size(), instead);
}

void ExpectKeys(const Outcome<Credentials>& read) {
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->access_key_id, "id");
  EXPECT_EQ(read->secret_access_key, "secret");
  EXPECT_EQ(read->session_token, "token");
  EXPECT_EQ(read->expiration, ParseExpiration("2015-08-30T13:36:00Z"));
}

void ExpectUnreadable(const Outcome<Credentials>& read, const std::string& message) {
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::kUnreadableResponse);
  EXPECT_EQ(read.error().message, message);
}

TEST(CredentialsResponse, OfContainersAndMetadataIsParsed) {
  ExpectKeys(ReadContainerCredentials(Respond(kKeysResponse)));
  ExpectKeys(ReadMetadataCredentials(Respond(kKeysResponse)));
  ExpectKeys(ReadMetadataCredentials(Respond(Without(kKeysResponse, R"("Code":"Success",)"))));
}

TEST(CredentialsResponse, WithoutAMemberIsRejectedByName) {
  ExpectUnreadable(ReadContainerCredentials(Respond(Without(kKeysResponse, R"("AccessKeyId":"id",)"))),
                   "the response has no valid AccessKeyId");
  ExpectUnreadable(ReadContainerCredentials(Respond(Without(kKeysResponse, R"("secret")", "7"))),
                   "the response has no valid SecretAccessKey");
  ExpectUnreadable(ReadContainerCredentials(Respond(Without(kKeysResponse, R"("token")", "null"))),
                   "the response has no valid Token");
  ExpectUnreadable(ReadContainerCredentials(Respond(Without(kKeysResponse, "2015-08", "2015-99"))),
                   "the response has no valid Expiration");
}

TEST(CredentialsResponse, ThatIsNotAJsonObjectIsNotQuoted) {
  ExpectUnreadable(ReadContainerCredentials(Respond("secret")), "the response is not well-formed JSON");
  ExpectUnreadable(ReadContainerCredentials(Respond("[\"secret\"]")), "the response is not a JSON object");
  ExpectUnreadable(ReadMetadataCredentials(Respond("")), "the response is empty");
  ExpectUnreadable(ReadSsoCredentials(Respond("<secret/>")), "the response is not well-formed JSON");
}

TEST(CredentialsResponse, OfMetadataMustHaveCodeSuccess) {
  const auto read =
      ReadMetadataCredentials(Respond(Without(kKeysResponse, "Success", "AssumeRoleUnauthorizedAccess")));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::kService);
  EXPECT_EQ(read.error().message,
            "the response's Code is \"AssumeRoleUnauthorizedAccess\" and not \"Success\"");
}

TEST(CredentialsResponse, OfSsoHasItsExpirationInMilliseconds) {
  const std::string response = R"({"roleCredentials":{"accessKeyId":"id","secretAccessKey":"secret",)"
                               R"("sessionToken":"token","expiration":1440941760000}})";
  ExpectKeys(ReadSsoCredentials(Respond(response)));
  for (const char* time : {"-1", "1.5", "\"soon\""}) {
    ExpectUnreadable(ReadSsoCredentials(Respond(Without(response, "1440941760000", time))),
                     "the response has no valid expiration");
  }
  ExpectUnreadable(ReadSsoCredentials(Respond("{}")), "the response has no valid roleCredentials");
}

TEST(CredentialsResponse, OfProcessesMayHaveNoExpiration) {
  const auto read = ReadProcessCredentials(R"({"Version":1,"AccessKeyId":"id","SecretAccessKey":"secret"})");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->session_token, "");
  EXPECT_EQ(read->expiration, std::nullopt);
  ExpectKeys(ReadProcessCredentials(
      R"({"Version":1,"AccessKeyId":"id","SecretAccessKey":"secret","SessionToken":"token",)"
      R"("Expiration":"2015-08-30T15:36:00+02:00"})"));
  ExpectUnreadable(ReadProcessCredentials(R"({"Version":2,"AccessKeyId":"id","SecretAccessKey":"s"})"),
                   "its output's Version is not 1");
  ExpectUnreadable(ReadProcessCredentials("secret"), "its output is not well-formed JSON");
  ExpectUnreadable(
      ReadProcessCredentials(R"({"Version":1,"AccessKeyId":"id","SecretAccessKey":"s","Expiration":"x"})"),
      "the response has no valid Expiration");
}

TEST(CredentialsResponse, OfStsIsParsed) {
  ExpectKeys(ReadStsCredentials("AssumeRole", Respond(StsResponse("AssumeRole"))));
  const std::string response = StsResponse("AssumeRole");
  ExpectUnreadable(ReadStsCredentials("AssumeRoleWithWebIdentity", Respond(response)),
                   "the response has no AssumeRoleWithWebIdentityResult with Credentials");
  ExpectUnreadable(ReadStsCredentials("AssumeRole", Respond("{\"secret\":1}")),
                   "the response is not well-formed XML");
  for (const char* name : {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}) {
    const std::string start = std::string("<") + name + ">";
    const auto found = response.find(start) + start.size();
    std::string emptied = response;
    emptied.erase(found, emptied.find('<', found) - found);
    ExpectUnreadable(ReadStsCredentials("AssumeRole", Respond(emptied)),
                     std::string("the response has no valid ") + name);
  }
}

TEST(CredentialsResponse, WithAMemberThatCannotBeAKeyIsRejectedByName) {
  ExpectUnreadable(ReadContainerCredentials(Respond(Without(kKeysResponse, R"("id")", R"("i/d")"))),
                   "the response has no usable AccessKeyId: it contains a slash");
  ExpectUnreadable(ReadMetadataCredentials(Respond(Without(kKeysResponse, R"("secret")", R"("secret\n")"))),
                   "the response has no usable SecretAccessKey: it contains a line break");
  ExpectUnreadable(ReadSsoCredentials(Respond(R"({"roleCredentials":{"accessKeyId":"id",)"
                                              R"("secretAccessKey":"secret","sessionToken":"to ken",)"
                                              R"("expiration":1440941760000}})")),
                   "the response has no usable sessionToken: it contains a space");
  ExpectUnreadable(
      ReadProcessCredentials(R"({"Version":1,"AccessKeyId":"\ufeffid","SecretAccessKey":"secret"})"),
      "the response has no usable AccessKeyId: it contains a character that is not ASCII (perhaps "
      "invisible, and copied by accident)");
  ExpectUnreadable(ReadStsCredentials("AssumeRole", Respond(StsResponse("AssumeRole", "a,b"))),
                   "the response has no usable AccessKeyId: it contains a comma");
}

}  // namespace
}  // namespace lookoutvision::internal
