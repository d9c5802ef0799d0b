// Tests of playing back a recording.
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/testing/recording_transport.h>
#include <lookoutvision/testing/replay_transport.h>
#include <lookoutvision/testing/scripted_transport.h>

#include "support/text_file.h"

namespace lookoutvision::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::ThrowsMessage;

const std::string kVersion1 = LOOKOUTVISION_RECORDINGS "/version_1.jsonl";
const std::string kHead = "{\"lookoutvision_recording\":1}\n";
constexpr const char* kJobs = "http://elsewhere:8080/base/2020-11-20/projects/boards/modelpackagingjobs";

HttpRequest Start(
    const std::string& body = R"({"JobName":"nightly", "ModelVersion":"3","ClientToken":"t"})") {
  return {.method = "POST", .url = kJobs, .body = body};
}
HttpRequest Get(const std::string& more) {
  return {.method = "GET", .url = kJobs + more};
}
// An exchange of Get("/a") with that status.
std::string Describe(int status) {
  return R"({"request":{"method":"GET","target":"/2020-11-20/projects/boards/modelpackagingjobs/a"},)"
         R"("response":{"status":)" +
         std::to_string(status) + "}}\n";
}

std::string MessageOf(HttpTransport& replay, const HttpRequest& request) {
  const auto sent = replay.Send(request, {});
  if (sent) return "status " + std::to_string(sent->status);
  EXPECT_EQ(sent.error().kind, ErrorKind::kConfiguration);
  EXPECT_FALSE(sent.error().retryable);
  return sent.error().message;
}

TEST(Replay, ReadsAFileOfVersion1) {
  ReplayTransport replay(kVersion1);
  const auto failed = replay.Send(Start(), {});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error(),
            (Error{.kind = ErrorKind::kTimeout, .message = "no response within 5 s", .retryable = true}));
  const auto started = replay.Send(Start(), {});
  EXPECT_EQ(started->status, 202);
  EXPECT_EQ(started->body, R"({"JobName":"nightly"})");
  EXPECT_EQ(started->headers.Find("X-Amzn-RequestId"), "r-1");
  EXPECT_THAT(started->headers, SizeIs(1));
  EXPECT_EQ(replay.Send(Get("?nextToken=n/1&X-Amz-Signature=a&maxResults=2"), {})->body, "<html>");
  EXPECT_THAT(replay.unused(),
              ElementsAre("line 5: GET /2020-11-20/projects/boards/modelpackagingjobs/nightly"));
  EXPECT_EQ(replay.Send(Get("/nightly"), {})->body, "\x80");
  EXPECT_THAT(replay.unused(), IsEmpty());
}

