// Tests of the request and the result of StartModelPackagingJob.
#include <sstream>

#include <gtest/gtest.h>

#include <lookoutvision/start_model_packaging_job.h>

namespace lookoutvision {
namespace {

using Request = StartModelPackagingJobRequest;

template <typename T>
std::string Print(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

ModelPackagingConfiguration Configuration() {
  return {.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "b"}}};
}

Request FullRequest() {
  return Request()
      .WithProjectName("boards")
      .WithModelVersion("1")
      .WithConfiguration(Configuration())
      .WithJobName("job")
      .WithDescription("First")
      .WithClientToken("token");
}

TEST(StartModelPackagingJobRequest, KeepsItsMembers) {
  const Request request = FullRequest();
  EXPECT_EQ(request.project_name(), "boards");
  EXPECT_EQ(request.model_version(), "1");
  EXPECT_EQ(request.configuration(), Configuration());
  EXPECT_EQ(request.job_name(), "job");
  EXPECT_EQ(request.description(), "First");
  EXPECT_EQ(request.client_token(), "token");
}

TEST(StartModelPackagingJobRequest, HasNoOptionalMembersByDefault) {
  const Request request;
  EXPECT_EQ(request.job_name(), std::nullopt);
  EXPECT_EQ(request.description(), std::nullopt);
  EXPECT_EQ(request.client_token(), std::nullopt);
}

TEST(StartModelPackagingJobRequest, ClearsOptionalMembersByNullopt) {
  const Request request =
      FullRequest().WithJobName(std::nullopt).WithDescription(std::nullopt).WithClientToken(std::nullopt);
  EXPECT_EQ(request.job_name(), std::nullopt);
  EXPECT_EQ(request.description(), std::nullopt);
  EXPECT_EQ(request.client_token(), std::nullopt);
  EXPECT_EQ(request.project_name(), "boards");
}

TEST(StartModelPackagingJobRequest, CopiesAreIndependent) {
  const Request original = FullRequest();
  Request copy = original;
  EXPECT_EQ(copy, original);
  copy.WithJobName("other");
  EXPECT_NE(copy, original);
  EXPECT_EQ(original.job_name(), "job");
}

TEST(StartModelPackagingJobRequest, ComparesByEveryMember) {
  EXPECT_EQ(FullRequest(), FullRequest());
  EXPECT_NE(FullRequest(), FullRequest().WithProjectName("x"));
  EXPECT_NE(FullRequest(), FullRequest().WithModelVersion("x"));
  EXPECT_NE(FullRequest(), FullRequest().WithConfiguration({}));
  EXPECT_NE(FullRequest(), FullRequest().WithJobName("x"));
  EXPECT_NE(FullRequest(), FullRequest().WithDescription("x"));
  EXPECT_NE(FullRequest(), FullRequest().WithClientToken("x"));
}

template <typename R, typename Value>
concept AllSettersTake = requires(R request, Value value) {
  request.WithProjectName(value);
  request.WithModelVersion(value);
  request.WithJobName(value);
  request.WithDescription(value);
  request.WithClientToken(value);
};

template <typename R>
concept AnySetterTakesNullptr = requires(R request) {
  request.WithProjectName(nullptr);
}
|| requires(R request) {
  request.WithModelVersion(nullptr);
}
|| requires(R request) {
  request.WithJobName(nullptr);
}
|| requires(R request) {
  request.WithDescription(nullptr);
}
|| requires(R request) {
  request.WithClientToken(nullptr);
};

TEST(StartModelPackagingJobRequest, AcceptsTextsButNotNullptr) {
  EXPECT_TRUE((AllSettersTake<Request, const char*>));
  EXPECT_TRUE((AllSettersTake<Request, std::string>));
  EXPECT_FALSE(AnySetterTakesNullptr<Request>);
}

TEST(StartModelPackagingJobRequest, PrintsOnOneLine) {
  EXPECT_EQ(Print(FullRequest().WithDescription("a\nb")),
            R"(StartModelPackagingJobRequest{ProjectName: "boards", ModelVersion: "1", )"
            R"(Configuration: ModelPackagingConfiguration{Greengrass: GreengrassConfiguration{)"
            R"(ComponentName: "c", S3OutputLocation: S3Location{Bucket: "b"}}}, )"
            R"(JobName: "job", Description: "a\nb", ClientToken: "token"})");
}

TEST(StartModelPackagingJobRequest, OmitsAbsentMembers) {
  EXPECT_EQ(Print(Request().WithProjectName("p").WithConfiguration(Configuration())),
            R"(StartModelPackagingJobRequest{ProjectName: "p", ModelVersion: "", )"
            R"(Configuration: ModelPackagingConfiguration{Greengrass: GreengrassConfiguration{)"
            R"(ComponentName: "c", S3OutputLocation: S3Location{Bucket: "b"}}}})");
}

TEST(StartModelPackagingJobResult, PrintsOnOneLine) {
  EXPECT_EQ(Print(StartModelPackagingJobResult{.job_name = "j", .client_token = "t", .request_id = "r"}),
            R"(StartModelPackagingJobResult{JobName: "j", ClientToken: "t", RequestId: "r"})");
}

TEST(StartModelPackagingJobResult, ComparesByEveryMember) {
  const StartModelPackagingJobResult result{.job_name = "j", .client_token = "t", .request_id = "r"};
  EXPECT_EQ(result, StartModelPackagingJobResult(result));
  EXPECT_NE(result, (StartModelPackagingJobResult{.job_name = "x", .client_token = "t", .request_id = "r"}));
  EXPECT_NE(result, (StartModelPackagingJobResult{.job_name = "j", .client_token = "x", .request_id = "r"}));
  EXPECT_NE(result, (StartModelPackagingJobResult{.job_name = "j", .client_token = "t", .request_id = "x"}));
}

}  // namespace
}  // namespace lookoutvision
