// Tests of printing, comparing and copying shapes.
#include <chrono>
#include <sstream>

#include <gtest/gtest.h>

#include <lookoutvision/shapes.h>

namespace lookoutvision {
namespace {

template <typename T>
std::string Print(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

ModelPackagingConfiguration FullConfiguration() {
  return {.greengrass = {.component_name = "com.example.Inspector",
                         .s3_output_location = {.bucket = "my-bucket", .prefix = "models"},
                         .target_device = TargetDevice::kJetsonXavier,
                         .target_platform = TargetPlatform{.os = TargetPlatformOs::kLinux,
                                                           .arch = TargetPlatformArch::kArm64,
                                                           .accelerator = TargetPlatformAccelerator::kNvidia},
                         .compiler_options = R"({"mcpu": 1})",
                         .component_version = "1.0.0",
                         .component_description = "Inspects",
                         .tags = {{.key = "line", .value = "7"}, {.key = "plant", .value = ""}}}};
}

ModelPackagingDescription FullDescription() {
  return {.job_name = "job",
          .project_name = "boards",
          .model_version = "1",
          .model_packaging_configuration = FullConfiguration(),
          .model_packaging_job_description = "First",
          .model_packaging_method = "AWS Greengrass",
          .model_packaging_output_details =
              ModelPackagingOutputDetails{
                  .greengrass = GreengrassOutputDetails{.component_version_arn = "arn:aws:greengrass:x",
                                                        .component_name = "com.example.Inspector",
                                                        .component_version = "1.0.0"}},
          .status = ModelPackagingJobStatus::kSucceeded,
          .status_message = "Done",
          .creation_timestamp = std::chrono::system_clock::from_time_t(1'440'938'160),
          .last_updated_timestamp = std::chrono::system_clock::from_time_t(1'440'938'161)};
}

constexpr const char* kFullConfiguration =
    R"(ModelPackagingConfiguration{Greengrass: GreengrassConfiguration{)"
    R"(ComponentName: "com.example.Inspector", )"
    R"(S3OutputLocation: S3Location{Bucket: "my-bucket", Prefix: "models"}, )"
    R"(TargetDevice: jetson_xavier, )"
    R"(TargetPlatform: TargetPlatform{Os: LINUX, Arch: ARM64, Accelerator: NVIDIA}, )"
    R"(CompilerOptions: "{\"mcpu\": 1}", ComponentVersion: "1.0.0", ComponentDescription: "Inspects", )"
    R"(Tags: [Tag{Key: "line", Value: "7"}, Tag{Key: "plant", Value: ""}]}})";

TEST(GreengrassConfiguration, TakesTagsAsPairsOfTexts) {
  const GreengrassConfiguration one{
      .component_name = "c", .s3_output_location = {.bucket = "b"}, .tags = {{"team", "line7"}}};
  EXPECT_EQ(one.tags, std::vector<Tag>({Tag{.key = "team", .value = "line7"}}));
  const ModelPackagingConfiguration two{.greengrass = {.component_name = "c",
                                                       .s3_output_location = {.bucket = "b"},
                                                       .tags = {{"a", "1"}, {"b", "2"}}}};
  EXPECT_EQ(two.greengrass.tags,
            std::vector<Tag>({Tag{.key = "a", .value = "1"}, Tag{.key = "b", .value = "2"}}));
}

TEST(Shapes, PrintEveryMemberOfAConfiguration) {
  EXPECT_EQ(Print(FullConfiguration()), kFullConfiguration);
}

TEST(Shapes, PrintEveryMemberOfADescription) {
  EXPECT_EQ(Print(FullDescription()),
            std::string(R"(ModelPackagingDescription{JobName: "job", ProjectName: "boards", )"
                        R"(ModelVersion: "1", ModelPackagingConfiguration: )") +
                kFullConfiguration +
                R"(, ModelPackagingJobDescription: "First", ModelPackagingMethod: "AWS Greengrass", )"
                R"(ModelPackagingOutputDetails: ModelPackagingOutputDetails{Greengrass: )"
                R"(GreengrassOutputDetails{ComponentVersionArn: "arn:aws:greengrass:x", )"
                R"(ComponentName: "com.example.Inspector", ComponentVersion: "1.0.0"}}, )"
                R"(Status: SUCCEEDED, StatusMessage: "Done", CreationTimestamp: 2015-08-30T12:36:00Z, )"
                R"(LastUpdatedTimestamp: 2015-08-30T12:36:01Z})");
}

TEST(Shapes, OmitAbsentMembers) {
  EXPECT_EQ(Print(ModelPackagingDescription{}), "ModelPackagingDescription{}");
  EXPECT_EQ(Print(ModelPackagingOutputDetails{}), "ModelPackagingOutputDetails{}");
  EXPECT_EQ(Print(GreengrassOutputDetails{}), "GreengrassOutputDetails{}");
  EXPECT_EQ(Print(S3Location{.bucket = "b"}), R"(S3Location{Bucket: "b"})");
  EXPECT_EQ(Print(TargetPlatform{.os = TargetPlatformOs::kLinux, .arch = TargetPlatformArch::kX86_64}),
            "TargetPlatform{Os: LINUX, Arch: X86_64}");
  EXPECT_EQ(Print(GreengrassConfiguration{.component_name = "c", .s3_output_location = {.bucket = "b"}}),
            R"(GreengrassConfiguration{ComponentName: "c", S3OutputLocation: S3Location{Bucket: "b"}})");
}

// Expects that a copy of `original` differs after `change`, and that `original` is unchanged.
template <typename T, typename Change>
void ExpectCounts(const T& original, Change change) {
  T copy = original;
  EXPECT_EQ(copy, original);
  change(copy);
  EXPECT_NE(copy, original);
  EXPECT_NE(Print(copy), Print(original));
}

TEST(Shapes, CompareByEveryMemberOfAConfiguration) {
  using Configuration = ModelPackagingConfiguration;
  const Configuration full = FullConfiguration();
  ExpectCounts(full, [](Configuration& c) { c.greengrass.component_name = "x"; });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.s3_output_location.bucket = "x"; });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.s3_output_location.prefix.reset(); });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.target_device.reset(); });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.target_platform->os = TargetPlatformOs::kUnknown; });
  ExpectCounts(full,
               [](Configuration& c) { c.greengrass.target_platform->arch = TargetPlatformArch::kX86_64; });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.target_platform->accelerator.reset(); });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.compiler_options.reset(); });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.component_version.reset(); });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.component_description.reset(); });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.tags.at(0).key = "x"; });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.tags.at(1).value = "x"; });
  ExpectCounts(full, [](Configuration& c) { c.greengrass.tags.clear(); });
}

