// Tests of RecordedWire: it replays responses, and reports differences between sent and recorded requests.
#include "recorded_wire.h"

#include <functional>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace lookoutvision::conformance {
namespace {

using nlohmann::json;

constexpr const char* kForm =
    "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr&RoleSessionName=s";

json RequestEvent() {
  return json::parse(R"({"connection_id": 0, "action": {"Request": {"request": {
      "uri": "https://sts.us-east-1.amazonaws.com/path?a=1&b=2", "method": "POST", "headers": {
        "content-type": ["application/x-www-form-urlencoded"], "x-custom": ["1", "2"], "user-agent": ["other"],
        "authorization": ["AWS4-HMAC-SHA256 Credential=AKID/20210810/us-east-1/sts/aws4_request, SignedHeaders=host"]
      }}}}})");
}

json DataEvent(const char* direction, const char* text) {
  return {{"connection_id", 0},
          {"action", {{"Data", {{"data", {{"Utf8", text}}}, {"direction", direction}}}}}};
}

json ResponseEvent() {
  return json::parse(R"({"connection_id": 0, "action": {"Response": {"response": {"Ok": {
      "status": 200, "version": "HTTP/1.1", "headers": {"date": ["Tue, 21 Sep 2021 17:41:25 GMT"]}}}}}})");
}

json RecordingOf(const json& events) {
  return {{"docs", "a test"}, {"version", "V0"}, {"events", events}};
}

json Recording() {
  return RecordingOf(
      {RequestEvent(), DataEvent("Request", kForm), ResponseEvent(), DataEvent("Response", "<r/>")});
}

HttpRequest SentRequest() {
  HttpRequest request{
      .method = "POST", .url = "https://sts.us-east-1.amazonaws.com/path?b=2&a=1", .body = kForm};
  request.headers.Add("Content-Type", "application/x-www-form-urlencoded");
  request.headers.Add("X-Custom", "1");
  request.headers.Add("X-Custom", "2");
  request.headers.Add("User-Agent", "ours");
  request.headers.Add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-west-1/sts/aws4_request, SignedHeaders=host;x");
  return request;
}

// The request with `from` replaced by `to` in its form.
HttpRequest WithForm(const std::string& from, const std::string& to) {
  HttpRequest request = SentRequest();
  return request.body.replace(request.body.find(from), from.size(), to), request;
}

HttpRequest WithUrl(const std::string& url) {
  HttpRequest request = SentRequest();
  return request.url = url, request;
}

HttpRequest WithHeader(const std::string& name, const std::string& value) {
  HttpRequest request = SentRequest();
  return request.headers.Set(name, value), request;
}

std::string DifferencesOf(const HttpRequest& request, std::vector<std::string> inputs = {}) {
  RecordedWire wire(Recording(), std::move(inputs));
  (void)wire.Send(request, {});
  return wire.differences();
}

TEST(RecordedWire, ReturnsTheRecordedResponse) {
  RecordedWire wire(Recording(), {});
  const auto response = wire.Send(SentRequest(), {});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "<r/>");
  EXPECT_EQ(wire.differences(), "");
}

TEST(RecordedWire, ReportsEachDifference) {
  const std::string origin = "https://sts.us-east-1.amazonaws.com";
  HttpRequest put = SentRequest();
  put.method = "PUT";
  const std::vector<std::pair<HttpRequest, std::string>> rows{
      {put, "method is"},
      {WithUrl("http://sts.us-east-1.amazonaws.com/path?a=1&b=2"), "origin is"},
      {WithUrl("https://sts.us-west-1.amazonaws.com/path?a=1&b=2"), "header host is"},
      {WithUrl(origin + "/?a=1&b=2"), "path is"},
      {WithUrl(origin + "/path"), "query lacks a"},
      {WithUrl(origin + "/path?a=1&b=3"), "query b is \"3\", not \"2\""},
      {WithUrl(origin + "/path?a=1&b=2&c=3"), "query has c"},
      {WithForm("AssumeRole", "GetCallerIdentity"), "form Action is"},
      {WithForm("123456789012", "123456789013"), "form RoleArn is"},
      {WithForm("&RoleSessionName=s", ""), "form lacks RoleSessionName"},
      {WithForm("&RoleSessionName=s", "&RoleSessionName=t"), "form RoleSessionName is"},
      {WithForm("Action", "ExternalId=e&Action"), "form has ExternalId"},
      {WithHeader("X-Custom", "2"), "header x-custom is \"2, 2\", not \"1, 2\""},
      {WithHeader("X-Amz-Security-Token", "t"), "header has x-amz-security-token"},
      {WithHeader("Authorization", "token"), "signer is"},
      {WithHeader("Authorization", "AWS4-HMAC-SHA256 Credential=AKIE/20210810/us-east-1/sts/aws4_request, "),
       "signer is"},
      {WithHeader("Authorization", "AWS4-HMAC-SHA256 Credential=AKID/20210810/us-east-1/sso/aws4_request, "),
       "signer is"},
  };
  EXPECT_EQ(DifferencesOf(SentRequest()), "");
  for (const auto& [request, difference] : rows) {
    EXPECT_NE(DifferencesOf(request).find(difference), std::string::npos)
        << difference << "; instead: " << DifferencesOf(request);
  }
}

