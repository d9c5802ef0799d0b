// Starts a packaging job, waits for its end and prints the Greengrass component that it made.
#include <iostream>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

int main() {
  const lfv::Client client;  // region, endpoint and credentials come from the environment
  const lfv::GreengrassConfiguration component{.component_name = "com.example.BoardInspector",
                                               .s3_output_location = {.bucket = "my-bucket"},
                                               .target_device = lfv::TargetDevice::kJetsonXavier};
  const auto started = client.StartModelPackagingJob(lfv::StartModelPackagingJobRequest()
                                                         .WithProjectName("circuit-boards")
                                                         .WithModelVersion("1")
                                                         .WithConfiguration({.greengrass = component}));
  if (!started) {
    std::cerr << started.error() << '\n';  // who failed, why, HTTP status, request id, attempts
    return 1;
  }
  const auto finished = client.WaitForModelPackagingJob(lfv::DescribeModelPackagingJobRequest()
                                                            .WithProjectName("circuit-boards")
                                                            .WithJobName(started->job_name));
  if (!finished) {
    std::cerr << finished.error() << '\n';
    return 1;
  }
  const auto& made = finished->model_packaging_description.model_packaging_output_details;
  std::cout << made.value_or(lfv::ModelPackagingOutputDetails{}) << '\n';
}
