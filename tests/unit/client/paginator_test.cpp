// Tests of the paginator: the pages that it requests, and its end.
#include <iterator>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

static_assert(std::input_iterator<ListModelPackagingJobsPaginator::iterator>);
static_assert(std::sentinel_for<std::default_sentinel_t, ListModelPackagingJobsPaginator::iterator>);

class Paginator : public ::testing::Test {
 protected:
  // A page with one job.
  void Then(const std::string& job, const std::string& next_token = "") {
    std::string body = R"({"ModelPackagingJobs":[{"JobName":")" + job + "\"}]";
    if (!next_token.empty()) body += R"(,"NextToken":")" + next_token + "\"";
    transport_->Then(200, body + "}", {{"x-amzn-RequestId", "r-" + job}});
  }

  ListModelPackagingJobsPaginator MakePaginator(
      const CallOptions& options = {},
      const ListModelPackagingJobsRequest& request = ListModelPackagingJobsRequest().WithProjectName("p")) {
    return Client({.endpoint_url = "https://vision.plant7.example",
                   .credentials = MakeAnonymousCredentials(),
                   .transport = transport_,
                   .platform = fake_.platform()})
        .ListModelPackagingJobsPages(request, options);
  }

  // The names of all jobs, and the errors.
  static std::vector<std::string> Iterate(ListModelPackagingJobsPaginator paginator) {
    std::vector<std::string> seen;
    for (const auto& page : paginator) {
      if (!page) {
        seen.push_back("error: " + page.error().message);
        continue;
      }
      for (const auto& job : page->model_packaging_jobs) seen.push_back(job.job_name.value_or("none"));
    }
    return seen;
  }

  std::string UrlOf(std::size_t request) const { return transport_->sent().at(request).request.url; }

  test::FakePlatform fake_;
  std::shared_ptr<test::ScriptedTransport> transport_ = std::make_shared<test::ScriptedTransport>();
};

constexpr const char* kUrl = "https://vision.plant7.example/2020-11-20/projects/p/modelpackagingjobs";

TEST_F(Paginator, FollowsTheTokensToTheLastPage) {
  Then("a", "t/1=");
  Then("b", "t2");
  Then("c");
  EXPECT_EQ(Iterate(MakePaginator()), (std::vector<std::string>{"a", "b", "c"}));
  ASSERT_EQ(transport_->sent().size(), 3U);
  EXPECT_EQ(UrlOf(0), kUrl);
  EXPECT_EQ(UrlOf(1), std::string(kUrl) + "?nextToken=t%2F1%3D");
  EXPECT_EQ(UrlOf(2), std::string(kUrl) + "?nextToken=t2");
}

TEST_F(Paginator, SendsThePageSizeAndFirstTokenOfTheRequest) {
  Then("a", "t2");
  Then("b");
  Iterate(MakePaginator(
      {}, ListModelPackagingJobsRequest().WithProjectName("p").WithMaxResults(7).WithNextToken("t1")));
  EXPECT_EQ(UrlOf(0), std::string(kUrl) + "?nextToken=t1&maxResults=7");
  EXPECT_EQ(UrlOf(1), std::string(kUrl) + "?nextToken=t2&maxResults=7");
}

TEST_F(Paginator, EndsAtAnEmptyToken) {
  transport_->Then(200, R"({"ModelPackagingJobs":[],"NextToken":""})");
  EXPECT_TRUE(Iterate(MakePaginator()).empty());
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(Paginator, ContinuesAfterAnEmptyPage) {
  transport_->Then(200, R"({"NextToken":"t1"})");
  Then("a");
  EXPECT_EQ(Iterate(MakePaginator()), std::vector<std::string>{"a"});
}

TEST_F(Paginator, EndsWithTheFirstError) {
  Then("a", "t1");
  transport_->Then(403, R"({"Message":"not yours"})", {{"x-amzn-ErrorType", "AccessDeniedException"}});
  EXPECT_EQ(Iterate(MakePaginator()), (std::vector<std::string>{"a", "error: not yours"}));
  EXPECT_EQ(transport_->sent().size(), 2U);
}

TEST_F(Paginator, RejectsARepeatedToken) {
  Then("a", "t1");
  Then("b", "t2");
  Then("c", "t1");
  Then("never");
  auto paginator = MakePaginator();
  std::vector<Error> errors;
  std::size_t pages = 0;
  for (const auto& page : paginator) {
    ++pages;
    if (!page) errors.push_back(page.error());
  }
  EXPECT_EQ(pages, 4U);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].kind, ErrorKind::kUnreadableResponse);
  EXPECT_EQ(errors[0].request_id, "r-c");
  EXPECT_EQ(errors[0].endpoint, "https://vision.plant7.example");
  EXPECT_EQ(transport_->sent().size(), 3U);
}