TEST(RecordedWire, ComparesBodiesThatAreNotForms) {
  json recording = Recording();
  recording["events"][0]["action"]["Request"]["request"]["headers"]["content-type"] = {"application/json"};
  HttpRequest request = WithHeader("Content-Type", "application/json");
  request.body += ' ';
  RecordedWire wire(recording, {});
  (void)wire.Send(request, {});
  EXPECT_TRUE(wire.differences().starts_with("body is")) << wire.differences();
}

TEST(RecordedWire, AcceptsNoInputInPlaceOfAQueryParameter) {
  EXPECT_NE(DifferencesOf(WithUrl("https://sts.us-east-1.amazonaws.com/path?a=1&b=3"), {"3"}), "");
}

TEST(RecordedWire, AcceptsAnInputIfTheRecordedValueIsNotAnInput) {
  const HttpRequest other_account = WithForm("123456789012", "123456789013");
  const std::string sent = "role_arn = arn:aws:iam::123456789013:role/r";
  EXPECT_EQ(DifferencesOf(other_account, {sent}), "");
  // The recorded value is an input, too.
  EXPECT_NE(DifferencesOf(other_account, {sent, "arn:aws:iam::123456789012:role/r"}), "");
  // Only the account may differ.
  EXPECT_NE(DifferencesOf(WithForm("role%2Fr", "role%2Fother"), {"arn:aws:iam::123456789012:role/other"}),
            "");
}

TEST(RecordedWire, AcceptsDifferentGeneratedSessionNames) {
  const HttpRequest generated = WithForm("RoleSessionName=s", "RoleSessionName=lookoutvision-1");
  EXPECT_EQ(DifferencesOf(generated), "");
  EXPECT_NE(DifferencesOf(generated, {"role_session_name = s"}), "");
}

TEST(RecordedWire, ReportsMissingAndUnrecordedRequests) {
  RecordedWire unused(Recording(), {});
  EXPECT_TRUE(unused.differences().starts_with("recorded and not sent: https://sts.us-east-1"))
      << unused.differences();
  RecordedWire empty(RecordingOf(json::array()), {});
  EXPECT_FALSE(empty.Send(SentRequest(), {}));
  EXPECT_TRUE(empty.differences().starts_with("sent and not recorded: POST ")) << empty.differences();
}

TEST(RecordedWire, RejectsUnknownPartsOfARecording) {
  const std::vector<std::function<void(json&)>> changes{
      [](json& recording) { recording["extra"] = 1; },
      [](json& recording) { recording["version"] = "V1"; },
      [](json& recording) { recording["events"][0]["extra"] = 1; },
      [](json& recording) { recording["events"][0]["action"]["Other"] = 1; },
      [](json& recording) { recording["events"][0]["action"] = json::object(); },
      [](json& recording) { recording["events"][0]["action"]["Request"]["request"]["extra"] = 1; },
      [](json& recording) {
        recording["events"][1]["action"]["Data"]["data"] = {{"Base64", "AA=="}};
      },
      [](json& recording) { recording["events"][1]["action"]["Data"]["direction"] = "Both"; },
      [](json& recording) { recording["events"][2]["action"]["Response"]["response"]["Ok"]["extra"] = 1; },
      [](json& recording) { recording["events"][2]["action"]["Response"]["response"]["Late"] = 1; },
      [](json& recording) {
        recording["events"][3]["action"] = {{"Eof", {{"ok", false}, {"direction", "Response"}}}};
      },
  };
  EXPECT_NO_THROW(RecordedWire(Recording(), {}));
  for (std::size_t i = 0; i < changes.size(); ++i) {
    json recording = Recording();
    changes[i](recording);
    EXPECT_THROW(RecordedWire(recording, {}), std::runtime_error) << "change " << i;
  }
}

}  // namespace
}  // namespace lookoutvision::conformance
