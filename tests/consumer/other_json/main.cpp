// The program: the library, the mock service and the two versions of the program each parse JSON.
#include <iostream>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>

namespace lfv = lookoutvision;

bool RoundTripOfNewer();
bool RoundTripOfOlder();

constexpr const char* kSeed = R"({"jobs": [{"Start": {
    "ProjectName": "circuit-boards", "ModelVersion": "1", "JobName": "seeded",
    "Configuration": {"Greengrass": {"ComponentName": "com.example.BoardInspector",
                                     "S3OutputLocation": {"Bucket": "my-bucket"},
                                     "TargetDevice": "jetson_xavier"}}}}]})";

int main() {
  const lfv::testing::MockService service({.seed = kSeed});
  const lfv::Client client({.region = "eu-west-1",
                            .endpoint_url = service.endpoint_url(),
                            .credentials = lfv::MakeStaticCredentials(lfv::testing::MakeTestCredentials())});
  const auto listed =
      client.ListModelPackagingJobs(lfv::ListModelPackagingJobsRequest().WithProjectName("circuit-boards"));
  if (!listed) {
    std::cerr << listed.error() << '\n';
    return 1;
  }
  const bool newer = RoundTripOfNewer();
  const bool older = RoundTripOfOlder();
  std::cout << *listed << "\nnewer nlohmann/json " << (newer ? "works" : "FAILS") << ", older "
            << (older ? "works" : "FAILS") << '\n';
  return newer && older && listed->model_packaging_jobs.size() == 1 ? 0 : 1;
}