TEST(Shapes, CompareByEveryMemberOfADescription) {
  using Description = ModelPackagingDescription;
  const Description full = FullDescription();
  ExpectCounts(full, [](Description& d) { d.job_name.reset(); });
  ExpectCounts(full, [](Description& d) { d.project_name.reset(); });
  ExpectCounts(full, [](Description& d) { d.model_version.reset(); });
  ExpectCounts(full, [](Description& d) { d.model_packaging_configuration.reset(); });
  ExpectCounts(full, [](Description& d) { d.model_packaging_job_description.reset(); });
  ExpectCounts(full, [](Description& d) { d.model_packaging_method.reset(); });
  ExpectCounts(full, [](Description& d) { d.model_packaging_output_details->greengrass.reset(); });
  ExpectCounts(full, [](Description& d) {
    d.model_packaging_output_details->greengrass->component_version_arn = "x";
  });
  ExpectCounts(full,
               [](Description& d) { d.model_packaging_output_details->greengrass->component_name = "x"; });
  ExpectCounts(full,
               [](Description& d) { d.model_packaging_output_details->greengrass->component_version = "x"; });
  ExpectCounts(full, [](Description& d) { d.status = ModelPackagingJobStatus::kFailed; });
  ExpectCounts(full, [](Description& d) { d.status_message.reset(); });
  ExpectCounts(full, [](Description& d) { d.creation_timestamp.reset(); });
  ExpectCounts(full, [](Description& d) { d.last_updated_timestamp.reset(); });
}

TEST(Shapes, PrintAndCompareByEveryMemberOfAJobInAList) {
  using Job = ModelPackagingJobMetadata;
  const ModelPackagingDescription description = FullDescription();
  const Job full{.job_name = description.job_name,
                 .project_name = description.project_name,
                 .model_version = description.model_version,
                 .model_packaging_job_description = description.model_packaging_job_description,
                 .model_packaging_method = description.model_packaging_method,
                 .status = description.status,
                 .status_message = description.status_message,
                 .creation_timestamp = description.creation_timestamp,
                 .last_updated_timestamp = description.last_updated_timestamp};
  EXPECT_EQ(Print(full),
            R"(ModelPackagingJobMetadata{JobName: "job", ProjectName: "boards", ModelVersion: "1", )"
            R"(ModelPackagingJobDescription: "First", ModelPackagingMethod: "AWS Greengrass", )"
            R"(Status: SUCCEEDED, StatusMessage: "Done", CreationTimestamp: 2015-08-30T12:36:00Z, )"
            R"(LastUpdatedTimestamp: 2015-08-30T12:36:01Z})");
  ExpectCounts(full, [](Job& job) { job.job_name.reset(); });
  ExpectCounts(full, [](Job& job) { job.project_name.reset(); });
  ExpectCounts(full, [](Job& job) { job.model_version.reset(); });
  ExpectCounts(full, [](Job& job) { job.model_packaging_job_description.reset(); });
  ExpectCounts(full, [](Job& job) { job.model_packaging_method.reset(); });
  ExpectCounts(full, [](Job& job) { job.status = ModelPackagingJobStatus::kFailed; });
  ExpectCounts(full, [](Job& job) { job.status_message.reset(); });
  ExpectCounts(full, [](Job& job) { job.creation_timestamp.reset(); });
  ExpectCounts(full, [](Job& job) { job.last_updated_timestamp.reset(); });
}

}  // namespace
}  // namespace lookoutvision
