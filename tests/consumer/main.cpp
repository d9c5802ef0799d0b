// A program of a user's: it starts a job against the mock service, both from the installed package, and
// prints the job's name. It knows nothing of the source tree.
#include <iostream>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/version.h>

namespace lfv = lookoutvision;

int main() {
  const lfv::testing::MockService service({.tls = true});
  const lfv::Client client({.region = "eu-west-1",
                            .endpoint_url = service.endpoint_url(),
                            .credentials = lfv::StaticCredentials(lfv::testing::TestCredentials()),
                            .ca_bundle = service.ca_bundle_path()});
  const auto started = client.StartModelPackagingJob(
      lfv::StartModelPackagingJobRequest()
          .WithProjectName("circuit-boards")
          .WithModelVersion("1")
          .WithJobName("consumer")
          .WithConfiguration({.greengrass = {.component_name = "com.example.BoardInspector",
                                             .s3_output_location = {.bucket = "my-bucket"},
                                             .target_device = lfv::TargetDevice::kJetsonXavier}}));
  if (!started) {
    std::cerr << started.error() << '\n';
    return 1;
  }
  std::cout << "lookoutvision " << lfv::kVersion << " started " << *started << '\n';
  return started->job_name == "consumer" ? 0 : 1;
}
