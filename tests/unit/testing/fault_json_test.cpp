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
      {R"({"share":1,"times":2})", "fault.times must be absent for an ongoing fault"},
  };
  for (const auto& wrong : cases) {
    EXPECT_THAT([&] { ReadFaults(wrong.first); },
                ThrowsMessage<std::invalid_argument>(HasSubstr(wrong.second)))
        << wrong.first;
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
  internal::JsonWriter json;
  WriteFault(json, fault);
  const auto again = ReadFaults(std::move(json).Take());
  EXPECT_EQ(std::get<OngoingFault>(again.at(0)), fault);
}

}  // namespace
}  // namespace lookoutvision::testing
