// Tests of what events have for the spans of a trace, and of the counters of a client.
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

using ::testing::ElementsAre;

// The parts of the AttemptEvents that a span has.
struct Span {
  std::chrono::system_clock::time_point begin;
  std::string server_address;
  int server_port;
  std::string error_type;
};

class CallSpans : public ::testing::Test {
 protected:
  CallSpans() {
    config_ = {.endpoint_url = "https://vision.example",
               .credentials = MakeAnonymousCredentials(),
               .transport = transport_,
               .platform = fake_.platform()};
    config_.on_call_start = [this](const CallStartEvent& event) {
      EXPECT_EQ(event.operation, "DescribeModelPackagingJob");
      order_.push_back("start " + std::string(event.invocation_id));
      begin_ = event.begin;
    };
    config_.on_attempt = [this](const AttemptEvent& event) {
      order_.push_back("attempt " + std::string(event.invocation_id));
      spans_.push_back(
          {event.begin, std::string(event.server_address), event.server_port, std::string(event.error_type)});
    };
    config_.on_call = [this](const CallEvent& event) {
      order_.push_back("end " + std::string(event.invocation_id));
      call_error_type_ = event.error_type;
    };
  }

  Outcome<DescribeModelPackagingJobResult> Describe() const { return Describe(Client(config_)); }
  static Outcome<DescribeModelPackagingJobResult> Describe(const Client& client) {
    return client.DescribeModelPackagingJob(
        DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("j"));
  }

  test::FakePlatform fake_;
  std::shared_ptr<test::ScriptedTransport> transport_ = std::make_shared<test::ScriptedTransport>();
  ClientConfig config_;
  std::vector<std::string> order_;
  std::vector<Span> spans_;
  std::chrono::system_clock::time_point begin_;
  std::string call_error_type_ = "none yet";
};

TEST_F(CallSpans, BeginWithTheCallAndEachAttempt) {
  transport_->Then(503).Then(200);
  const auto begin = fake_.system_now;
  ASSERT_TRUE(Describe());
  const std::string id = transport_->SentHeader(0, "amz-sdk-invocation-id");
  EXPECT_THAT(order_, ElementsAre("start " + id, "attempt " + id, "attempt " + id, "end " + id));
  EXPECT_EQ(begin_, begin);
  ASSERT_EQ(spans_.size(), 2U);
  EXPECT_EQ(spans_[0].begin, begin);
  EXPECT_EQ(spans_[1].begin, begin + fake_.sleeps.at(0));
}

TEST_F(CallSpans, BeginBeforeTheSettingsAreResolved) {
  config_.endpoint_url = "nowhere";
  ASSERT_FALSE(Describe());
  ASSERT_EQ(order_.size(), 2U);
  EXPECT_TRUE(order_[0].starts_with("start ") && order_[0].size() > 40) << order_[0];
  EXPECT_EQ(order_[1], "end " + order_[0].substr(6));
  EXPECT_EQ(call_error_type_, "configuration");
}

TEST_F(CallSpans, NameTheServer) {
  const std::pair<const char*, std::pair<const char*, int>> cases[] = {
      {"https://vision.example", {"vision.example", 443}},
      {"http://localhost:8080/base", {"localhost", 8080}},
      {"https://[2001:db8::1]:444", {"2001:db8::1", 444}},
      {"unix:/run/vision.sock", {"/run/vision.sock", 0}}};
  for (const auto& [url, server] : cases) {
    config_.endpoint_url = url;
    transport_->Then(200);
    ASSERT_TRUE(Describe()) << url;
    EXPECT_EQ(spans_.back().server_address, server.first);
    EXPECT_EQ(spans_.back().server_port, server.second);
  }
}

TEST_F(CallSpans, HaveTheTypeOfAnError) {
  config_.retry.max_attempts = 1;
  transport_->Then(404, R"({"message":"none"})", {{"x-amzn-ErrorType", "ResourceNotFoundException"}})
      .Then(502, "<html>")
      .ThenFail({.kind = ErrorKind::kTransport, .message = "reset"})
      .Then(200, "[]")
      .Then(200);
  for (const std::string type :
       {"ResourceNotFoundException", "502", "transport", "unreadable response", ""}) {
    EXPECT_EQ(Describe().has_value(), type.empty());
    EXPECT_EQ(spans_.back().error_type, type);
    EXPECT_EQ(call_error_type_, type);
  }
}

// Has idle connections, and measures whether it used one.
class PooledTransport : public HttpTransport {
 public:
  Outcome<HttpResponse> Send(const HttpRequest&, const HttpSendOptions&) override {
    const bool reused = std::exchange(idle_, 1) != 0;
    return HttpResponse{.status = 200, .body = "{}", .measurements = {.connection_reused = reused}};
  }
  std::size_t idle_connections() override { return idle_; }

 private:
  std::size_t idle_ = 0;
};

TEST_F(CallSpans, AreCountedByTheClient) {
  config_.transport = std::make_shared<PooledTransport>();
  const Client client(config_);
  EXPECT_EQ(client.counters().calls, 0U);
  EXPECT_EQ(client.counters().idle_connections, 0U);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(Describe(client));
  const ClientCounters counters = Client(client).counters();
  EXPECT_EQ(counters.calls, 3U);
  EXPECT_EQ(counters.attempts, 3U);
  EXPECT_EQ(counters.retries_refused, 0U);
  EXPECT_EQ(counters.connections_opened, 1U);
  EXPECT_EQ(counters.connections_reused, 2U);
  EXPECT_EQ(counters.idle_connections, 1U);
}

TEST_F(CallSpans, AreCountedIfTheQuotaRefusesARetry) {
  const Client client(config_);
  while (client.counters().retries_refused == 0) {
    transport_->Then(503).Then(503).Then(503);
    ASSERT_FALSE(Describe(client));
    ASSERT_LT(client.counters().calls, 1000U);
  }
  const ClientCounters counters = client.counters();
  EXPECT_EQ(counters.attempts, transport_->sent().size());
  EXPECT_EQ(counters.connections_opened + counters.connections_reused, 0U);
  EXPECT_LT(counters.attempts, 3 * counters.calls);
}

TEST_F(CallSpans, CountNoAttemptThatTheTransportRefuses) {
  const Client client(config_);
  transport_->ThenFail({.kind = ErrorKind::kConfiguration, .message = "the proxy cannot be used"});
  ASSERT_FALSE(Describe(client));
  EXPECT_EQ(client.counters().calls, 1U);
  EXPECT_EQ(client.counters().attempts, 0U);
}

TEST_F(CallSpans, AreReportedForACallWhoseClientHasInvalidHeaders) {
  config_.headers = {{"Host", "elsewhere"}};
  const Client client(config_);
  ASSERT_FALSE(Describe(client));
  EXPECT_EQ(order_.size(), 2U);
  EXPECT_EQ(call_error_type_, "configuration");
  EXPECT_EQ(client.counters().calls, 1U);
}

}  // namespace
}  // namespace lookoutvision
