// A program that uses the library: it starts a job against the mock service, prints the job's name, and
// catches the exceptions of both libraries.
#include <iostream>
#include <stdexcept>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/version.h>

namespace lfv = lookoutvision;

// An exception of a callback, which passes through the library.
struct Stopped {};

// Whether exceptions of both libraries can be caught by their types.
bool ThrowsWhatItDocuments(lfv::ClientConfig config) {
  int caught = 0;
  try {
    const lfv::testing::MockService refused({.max_page_size = 0});
  } catch (const std::invalid_argument&) {
    ++caught;
  }
  try {
    lfv::Client(config).ListModelPackagingJobs(lfv::ListModelPackagingJobsRequest()).value();
  } catch (const std::exception& thrown) {
    if (dynamic_cast<const lfv::BadOutcomeAccess*>(&thrown) != nullptr) ++caught;
  }
  config.on_attempt = [](const lfv::AttemptEvent&) { throw Stopped{}; };
  try {
    (void)lfv::Client(config).ListModelPackagingJobs(
        lfv::ListModelPackagingJobsRequest().WithProjectName("circuit-boards"));
  } catch (const Stopped&) {
    ++caught;
  }
  return caught == 3;
}

int main() {
  const lfv::testing::MockService service({.tls = true});
  const lfv::ClientConfig config{
      .region = "eu-west-1",
      .endpoint_url = service.endpoint_url(),
      .credentials = lfv::MakeStaticCredentials(lfv::testing::MakeTestCredentials()),
      .ca_bundle = service.ca_bundle_path()};
  const lfv::Client client(config);
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
  return started->job_name == "consumer" && ThrowsWhatItDocuments(config) ? 0 : 1;
}
