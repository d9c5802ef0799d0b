// As start_packaging_job.cpp, with the C++20 module instead of the header: starts a packaging job and prints
// it.
#include <iostream>

import lookoutvision;

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
    std::cerr << started.error() << '\n';
    return 1;
  }
  std::cout << *started << '\n';
}
