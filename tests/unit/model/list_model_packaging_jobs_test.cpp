// Tests of the request and the result of ListModelPackagingJobs.
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/list_model_packaging_jobs.h>

namespace lookoutvision {
namespace {

using Request = ListModelPackagingJobsRequest;
using Result = ListModelPackagingJobsResult;

template <typename T>
std::string Print(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

Request FullRequest() {
  return Request().WithProjectName("boards").WithNextToken("t").WithMaxResults(7);
}

TEST(ListModelPackagingJobsRequest, KeepsItsMembers) {
  EXPECT_EQ(FullRequest().project_name(), "boards");
  EXPECT_EQ(FullRequest().next_token(), "t");
  EXPECT_EQ(FullRequest().max_results(), 7);
}

TEST(ListModelPackagingJobsRequest, ClearsMembersByNullopt) {
  const Request request = FullRequest().WithNextToken(std::nullopt).WithMaxResults(std::nullopt);
  EXPECT_EQ(request, Request().WithProjectName("boards"));
}

TEST(ListModelPackagingJobsRequest, ComparesByEveryMember) {
  EXPECT_EQ(FullRequest(), FullRequest());
  EXPECT_NE(FullRequest().WithProjectName("x"), FullRequest());
  EXPECT_NE(FullRequest().WithNextToken("x"), FullRequest());
  EXPECT_NE(FullRequest().WithMaxResults(8), FullRequest());
}

template <typename R>
concept ProjectNameTakesNullptr = requires(R request) {
  request.WithProjectName(nullptr);
};
template <typename R>
concept NextTokenTakesNullptr = requires(R request) {
  request.WithNextToken(nullptr);
};

TEST(ListModelPackagingJobsRequest, RejectsNullptr) {
  EXPECT_FALSE(ProjectNameTakesNullptr<Request>);
  EXPECT_FALSE(NextTokenTakesNullptr<Request>);
}

TEST(ListModelPackagingJobsRequest, PrintsOnOneLine) {
  EXPECT_EQ(Print(FullRequest()),
            R"(ListModelPackagingJobsRequest{ProjectName: "boards", NextToken: "t", MaxResults: 7})");
  EXPECT_EQ(Print(Request().WithProjectName("a\nb")),
            R"(ListModelPackagingJobsRequest{ProjectName: "a\nb"})");
}

TEST(ListModelPackagingJobsResult, PrintsOnOneLine) {
  EXPECT_EQ(Print(Result{.model_packaging_jobs = {{.job_name = "a"}, {.job_name = "b"}},
                         .next_token = "t",
                         .request_id = "r"}),
            R"(ListModelPackagingJobsResult{ModelPackagingJobs: [ModelPackagingJobMetadata{JobName: "a"}, )"
            R"(ModelPackagingJobMetadata{JobName: "b"}], NextToken: "t", RequestId: "r"})");
}

TEST(ListModelPackagingJobsResult, ComparesByEveryMember) {
  const Result result{.model_packaging_jobs = {{.job_name = "a"}}, .next_token = "t", .request_id = "r"};
  EXPECT_EQ(result, Result(result));
  for (auto change : {+[](Result& r) { r.model_packaging_jobs.clear(); },
                      +[](Result& r) { r.next_token.reset(); }, +[](Result& r) { r.request_id = "x"; }}) {
    Result other = result;
    change(other);
    EXPECT_NE(other, result);
  }
}

}  // namespace
}  // namespace lookoutvision
