// Tests of the component of a finished job.
#include <functional>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/greengrass_component.h>

namespace lookoutvision {
namespace {

ModelPackagingDescription Succeeded() {
  return {.model_packaging_output_details = {{.greengrass = {{.component_version_arn = "arn",
                                                              .component_name = "com.example.Inspector",
                                                              .component_version = "1.0.0"}}}},
          .status = ModelPackagingJobStatus::kSucceeded};
}

TEST(ComponentOf, ContainsNameAndVersionOfTheCreatedComponent) {
  EXPECT_EQ(ComponentOf(Succeeded()),
            (GreengrassComponent{.component_name = "com.example.Inspector", .component_version = "1.0.0"}));
}

TEST(ComponentOf, IsAbsentIfNoComponentWasCreated) {
  const std::vector<std::function<void(ModelPackagingDescription&)>> changes{
      [](auto& job) { job.status = ModelPackagingJobStatus::kRunning; },
      [](auto& job) { job.status = ModelPackagingJobStatus::kFailed; },
      [](auto& job) { job.status.reset(); },
      [](auto& job) { job.model_packaging_output_details.reset(); },
      [](auto& job) { job.model_packaging_output_details->greengrass.reset(); },
      [](auto& job) { job.model_packaging_output_details->greengrass->component_name.reset(); },
      [](auto& job) { job.model_packaging_output_details->greengrass->component_version = ""; }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    ModelPackagingDescription job = Succeeded();
    changes[i](job);
    EXPECT_EQ(ComponentOf(job), std::nullopt) << i;
  }
}

TEST(GreengrassComponent, PrintsOnOneLine) {
  std::ostringstream out;
  out << GreengrassComponent{.component_name = "c\n", .component_version = "1.0.0"};
  EXPECT_EQ(out.str(), R"(GreengrassComponent{ComponentName: "c\n", ComponentVersion: "1.0.0"})");
}

}  // namespace
}  // namespace lookoutvision
