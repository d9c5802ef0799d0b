// Tests of reading and writing faults as JSON.
#include "testing/fault_json.h"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::testing::ThrowsMessage;

TEST(FaultJson, ReadsEveryMemberOfAFault) {
  const auto faults = ReadFaults(R"({"times":3,"at":"response_body","then":"reset","delay_ms":200,
      "byte_interval_ms":5,"response":{"status":429,"error_type":"ThrottlingException","message":"later",
      "headers":{"Retry-After":"1"},"body":"text","raw":"bytes"}})");
  ASSERT_EQ(faults.size(), 1u);
  const auto& queued = std::get<QueuedFault>(faults[0]);
  EXPECT_EQ(queued.times, 3);
  EXPECT_EQ(queued.fault, (Fault{.response = Response{.status = 429,
                                                      .error_type = "ThrottlingException",
                                                      .message = "later",
                                                      .headers = {{"Retry-After", "1"}},
                                                      .body = "text",
                                                      .raw = "bytes"},
                                 .at = FaultPoint::kResponseBody,
                                 .delay = 200ms,
                                 .then = FaultAction::kReset,
                                 .byte_interval = 5ms}));
}

TEST(FaultJson, ReadsAListOfQueuedAndOngoingFaults) {
  const auto faults =
      ReadFaults(R"([{}, {"share":0.25}, {"begins_after_ms":5,"lasts_ms":10,"at":"accept"}])");
  ASSERT_EQ(faults.size(), 3u);
  EXPECT_EQ(std::get<QueuedFault>(faults[0]).fault, Fault{});
  EXPECT_EQ(std::get<QueuedFault>(faults[0]).times, 1);
  EXPECT_EQ(std::get<OngoingFault>(faults[1]), OngoingFault{.share = 0.25});
  EXPECT_EQ(std::get<OngoingFault>(faults[2]),
            (OngoingFault{.fault = {.at = FaultPoint::kAccept}, .begins_after = 5ms, .lasts = 10ms}));
}

TEST(FaultJson, AcceptsABodyAsJson) {
  const auto faults = ReadFaults(R"({"response":{"body":{"Message":"no"}}})");
  EXPECT_EQ(std::get<QueuedFault>(faults[0]).fault.response->body, R"({"Message":"no"})");
}

TEST(FaultJson, NamesTheInvalidMember) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "the body is empty"},
      {"7", "fault must be an object"},
      {"[{},7]", "fault[1] must be an object"},
      {R"({"answers":{}})", "fault.answers is not a known member"},
      {R"({"response":{"code":1}})", "fault.response.code is not a known member"},
      {R"({"response":{"status":"503"}})", "fault.response.status must be an integer from 100 to 999"},
      {R"({"response":{"status":99}})", "fault.response.status must be an integer"},
      {R"({"response":{"error_type":"a\r\nb"}})",
       "fault.response.error_type must not contain control characters"},
      {R"({"response":{"headers":["a"]}})", "fault.response.headers must be an object"},
      {R"({"response":{"headers":{"a b":"c"}}})", "fault.response.headers must be an object"},
      {R"({"response":{"headers":{"a":"b\r\nc"}}})", "fault.response.headers must be an object"},
      {R"({"at":"end"})", "fault.at must be one of accept, request_start, request_read, "},
      {R"({"then":7})", "fault.then must be one of continue, close, reset, close_without_notify, silence"},
      {R"({"times":0})", "fault.times must be an integer from 1 to 1000000"},
      {R"({"delay_ms":-1})", "fault.delay_ms must be milliseconds"},
      {R"({"delay_ms":31622400001})", "fault.delay_ms must be milliseconds"},
      {R"({"share":"all"})", "fault.share must be a number from 0 to 1"},
      {R"({"share":1.5})", "share must be a number from 0 to 1"},
      {R"({"delay_ms":{"uniform":[3,2]}})", "fault.delay_ms must be milliseconds, at most 366 days, {"},
      {R"({"delay_ms":{"uniform":[1]}})", "fault.delay_ms must be"},
      {R"({"delay_ms":{"uniform":[1,2],"lognormal":{"median":1,"sigma":1}}})", "fault.delay_ms must be"},
      {R"({"delay_ms":{"lognormal":{"median":1,"sigma":11}}})", "a sigma from 0 to 10"},
      {R"({"delay_ms":{"lognormal":{"median":1,"sigma":1,"mode":1}}})", "fault.delay_ms must be"},
      {R"({"delay_ms":"slow"})", "fault.delay_ms must be"},
      {R"({"bytes_per_second":0})", "fault.bytes_per_second must be an integer from 1 to 1000000000"},
      {R"({"bytes_per_second":9,"byte_interval_ms":1})",
       "fault.bytes_per_second must be absent if there is an interval between bytes"},
      {R"({"match":"all"})", "fault.match must be an object"},
      {R"({"match":{"operation":"Describe"}})",
       "fault.match.operation must be one of StartModelPackagingJob, ListModelPackagingJobs, "
       "DescribeModelPackagingJob"},
      {R"({"match":{"project":""}})", "fault.match.project must be a string that is not empty"},
      {R"({"match":{"header":{"a b":"c"}}})", "fault.match.header must be an object"},
      {R"({"match":{"nth_call":0}})", "fault.match.nth_call must be an integer from 1 to 1000000"},
      {R"({"match":{"nth_attempt":"1"}})", "fault.match.nth_attempt must be an integer from 1 to 1000000"},
      {R"({"match":{"bucket":"b"}})", "fault.match.bucket is not a known member"},
      {R"([{},{"at":"accept","match":{"project":"p"}}])",
       "fault[1].match must be absent for a fault at accept"},
      {R"({"at":"request_start","match":{"nth_call":1},"share":1})", "fault.match must be absent"},
      {R"({"share":1,"times":2})", "fault.times must be absent for an ongoing fault"},
  };
  for (const auto& wrong : cases) {
    EXPECT_THAT([&] { ReadFaults(wrong.first); },
                ThrowsMessage<std::invalid_argument>(HasSubstr(wrong.second)))
        << wrong.first;
  }
}

