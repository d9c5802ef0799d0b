// Tests of the request and the result of DescribeModelPackagingJob.
#include <sstream>

#include <gtest/gtest.h>

#include <lookoutvision/describe_model_packaging_job.h>

namespace lookoutvision {
namespace {

using Request = DescribeModelPackagingJobRequest;
using Result = DescribeModelPackagingJobResult;

template <typename T>
std::string Print(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

TEST(DescribeModelPackagingJobRequest, KeepsItsMembers) {
  const Request request = Request().WithProjectName("boards").WithJobName("job");
  EXPECT_EQ(request.project_name(), "boards");
  EXPECT_EQ(request.job_name(), "job");
}

TEST(DescribeModelPackagingJobRequest, CopiesAreIndependent) {
  const Request original = Request().WithProjectName("boards").WithJobName("job");
  Request copy = original;
  EXPECT_EQ(copy, original);
  copy.WithJobName("other");
  EXPECT_NE(copy, original);
  EXPECT_EQ(original.job_name(), "job");
  EXPECT_NE(Request(original).WithProjectName("x"), original);
}

template <typename R, typename Value>
concept AllSettersTake = requires(R request, Value value) {
  request.WithProjectName(value);
  request.WithJobName(value);
};

template <typename R>
concept AnySetterTakesNullptr = requires(R request) {
  request.WithProjectName(nullptr);
}
|| requires(R request) {
  request.WithJobName(nullptr);
};

TEST(DescribeModelPackagingJobRequest, AcceptsTextsButNotNullptr) {
  EXPECT_TRUE((AllSettersTake<Request, const char*>));
  EXPECT_FALSE(AnySetterTakesNullptr<Request>);
}

TEST(DescribeModelPackagingJobRequest, PrintsOnOneLine) {
  EXPECT_EQ(Print(Request().WithProjectName("boards").WithJobName("a\nb")),
            R"(DescribeModelPackagingJobRequest{ProjectName: "boards", JobName: "a\nb"})");
}

TEST(DescribeModelPackagingJobResult, PrintsOnOneLine) {
  const Result result{.model_packaging_description = {.job_name = "j"}, .request_id = "r"};
  EXPECT_EQ(Print(result), R"(DescribeModelPackagingJobResult{ModelPackagingDescription: )"
                           R"(ModelPackagingDescription{JobName: "j"}, RequestId: "r"})");
}

TEST(DescribeModelPackagingJobResult, ComparesByEveryMember) {
  const Result result{.model_packaging_description = {.job_name = "j"}, .request_id = "r"};
  EXPECT_EQ(result, Result(result));
  EXPECT_NE(result, (Result{.model_packaging_description = {.job_name = "x"}, .request_id = "r"}));
  EXPECT_NE(result, (Result{.model_packaging_description = {.job_name = "j"}, .request_id = "x"}));
}

}  // namespace
}  // namespace lookoutvision
