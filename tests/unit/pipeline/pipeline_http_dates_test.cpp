// Tests that the attempt loop reads the dates of headers in all forms of HTTP.
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "base/text.h"
#include "support/pipeline_test.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using test::kStarted;

struct DateForm {
  const char* name;
  /// 2015-08-30T12:36:03Z, three seconds after the clock.
  const char* soon;
  /// 2015-08-30T13:36:00Z
  const char* in_an_hour;
};

class PipelineHttpDates : public test::PipelineTest, public ::testing::WithParamInterface<DateForm> {};

TEST_P(PipelineHttpDates, AreReadFromRetryAfter) {
  transport_->Then(503, "{}", {{"Retry-After", GetParam().soon}}).Then(200, kStarted);
  ASSERT_TRUE(Call(Config()));
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{3}}));
}

TEST_P(PipelineHttpDates, AreReadFromDateNextToRetryAfter) {
  transport_->Then(503, "{}",
                   {{"Retry-After", "Sun, 30 Aug 2015 13:36:02 GMT"}, {"Date", GetParam().in_an_hour}});
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(Config()));
  EXPECT_EQ(fake_.sleeps, (std::vector<nanoseconds>{seconds{2}}));
}

TEST_P(PipelineHttpDates, CorrectTheClock) {
  transport_->Then(403, "{}",
                   {{"x-amzn-ErrorType", "RequestTimeTooSkewed"}, {"Date", GetParam().in_an_hour}});
  transport_->Then(200, kStarted);
  ASSERT_TRUE(Call(Config()));
  EXPECT_EQ(transport_->SentHeader(1, "X-Amz-Date"), "20150830T133600Z");
}

INSTANTIATE_TEST_SUITE_P(
    , PipelineHttpDates,
    ::testing::Values(DateForm{"ImfFixdate", "Sun, 30 Aug 2015 12:36:03 GMT",
                               "Sun, 30 Aug 2015 13:36:00 GMT"},
                      DateForm{"Rfc850", "Sunday, 30-Aug-15 12:36:03 GMT", "Sunday, 30-Aug-15 13:36:00 GMT"},
                      DateForm{"Asctime", "Sun Aug 30 12:36:03 2015", "Sun Aug 30 13:36:00 2015"}),
    [](const auto& form) { return form.param.name; });

class PipelineYearsOfTwoDigits : public test::PipelineTest {
 protected:
  // The back-off with this Retry-After, at the end of 2026.
  nanoseconds BackOff(const char* retry_after) {
    fake_.system_now = *internal::ParseExpiration("2026-11-29T12:00:00Z");
    transport_->Then(503, "{}", {{"Retry-After", retry_after}}).Then(200, kStarted);
    EXPECT_TRUE(Call(Config()));
    return fake_.sleeps.back();
  }
};

TEST_F(PipelineYearsOfTwoDigits, AreAtMostFiftyYearsAhead) {
  EXPECT_EQ(BackOff("Saturday, 30-Nov-75 12:00:00 GMT"), milliseconds{5025});
  EXPECT_EQ(BackOff("Tuesday, 30-Nov-77 12:00:00 GMT"), milliseconds{25});
}

}  // namespace
}  // namespace lookoutvision
