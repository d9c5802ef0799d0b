// Tests of how answers with credentials are read: what they must hold, and that errors tell nothing of it.
#include "credentials/responses.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"
#include "support/credentials_fixture.h"

namespace lookoutvision::internal {
namespace {

using test::kKeysAnswer;
using test::StsAnswer;

HttpResponse Answer(std::string body, int status = 200) {
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
  EXPECT_EQ(read->expiration, ParseRfc3339("2015-08-30T13:36:00Z"));
}

void ExpectUnreadable(const Outcome<Credentials>& read, const std::string& message) {
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::kUnreadableResponse);
  EXPECT_EQ(read.error().message, message);
}

TEST(CredentialAnswers, OfContainersAndMetadataAreRead) {
  ExpectKeys(ReadContainerCredentials(Answer(kKeysAnswer)));
  ExpectKeys(ReadMetadataCredentials(Answer(kKeysAnswer)));
  ExpectKeys(ReadMetadataCredentials(Answer(Without(kKeysAnswer, R"("Code":"Success",)"))));
}

TEST(CredentialAnswers, NameWhatIsMissing) {
  ExpectUnreadable(ReadContainerCredentials(Answer(Without(kKeysAnswer, R"("AccessKeyId":"id",)"))),
                   "the answer has no AccessKeyId that can be read");
  ExpectUnreadable(ReadContainerCredentials(Answer(Without(kKeysAnswer, R"("secret")", "7"))),
                   "the answer has no SecretAccessKey that can be read");
  ExpectUnreadable(ReadContainerCredentials(Answer(Without(kKeysAnswer, R"("token")", "null"))),
                   "the answer has no Token that can be read");
  ExpectUnreadable(ReadContainerCredentials(Answer(Without(kKeysAnswer, "2015-08", "2015-99"))),
                   "the answer has no Expiration that can be read");
}

TEST(CredentialAnswers, ThatAreNoJsonObjectAreNotShown) {
  ExpectUnreadable(ReadContainerCredentials(Answer("secret")), "the answer is not well-formed JSON");
  ExpectUnreadable(ReadContainerCredentials(Answer("[\"secret\"]")), "the answer is not a JSON object");
  ExpectUnreadable(ReadMetadataCredentials(Answer("")), "the answer is empty");
  ExpectUnreadable(ReadSsoCredentials(Answer("<secret/>")), "the answer is not well-formed JSON");
}

TEST(CredentialAnswers, OfMetadataMustBeASuccess) {
  const auto read =
      ReadMetadataCredentials(Answer(Without(kKeysAnswer, "Success", "AssumeRoleUnauthorizedAccess")));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::kService);
  EXPECT_EQ(read.error().message,
            "the answer's Code is \"AssumeRoleUnauthorizedAccess\" and not \"Success\"");
}

TEST(CredentialAnswers, OfSsoTellTimeInMilliseconds) {
  const std::string answer = R"({"roleCredentials":{"accessKeyId":"id","secretAccessKey":"secret",)"
                             R"("sessionToken":"token","expiration":1440941760000}})";
  ExpectKeys(ReadSsoCredentials(Answer(answer)));
  for (const char* time : {"-1", "9223372036854", "9223372036854775807", "1.5", "\"soon\""}) {
    ExpectUnreadable(ReadSsoCredentials(Answer(Without(answer, "1440941760000", time))),
                     "the answer has no expiration that can be read");
  }
  ExpectUnreadable(ReadSsoCredentials(Answer("{}")), "the answer has no roleCredentials that can be read");
}

TEST(CredentialAnswers, OfProcessesMayHaveNoEnd) {
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
      "the answer has no Expiration that can be read");
}

TEST(CredentialAnswers, OfStsAreRead) {
  ExpectKeys(ReadStsCredentials("AssumeRole", Answer(StsAnswer("AssumeRole"))));
  const std::string answer = StsAnswer("AssumeRole");
  ExpectUnreadable(ReadStsCredentials("AssumeRoleWithWebIdentity", Answer(answer)),
                   "the answer has no AssumeRoleWithWebIdentityResult with Credentials");
  ExpectUnreadable(ReadStsCredentials("AssumeRole", Answer("{\"secret\":1}")),
                   "the answer holds no element where one must be, where XML was expected");
  for (const char* name : {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}) {
    const std::string start = std::string("<") + name + ">";
    const auto found = answer.find(start) + start.size();
    std::string emptied = answer;
    emptied.erase(found, emptied.find('<', found) - found);
    ExpectUnreadable(ReadStsCredentials("AssumeRole", Answer(emptied)),
                     std::string("the answer has no ") + name + " that can be read");
  }
}

TEST(CredentialAnswers, NameThePartThatCannotBeAKey) {
  ExpectUnreadable(ReadContainerCredentials(Answer(Without(kKeysAnswer, R"("id")", R"("i/d")"))),
                   "the answer has no usable AccessKeyId: it holds a slash");
  ExpectUnreadable(ReadMetadataCredentials(Answer(Without(kKeysAnswer, R"("secret")", R"("secret\n")"))),
                   "the answer has no usable SecretAccessKey: it holds a line break");
  ExpectUnreadable(ReadSsoCredentials(Answer(R"({"roleCredentials":{"accessKeyId":"id",)"
                                             R"("secretAccessKey":"secret","sessionToken":"to ken",)"
                                             R"("expiration":1440941760000}})")),
                   "the answer has no usable sessionToken: it holds a blank");
  ExpectUnreadable(
      ReadProcessCredentials(R"({"Version":1,"AccessKeyId":"\ufeffid","SecretAccessKey":"secret"})"),
      "the answer has no usable AccessKeyId: it holds a character that is not ASCII (perhaps an invisible "
      "one, copied along)");
  ExpectUnreadable(ReadStsCredentials("AssumeRole", Answer(StsAnswer("AssumeRole", "a,b"))),
                   "the answer has no usable AccessKeyId: it holds a comma");
}

TEST(CredentialAnswers, OfStsThatAreErrorsTellCodeAndMessage) {
  const auto error =
      ReadStsError(Answer("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                          "<Message>not &lt;you&gt;</Message></Error>"
                          "<RequestId>r-1</RequestId></ErrorResponse>",
                          403));
  EXPECT_EQ(error.kind, ErrorKind::kService);
  EXPECT_EQ(error.code_name, "AccessDenied");
  EXPECT_EQ(error.message, "not <you>");
  EXPECT_EQ(error.http_status, 403);
  EXPECT_EQ(error.request_id, "r-1");
  EXPECT_EQ(ReadStsError(Answer("<html>", 502)).message, "the answer has status 502 and no message");
}

TEST(CredentialAnswers, OfOtherEndpointsThatAreErrorsTellWhatTheyCan) {
  EXPECT_EQ(ReadPlainError(Answer("secret", 404)).message, "the answer has status 404");
  const auto container = ReadPlainError(Answer(R"({"code":"NotFound","message":"no such task"})", 404));
  EXPECT_EQ(container.code_name, "NotFound");
  EXPECT_EQ(container.message, "no such task");
  const auto oidc = ReadPlainError(Answer(R"({"error":"invalid_grant","error_description":"expired"})", 400));
  EXPECT_EQ(oidc.code_name, "invalid_grant");
  EXPECT_EQ(oidc.message, "expired");
}

}  // namespace
}  // namespace lookoutvision::internal