TEST(StrictReplay, RejectsWhatIsNotNext) {
  ReplayTransport replay(kVersion1);
  EXPECT_THAT(MessageOf(replay, Get("/nightly")),
              AllOf(HasSubstr("line 2: POST /2020"),
                    HasSubstr(R"(its method is "GET", but was recorded as "POST")")));
  EXPECT_THAT(MessageOf(replay, Start(R"({"ModelVersion":"4","JobName":"nightly"})")),
              HasSubstr(R"(its body is "{"JobName":"nightly","ModelVersion":"4"}", but was recorded as )"
                        R"("{"JobName":"nightly","ModelVersion":"3"}")"));
  EXPECT_THAT(replay.unused(), SizeIs(4));
  (void)replay.Send(Start(), {});
  (void)replay.Send(Start(), {});
  EXPECT_THAT(MessageOf(replay, Get("")),
              HasSubstr(R"(its query is "", but was recorded as "maxResults=2 )"));
  (void)replay.Send(Get("?maxResults=2&nextToken=n/1"), {});
  (void)replay.Send(Get("/nightly"), {});
  EXPECT_THAT(MessageOf(replay, Get("/nightly")), HasSubstr("all of its exchanges were played back"));
}

TEST(LenientReplay, PlaysMatchesInOrderAndRepeatsTheLast) {
  const test::TextFile file(kHead + Describe(201) + Describe(202));
  ReplayTransport replay(file.path(), ReplayMode::kLenient);
  for (const int status : {201, 202, 202, 202}) EXPECT_EQ(replay.Send(Get("/a"), {})->status, status);
}

TEST(LenientReplay, TakesRequestsInAnyOrderAndNamesTheNearest) {
  ReplayTransport replay(kVersion1, ReplayMode::kLenient);
  EXPECT_EQ(replay.Send(Get("/nightly"), {})->status, 200);
  EXPECT_FALSE(replay.Send(Start(), {}));
  EXPECT_EQ(replay.Send(Start(), {})->status, 202);
  EXPECT_THAT(MessageOf(replay, Start("{}")), HasSubstr(R"(its body is "{}", but was recorded as )"));
  EXPECT_THAT(replay.unused(), SizeIs(1));
}

TEST(Replay, NamesRequestsThatAreNeverRecorded) {
  ReplayTransport replay(kVersion1, ReplayMode::kLenient);
  EXPECT_THAT(MessageOf(replay, {.method = "PUT", .url = "http://169.254.169.254/latest/api/token"}),
              HasSubstr("give the client static credentials"));
}

TEST(Replay, HidesSecretsInItsMessage) {
  HttpRequest request = Start(R"({"ModelVersion":"secret-7351"})");
  request.headers.Add("X-Api-Key", "secret-7351");
  ReplayTransport replay(kVersion1);
  EXPECT_THAT(MessageOf(replay, request), AllOf(HasSubstr("***"), Not(HasSubstr("7351"))));
}

TEST(Replay, IgnoresAnIncompleteLastLine) {
  const test::TextFile file(kHead + Describe(200) + R"({"request":{"meth)");
  EXPECT_THAT(ReplayTransport(file.path()).unused(), SizeIs(1));
}

TEST(Replay, NamesExchangesInPrintableText) {
  const test::TextFile file(
      kHead + R"({"request":{"method":"GET","target":"/\u001b[31m"},"response":{"status":200}})" + '\n');
  EXPECT_THAT(ReplayTransport(file.path()).unused(), ElementsAre(R"(line 2: GET /\x1b[31m)"));
}

TEST(Replay, RejectsWhatItCannotRead) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "line 1: is empty"},
      {"{}\n", "line 1: is not that of a recording"},
      {"{\"lookoutvision_recording\":2}\n", "line 1: is of version 2, but this library reads version 1"},
      {kHead + "{\n", "line 2: is not well-formed JSON"},
      {kHead + "{}\n", "line 2: must be an object with request, and either response or failure"},
      {kHead + R"({"request":{"method":"GET"},"response":{"status":200}})" + '\n',
       "line 2: request.target must be a path"},
      {kHead + Describe(200) + R"({"request":{"method":"GET","target":"/","body":""},"response":{}})" + '\n',
       "line 3: request.body is not a known member"},
      {kHead + R"({"request":{"method":"GET","target":"/"},"failure":{"kind":"tired"}})" + '\n',
       "line 2: failure.kind must be a kind of error"},
      {kHead + R"({"request":{"method":"GET","target":"/"},"response":{"status":200,"base64":"?"}})" + '\n',
       "line 2: response.base64 must be Base64"},
      {kHead + R"({"request":{"method":"GET","target":"/"},"response":{"status":200,"headers":[[1,"a"]]}})" +
           '\n',
       "line 2: response.headers must be a list of pairs"},
      {kHead +
           R"({"request":{"method":"GET","target":"/"},"response":{"status":200,"headers":[["a","b\r\nc: d"]]}})" +
           '\n',
       "line 2: response.headers must be a list of pairs"},
      {kHead + R"({"request":{"method":"GET","target":"/","\u001b[31m":""},"response":{}})" + '\n',
       R"(line 2: request.\x1b[31m is not a known member)"}};
  for (const auto& [text, why] : cases) {
    const test::TextFile file(text);
    EXPECT_THAT([&] { ReplayTransport replay(file.path()); },
                ThrowsMessage<std::invalid_argument>(HasSubstr("the recording " + file.path() + ", " + why)));
  }
  EXPECT_THAT(
      [] { ReplayTransport replay("/no/file"); },
      ThrowsMessage<std::invalid_argument>("cannot read the recording /no/file: No such file or directory"));
}

TEST(Replay, PlaysBackEveryFailureAsItWas) {
  for (const ErrorKind kind : {ErrorKind::kTransport, ErrorKind::kTimeout, ErrorKind::kCancelled}) {
    for (const bool is : {false, true}) {
      const test::TextFile file;
      const Error error{.kind = kind, .message = "reset by peer", .retryable = is, .unreachable = !is};
      const auto scripted = std::make_shared<ScriptedTransport>();
      scripted->ThenFail(error);
      (void)RecordingTransport(file.path(), scripted).Send(Start(), {});
      EXPECT_EQ(ReplayTransport(file.path()).Send(Start(), {}).error(), error);
    }
  }
}

TEST(ReplayHandler, MakesResponsesOfFailuresAndDifferences) {
  const auto handler = MakeReplayHandler(kVersion1);
  RecordedRequest request{.method = "POST",
                          .target = "/2020-11-20/projects/boards/modelpackagingjobs",
                          .body = R"({"ModelVersion":"3","JobName":"nightly"})"};
  EXPECT_EQ(handler(request), (Response{.status = 503, .message = "no response within 5 s"}));
  EXPECT_EQ(handler(request)->status, 202);
  request.body = "{}";
  EXPECT_EQ(handler(request)->status, 400);
  EXPECT_THAT(handler(request)->message, HasSubstr(R"(its body is "{}", but was recorded as )"));
}

}  // namespace
}  // namespace lookoutvision::testing
