// Tests of Error::body, the body of a response that is an error or cannot be parsed.
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

class ErrorBody : public test::PipelineTest {
 protected:
  Error ErrorOf(int status, const std::string& body) {
    ClientConfig config = Config();
    config.retry.max_attempts = 1;
    config.headers = {{"x-api-key", "key-of-plant-7"}};
    transport_->Then(status, body);
    const auto started = Call(config);
    return started ? Error{} : started.error();
  }
};

TEST_F(ErrorBody, ContainsTheBodyOfAnErrorAndIsNotPrinted) {
  const std::string page = R"({"message":"denied","policy":"policy 17"})";
  const Error error = ErrorOf(403, page);
  EXPECT_EQ(error.body, page);
  std::ostringstream printed;
  printed << error;
  EXPECT_EQ(printed.str().find("policy 17"), std::string::npos) << printed.str();
}

TEST_F(ErrorBody, ContainsTheBodyOfAnUnreadableResult) {
  EXPECT_EQ(ErrorOf(200, "<html>please log in</html>").body, "<html>please log in</html>");
}

TEST_F(ErrorBody, IsEmptyIfNoResponseArrived) {
  transport_->ThenFail(test::kReset);
  ClientConfig config = Config();
  config.retry.max_attempts = 1;
  EXPECT_EQ(Call(config).error().body, "");
}

TEST_F(ErrorBody, ContainsAtMostOneKibibyteOfWholeCharacters) {
  EXPECT_EQ(ErrorOf(500, std::string(1024, 'x')).body.size(), 1024U);
  EXPECT_EQ(ErrorOf(500, std::string(5000, 'x')).body, std::string(1024, 'x'));
  EXPECT_EQ(ErrorOf(500, std::string(1023, 'x') + "\u00e9" + std::string(50, 'x')).body,
            std::string(1023, 'x'));
  EXPECT_EQ(ErrorOf(500, std::string(2000, '\x80')).body.size(), 1021U);
}

TEST_F(ErrorBody, ContainsNoPartOfASecretIfTruncated) {
  const std::string padding(1015, 'x');
  EXPECT_EQ(ErrorOf(500, "you sent key-of-plant-7").body, "you sent ***");
  const std::string cut = ErrorOf(500, padding + "key-of-plant-7" + padding).body;
  EXPECT_EQ(cut, padding + "***" + std::string(6, 'x'));
}

TEST_F(ErrorBody, IsThatOfTheLastAttempt) {
  transport_->Then(500, "first").Then(503, "second");
  ClientConfig config = Config();
  config.retry.max_attempts = 2;
  EXPECT_EQ(Call(config).error().body, "second");
}

}  // namespace
}  // namespace lookoutvision
