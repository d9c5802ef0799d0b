// Tests of faults that match requests.
#include "testing/fault_match.h"

#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "support/fake_platform.h"
#include "testing/fault_queue.h"

namespace lookoutvision::testing {
namespace {

HttpHeaders Headers(std::initializer_list<std::pair<const char*, const char*>> fields) {
  HttpHeaders headers;
  for (const auto& [name, value] : fields) headers.Add(name, value);
  return headers;
}

// An attempt of a call.
HttpHeaders Attempt(const std::string& invocation_id, const std::string& number) {
  HttpHeaders headers;
  headers.Add("amz-sdk-invocation-id", invocation_id);
  headers.Add("amz-sdk-request", "attempt=" + number + "; max=3");
  return headers;
}

TEST(FaultMatch, ComparesEveryMemberThatIsSet) {
  const HttpHeaders headers = Headers({{"X-Tenant", "a"}});
  const RequestFacts request{
      .headers = headers,
      .signer = "AKID",
      .subject = {.operation = "ListModelPackagingJobs", .project = "p", .component = "c"}};
  const auto matches = [&](const FaultMatch& match) { return FaultMatcher().Matches(match, request); };
  EXPECT_TRUE(matches({.operation = "ListModelPackagingJobs",
                       .project = "p",
                       .component = "c",
                       .access_key = "AKID",
                       .header = {{"x-tenant", "a"}}}));
  EXPECT_FALSE(matches({.operation = "StartModelPackagingJob"}));
  EXPECT_FALSE(matches({.project = "P"}));
  EXPECT_FALSE(matches({.component = "d"}));
  EXPECT_FALSE(matches({.access_key = "AKI"}));
  EXPECT_FALSE(matches({.header = {{"x-tenant", "A"}}}));
  EXPECT_FALSE(matches({.header = {{"x-tenant", "a"}, {"x-none", ""}}}));
}

TEST(FaultMatch, ReadsTheNumberOfTheAttempt) {
  const auto matches = [](int attempt, const HttpHeaders& headers) {
    return FaultMatcher().Matches({.nth_attempt = attempt}, {.headers = headers});
  };
  EXPECT_TRUE(matches(2, Headers({{"amz-sdk-request", "attempt=2; max=3"}})));
  EXPECT_TRUE(matches(2, Headers({{"Amz-Sdk-Request", "ttl=20200101T000000Z; attempt=2; max=3"}})));
  EXPECT_FALSE(matches(1, Headers({{"amz-sdk-request", "attempt=2; max=3"}})));
  EXPECT_TRUE(matches(1, Headers({})));
  EXPECT_FALSE(matches(2, Headers({})));
}

TEST(FaultMatch, CountsTheCallsThatMatchTheRest) {
  FaultMatcher matcher;
  const FaultMatch second{.project = "p", .nth_call = 2};
  const auto matches = [&](const char* project, const HttpHeaders& headers) {
    return matcher.Matches(second, {.headers = headers, .subject = {.project = project}});
  };
  EXPECT_FALSE(matches("p", Attempt("a", "1")));
  EXPECT_FALSE(matches("p", Attempt("a", "2")));
  EXPECT_FALSE(matches("q", Attempt("b", "1")));
  EXPECT_TRUE(matches("p", Attempt("c", "1")));
  EXPECT_FALSE(matches("p", Attempt("a", "3")));
  EXPECT_TRUE(matches("p", Attempt("c", "2")));
  EXPECT_FALSE(matches("p", Attempt("d", "1")));
}

TEST(FaultMatch, CountsRequestsWithoutAnInvocationIdAsCalls) {
  FaultMatcher matcher;
  const HttpHeaders none;
  EXPECT_FALSE(matcher.Matches({.nth_call = 2}, {.headers = none}));
  EXPECT_TRUE(matcher.Matches({.nth_call = 2}, {.headers = none}));
  EXPECT_FALSE(matcher.Matches({.nth_call = 2}, {.headers = none}));
}

TEST(FaultMatch, SelectsAnAttemptOfTheNthCall) {
  FaultMatcher matcher;
  const FaultMatch match{.nth_call = 2, .nth_attempt = 2};
  EXPECT_FALSE(matcher.Matches(match, {.headers = Attempt("a", "1")}));
  EXPECT_FALSE(matcher.Matches(match, {.headers = Attempt("b", "1")}));
  EXPECT_TRUE(matcher.Matches(match, {.headers = Attempt("b", "2")}));
}

class FaultMatchInTheQueue : public ::testing::Test {
 protected:
  // The id of the fault that applies; 0: none.
  std::uint64_t Take(const char* project) {
    if (const auto early = queue_.TakeForRequestStart()) return early->id;
    const auto fault = queue_.TakeForRequest({.headers = {}, .subject = {.project = project}});
    return fault ? fault->id : 0;
  }

  test::FakePlatform platform_;
  FaultQueue queue_{platform_.platform(), 0};
};

TEST_F(FaultMatchInTheQueue, WaitsWhileThoseBehindItApply) {
  const auto waiting = queue_.Push({.match = {.project = "p"}}, 1);
  const auto any = queue_.Push({}, 1);
  const auto always = queue_.Install({});
  EXPECT_EQ(Take("q"), any);
  EXPECT_EQ(Take("q"), always);
  EXPECT_EQ(Take("p"), waiting);
  EXPECT_EQ(Take("p"), always);
}

TEST_F(FaultMatchInTheQueue, DoesNotOvertakeAFaultForAnyRequest) {
  const auto any = queue_.Push({}, 1);
  const auto matching = queue_.Push({.match = {.project = "p"}}, 1);
  EXPECT_EQ(Take("p"), any);
  EXPECT_EQ(Take("p"), matching);
}

TEST_F(FaultMatchInTheQueue, WaitsBehindAFaultForAConnection) {
  queue_.Push({.at = FaultPoint::kAccept}, 1);
  const auto matching = queue_.Push({.match = {.project = "p"}}, 1);
  EXPECT_EQ(Take("p"), 0u);
  queue_.TakeForConnection();
  EXPECT_EQ(Take("p"), matching);
}

TEST_F(FaultMatchInTheQueue, AppliesOngoingFaultsToTheRequestsThatMatch) {
  const auto some = queue_.Install({.fault = {.match = {.project = "p"}}});
  const auto others = queue_.Install({});
  EXPECT_EQ(Take("p"), some);
  EXPECT_EQ(Take("q"), others);
}

TEST_F(FaultMatchInTheQueue, CountsCallsToWhichAnotherFaultApplied) {
  queue_.Push({}, 1);
  const auto second = queue_.Push({.match = {.nth_call = 2}}, 1);
  EXPECT_NE(Take("p"), second);
  EXPECT_EQ(Take("p"), second);
}

}  // namespace
}  // namespace lookoutvision::testing
