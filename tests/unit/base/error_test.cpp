// Tests of Error as text.
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/error.h>

namespace lookoutvision {
namespace {

std::string Text(const Error& error) {
  std::ostringstream out;
  out << error;
  return out.str();
}

TEST(ErrorText, ContainsTheServiceErrorAndItsDetails) {
  EXPECT_EQ(Text({.kind = ErrorKind::kService,
                  .message = "Job exists",
                  .code = ErrorCode::kConflictException,
                  .code_name = "ConflictException",
                  .http_status = 409,
                  .request_id = "r-1",
                  .attempts = 1}),
            "ConflictException: Job exists (HTTP 409, request id r-1, 1 attempt)");
}

TEST(ErrorText, ContainsTheKindIfThereIsNoServiceError) {
  EXPECT_EQ(Text({.kind = ErrorKind::kConfiguration, .message = "no region"}), "configuration: no region");
}

TEST(ErrorText, ContainsTheStopReasonAndTheClientToken) {
  EXPECT_EQ(Text({.kind = ErrorKind::kTransport,
                  .message = "connection reset",
                  .attempts = 3,
                  .retryable = true,
                  .may_have_taken_effect = true,
                  .stop_reason = StopReason::kAttemptsExhausted,
                  .client_token = "t-1"}),
            "transport: connection reset (3 attempts, attempts exhausted, to repeat it safely use client "
            "token t-1)");
}

TEST(ErrorText, OmitsTheClientTokenIfTheCallHadNoEffect) {
  const Error error{.kind = ErrorKind::kService,
                    .message = "no",
                    .code_name = "ValidationException",
                    .http_status = 400,
                    .attempts = 1,
                    .client_token = "t-1"};
  EXPECT_EQ(Text(error).find("t-1"), std::string::npos);
}

TEST(ErrorText, IsPrintableAndBounded) {
  const std::string text = Text({.kind = ErrorKind::kService,
                                 .message = "\x1b[2J" + std::string(10'000, 'x'),
                                 .code_name = "Odd\nName",
                                 .request_id = "id\r\n"});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_LT(text.size(), 2600U);
}

TEST(ErrorEnumerations, UseTheNamesOfTheService) {
  for (const char* name :
       {"AccessDeniedException", "ConflictException", "InternalServerException", "ResourceNotFoundException",
        "ServiceQuotaExceededException", "ThrottlingException", "ValidationException"}) {
    const auto code = FromString<ErrorCode>(name);
    EXPECT_NE(code, ErrorCode::kUnknown) << name;
    EXPECT_EQ(ToString(code), name);
  }
  EXPECT_EQ(FromString<ErrorCode>("conflictexception"), ErrorCode::kUnknown);
  for (const char* name : {"PROJECT", "DATASET", "MODEL", "TRIAL", "MODEL_PACKAGE_JOB"}) {
    const auto type = OpenEnum<ResourceType>(name);
    EXPECT_NE(type, ResourceType::kUnknown) << name;
    EXPECT_EQ(ToString(type), name);
  }
  EXPECT_EQ(ToString(OpenEnum<ResourceType>("GALAXY")), "GALAXY");
}

}  // namespace
}  // namespace lookoutvision
