// The shared library of the program.
#include "libraries.h"

namespace lfv = lookoutvision;

lfv::Client StartJob(const lfv::ClientConfig& config) {
  lfv::Client client(config);
  client
      .StartModelPackagingJob(
          lfv::StartModelPackagingJobRequest()
              .WithProjectName("circuit-boards")
              .WithModelVersion("1")
              .WithConfiguration({.greengrass = {.component_name = "com.example.BoardInspector",
                                                 .s3_output_location = {.bucket = "my-bucket"},
                                                 .target_device = lfv::TargetDevice::kJetsonXavier}}))
      .value();
  return client;
}

void ThrowFromSharedLibrary() {
  lfv::Client({.region = "eu-west-1"}).ListModelPackagingJobs(lfv::ListModelPackagingJobsRequest()).value();
}
