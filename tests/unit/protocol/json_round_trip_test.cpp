// Tests of ToJson followed by FromJson, with random values.
#include <chrono>
#include <climits>
#include <optional>
#include <random>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <lookoutvision/json.h>

namespace lookoutvision {
namespace {

// The value that FromJson() reads from the text of ToJson().
template <typename T>
T ThroughJson(const T& value) {
  auto outcome = FromJson<T>(ToJson(value));
  EXPECT_TRUE(outcome) << outcome.error() << " in " << ToJson(value);
  return outcome ? *std::move(outcome) : T{};
}

// Random values; each optional member is present half of the time.
class Values {
 public:
  explicit Values(unsigned seed) : random_(seed) {}

  int Number(int min, int max) { return std::uniform_int_distribution<int>(min, max)(random_); }

  std::string Text() {
    static constexpr const char* kParts[] = {"a", "B",  "7",    "\"",     "\\",
                                             "/", "\n", "\x01", "\u00fc", "\U0001f600"};
    std::string text;
    for (int parts = Number(0, 6); parts > 0; --parts) text += kParts[Number(0, std::ssize(kParts) - 1)];
    return text;
  }

  template <typename Make>
  auto Maybe(Make make) -> std::optional<decltype(make())> {
    if (Number(0, 1) == 0) return std::nullopt;
    return make();
  }

  std::optional<std::string> MaybeText() {
    return Maybe([this] { return Text(); });
  }

  template <typename E>
  OpenEnum<E> Enum() {
    return Number(0, 1) == 0 ? OpenEnum<E>(static_cast<E>(1)) : OpenEnum<E>(Text());
  }

  template <typename E>
  std::optional<OpenEnum<E>> MaybeEnum() {
    return Maybe([this] { return Enum<E>(); });
  }

  std::optional<std::chrono::system_clock::time_point> MaybeTime() {
    return Maybe([this] {
      using std::chrono::seconds, std::chrono::microseconds;
      return std::chrono::system_clock::time_point(seconds(Number(-2'000'000'000, 2'000'000'000)) +
                                                   seconds(Number(0, 2'000'000'000)) +
                                                   microseconds(Number(0, 999'999)));
    });
  }

  ModelPackagingConfiguration Configuration() {
    GreengrassConfiguration greengrass{.component_name = Text(),
                                       .s3_output_location = {.bucket = Text(), .prefix = MaybeText()},
                                       .target_device = MaybeEnum<TargetDevice>(),
                                       .target_platform = Maybe([this] { return Platform(); }),
                                       .compiler_options = MaybeText(),
                                       .component_version = MaybeText(),
                                       .component_description = MaybeText()};
    for (int tags = Number(0, 3); tags > 0; --tags) {
      greengrass.tags.push_back({.key = Text(), .value = Text()});
    }
    return {.greengrass = std::move(greengrass)};
  }

  ModelPackagingDescription Description() {
    auto description = Job<ModelPackagingDescription>();
    description.model_packaging_configuration = Maybe([this] { return Configuration(); });
    description.model_packaging_output_details = Maybe([this] {
      return ModelPackagingOutputDetails{Maybe([this] {
        return GreengrassOutputDetails{.component_version_arn = MaybeText(),
                                       .component_name = MaybeText(),
                                       .component_version = MaybeText()};
      })};
    });
    return description;
  }

  template <typename Shape>
  Shape Job() {
    return {.job_name = MaybeText(),
            .project_name = MaybeText(),
            .model_version = MaybeText(),
            .model_packaging_job_description = MaybeText(),
            .model_packaging_method = MaybeText(),
            .status = MaybeEnum<ModelPackagingJobStatus>(),
            .status_message = MaybeText(),
            .creation_timestamp = MaybeTime(),
            .last_updated_timestamp = MaybeTime()};
  }

 private:
  TargetPlatform Platform() {
    return {.os = Enum<TargetPlatformOs>(),
            .arch = Enum<TargetPlatformArch>(),
            .accelerator = MaybeEnum<TargetPlatformAccelerator>()};
  }

  std::mt19937 random_;
};

TEST(FromJson, ReadsWhatToJsonWrote) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    Values values(seed);
    const auto start = StartModelPackagingJobRequest()
                           .WithProjectName(values.Text())
                           .WithModelVersion(values.Text())
                           .WithConfiguration(values.Configuration())
                           .WithJobName(values.MaybeText())
                           .WithDescription(values.MaybeText())
                           .WithClientToken(values.MaybeText());
    EXPECT_EQ(ThroughJson(start), start);
    EXPECT_EQ(ThroughJson(start.configuration()), start.configuration());
    const auto describe =
        DescribeModelPackagingJobRequest().WithProjectName(values.Text()).WithJobName(values.Text());
    EXPECT_EQ(ThroughJson(describe), describe);
    const auto list = ListModelPackagingJobsRequest()
                          .WithProjectName(values.Text())
                          .WithNextToken(values.MaybeText())
                          .WithMaxResults(values.Maybe([&] { return values.Number(INT_MIN, INT_MAX); }));
    EXPECT_EQ(ThroughJson(list), list);
    const StartModelPackagingJobResult started{.job_name = values.Text()};
    EXPECT_EQ(ThroughJson(started), started);
    const DescribeModelPackagingJobResult described{.model_packaging_description = values.Description()};
    EXPECT_EQ(ThroughJson(described), described);
    ListModelPackagingJobsResult listed{.model_packaging_jobs = {}, .next_token = values.MaybeText()};
    for (int jobs = values.Number(0, 3); jobs > 0; --jobs) {
      listed.model_packaging_jobs.push_back(values.Job<ModelPackagingJobMetadata>());
    }
    EXPECT_EQ(ThroughJson(listed), listed);
  }
}

}  // namespace
}  // namespace lookoutvision
