// Tests of parsing the errors of credentials endpoints: JSON, XML and text.
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "credentials/responses.h"

namespace lookoutvision::internal {
namespace {

Error ErrorOf(std::string body, int status = 400) {
  return ReadErrorResponse({.status = status, .headers = {}, .body = std::move(body)});
}

TEST(ErrorResponse, OfStsHasCodeMessageAndRequestId) {
  const Error error = ErrorOf(
      "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
      "<Message>not &lt;you&gt;</Message></Error>"
      "<RequestId>r-1</RequestId></ErrorResponse>",
      403);
  EXPECT_EQ(error.kind, ErrorKind::kService);
  EXPECT_EQ(error.code_name, "AccessDenied");
  EXPECT_EQ(error.message, "not <you>");
  EXPECT_EQ(error.http_status, 403);
  EXPECT_EQ(error.request_id, "r-1");
}

TEST(ErrorResponse, HasCodeMessageAndRequestIdInEveryXmlForm) {
  const std::string described = "<Code>SlowDown</Code><Message><![CDATA[not <so> fast & furious]]></Message>";
  for (const std::string& body : {"<Error>" + described + "<RequestId>r-1</RequestId></Error>",
                                  "<?xml version=\"1.0\"?><Response><Errors><Error>" + described +
                                      "</Error></Errors><RequestID>r-1</RequestID></Response>",
                                  "<s:ErrorResponse xmlns:s=\"urn:x\"><s:Error>" + described +
                                      "</s:Error><s:RequestId>r-1</s:RequestId></s:ErrorResponse>"}) {
    const Error error = ErrorOf(body);
    EXPECT_EQ(error.code_name, "SlowDown") << body;
    EXPECT_EQ(error.message, "not <so> fast & furious") << body;
    EXPECT_EQ(error.request_id, "r-1") << body;
  }
}

TEST(ErrorResponse, HasCodeAndMessageInEveryJsonForm) {
  for (const char* body :
       {R"({"code":"NotFound","message":"no such task"})", R"({"Code":"NotFound","Message":"no such task"})",
        R"({"error":"NotFound","error_description":"no such task"})",
        R"({"__type":"com.example#NotFound","message":"no such task"})",
        R"({"Error":{"Code":"NotFound","Message":"no such task"},"RequestId":"r"})",
        R"({"error":{"code":"NotFound","message":"no such task"}})",
        R"({"Error":{"__type":"NotFound","message":"no such task"}})"}) {
    const Error error = ErrorOf(body, 404);
    EXPECT_EQ(error.code_name, "NotFound") << body;
    EXPECT_EQ(error.message, "no such task") << body;
  }
  EXPECT_EQ(ErrorOf(R"({"Error":{"Code":"ThrottlingException"}})").code, ErrorCode::kThrottlingException);
}

TEST(ErrorResponse, OfTextQuotesItsBeginning) {
  EXPECT_EQ(ErrorOf("Service account token\tcannot be empty\n").message,
            R"(the response has status 400: "Service account token\tcannot be empty")");
  EXPECT_EQ(ErrorOf("<html><h1>403 Forbidden</h1></html>", 403).message,
            R"(the response has status 403: "<html><h1>403 Forbidden</h1></html>")");
  EXPECT_EQ(ErrorOf("<!DOCTYPE html><p>Bad", 502).message,
            R"(the response has status 502: "<!DOCTYPE html><p>Bad")");
  EXPECT_EQ(ErrorOf(std::string(201, 'x')).message,
            "the response has status 400: \"" + std::string(197, 'x') + "...\"");
}

TEST(ErrorResponse, WithoutAMessageHasTheStatus) {
  for (const char* body : {"", " \n", "{}", R"({"AccessKeyId":"id","SecretAccessKey":"s3cret"})",
                           "<ErrorResponse><Error></Error></ErrorResponse>"}) {
    EXPECT_EQ(ErrorOf(body, 429).message, "the response has status 429") << body;
  }
}

}  // namespace
}  // namespace lookoutvision::internal