TEST(FaultJson, ReadsDelaysThatAreDrawn) {
  const auto faults = ReadFaults(R"([{"delay_ms":{"uniform":[100,300]}},
      {"delay_ms":{"lognormal":{"median":200,"sigma":0.5}}}])");
  EXPECT_EQ(std::get<QueuedFault>(faults.at(0)).fault,
            (Fault{.delay = UniformDelay{.least = 100ms, .most = 300ms}}));
  EXPECT_EQ(std::get<QueuedFault>(faults.at(1)).fault,
            (Fault{.delay = LognormalDelay{.median = 200ms, .sigma = 0.5}}));
}

const FaultMatch kMatch{.operation = "DescribeModelPackagingJob",
                        .project = "p",
                        .component = "c",
                        .access_key = "AKID",
                        .header = {{"X-Tenant", "a"}},
                        .nth_call = 2,
                        .nth_attempt = 1};

TEST(FaultJson, ReadsWhatAFaultMatches) {
  const auto faults = ReadFaults(R"({"match":{"operation":"DescribeModelPackagingJob","project":"p",
      "component":"c","access_key":"AKID","header":{"X-Tenant":"a"},"nth_call":2,"nth_attempt":1},
      "bytes_per_second":1000})");
  EXPECT_EQ(std::get<QueuedFault>(faults.at(0)).fault, (Fault{.bytes_per_second = 1000, .match = kMatch}));
}

// Reads a fault that was written, without its id.
FaultSpec ReadAgain(const InstalledFault& fault) {
  internal::JsonWriter json;
  WriteFault(json, fault);
  const std::string text = std::move(json).Take();
  const std::string id = R"({"id":7,)";
  EXPECT_THAT(text, StartsWith(id));
  return ReadFaults('{' + text.substr(id.size())).at(0);
}

TEST(FaultJson, WritesAQueuedFaultAsItReadsIt) {
  for (const FaultDelay& delay : {FaultDelay{5ms}, FaultDelay{UniformDelay{.least = 1ms, .most = 2ms}},
                                  FaultDelay{LognormalDelay{.median = 1ms, .sigma = 0.25}}}) {
    const QueuedFault fault{.fault = {.delay = delay, .bytes_per_second = 10, .match = kMatch}, .times = 3};
    EXPECT_EQ(std::get<QueuedFault>(ReadAgain({.id = 7, .fault = fault})), fault);
  }
}

TEST(FaultJson, WritesWhatItReads) {
  const OngoingFault fault{.fault = {.response = Response{.status = 503,
                                                          .error_type = "SlowDown",
                                                          .message = "later",
                                                          .headers = {{"Retry-After", "1"}},
                                                          .body = "text",
                                                          .raw = "bytes"},
                                     .at = FaultPoint::kResponseEnd,
                                     .delay = 1s,
                                     .then = FaultAction::kSilence,
                                     .byte_interval = 2ms},
                           .share = 0.5,
                           .begins_after = 1s,
                           .lasts = 2s};
  EXPECT_EQ(std::get<OngoingFault>(ReadAgain({.id = 7, .fault = fault})), fault);
}

}  // namespace
}  // namespace lookoutvision::testing