TEST_F(Paginator, RejectsTheTokenOfTheRequestAsARepeatedOne) {
  Then("a", "t1");
  EXPECT_EQ(
      Iterate(MakePaginator({}, ListModelPackagingJobsRequest().WithProjectName("p").WithNextToken("t1"))),
      (std::vector<std::string>{
          "a", "error: the service returned the same page token twice: its pages would never end"}));
}

TEST_F(Paginator, RejectsMoreThanAHundredEmptyPagesInARow) {
  for (int i = 0; i < 101; ++i) {
    transport_->Then(200, R"({"ModelPackagingJobs":[],"NextToken":"t)" + std::to_string(i) + "\"}",
                     {{"x-amzn-RequestId", "r-" + std::to_string(i)}});
  }
  std::vector<Error> errors;
  auto paginator = MakePaginator();
  for (const auto& page : paginator) {
    if (!page) errors.push_back(page.error());
  }
  EXPECT_EQ(transport_->sent().size(), 100U);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].kind, ErrorKind::kUnreadableResponse);
  EXPECT_EQ(
      errors[0].message,
      "the service returned 100 pages in a row without a job, each with a token for another: they may never "
      "end; to continue, list from the next_token of the last page");
  EXPECT_EQ(errors[0].request_id, "r-99");
}

TEST_F(Paginator, CountsOnlyConsecutiveEmptyPages) {
  for (int i = 0; i < 250; ++i) {
    const std::string token = "t" + std::to_string(i);
    if (i % 100 == 99) {
      Then("j" + std::to_string(i), token);
    } else {
      transport_->Then(200, R"({"NextToken":")" + token + "\"}");
    }
  }
  Then("last");
  EXPECT_EQ(Iterate(MakePaginator()), (std::vector<std::string>{"j99", "j199", "last"}));
}

TEST_F(Paginator, StopsOnAStopRequest) {
  std::stop_source source;
  transport_->Then([&](const HttpRequest&, const HttpSendOptions&) {
    source.request_stop();
    return HttpResponse{.status = 200, .body = R"({"NextToken":"t1"})"};
  });
  Then("never");
  const auto seen = Iterate(MakePaginator({.stop_token = source.get_token()}));
  EXPECT_EQ(seen, std::vector<std::string>{"error: the caller's stop token requested a stop"});
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(Paginator, AppliesOneTimeoutToAllPages) {
  for (const char* token : {"t1", "t2", "t3"}) {
    transport_->Then([this, token](const HttpRequest&, const HttpSendOptions&) {
      fake_.Advance(seconds{2});
      return HttpResponse{.status = 200, .body = R"({"NextToken":")" + std::string(token) + "\"}"};
    });
  }
  EXPECT_EQ(Iterate(MakePaginator({.timeout = seconds{4}})),
            std::vector<std::string>{"error: the timeout of 4 s for all pages has passed"});
  ASSERT_EQ(transport_->sent().size(), 2U);
  EXPECT_EQ(transport_->sent()[0].options.timeout, seconds{4});
  EXPECT_EQ(transport_->sent()[1].options.timeout, seconds{2});
}

TEST_F(Paginator, StartsAgainWithEachIteration) {
  Then("a", "t1");
  Then("b");
  Then("a", "t1");
  Then("b");
  auto paginator = MakePaginator();
  EXPECT_EQ(Iterate(paginator), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(Iterate(paginator), (std::vector<std::string>{"a", "b"}));
}

TEST_F(Paginator, SendsNothingBeforeTheFirstIteration) {
  static_cast<void>(MakePaginator());
  Then("a", "t1");
  auto paginator = MakePaginator();
  const auto first = paginator.begin();
  EXPECT_EQ(first->value().next_token, "t1");
  EXPECT_EQ(transport_->sent().size(), 1U);
}

TEST_F(Paginator, AddsItsFeatureToTheUserAgent) {
  Then("a");
  Iterate(MakePaginator());
  EXPECT_NE(transport_->SentHeader(0, "User-Agent").find(" m/E,N,C"), std::string::npos);
}

TEST_F(Paginator, RejectsAnInvalidRequest) {
  const auto seen = Iterate(MakePaginator({}, {}));
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0], "error: ListModelPackagingJobs: ProjectName is required");
}

TEST_F(Paginator, AppliesTheCallTimeoutToEachPage) {
  Then("a");
  const Client client({.endpoint_url = "https://vision.plant7.example",
                       .credentials = MakeAnonymousCredentials(),
                       .timeouts = {.call = std::chrono::seconds{5}},
                       .transport = transport_,
                       .platform = fake_.platform()});
  Iterate(client.ListModelPackagingJobsPages(ListModelPackagingJobsRequest().WithProjectName("p"),
                                             {.timeout = std::chrono::seconds{60}}));
  EXPECT_EQ(transport_->sent().at(0).options.timeout, std::chrono::seconds{5});
}

}  // namespace
}  // namespace lookoutvision
