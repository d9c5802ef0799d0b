// A program that imports the library: it uses templates, friends, operators and exceptions of the module.
#include <iostream>
#include <sstream>

#include "service.h"

import lookoutvision;

namespace lfv = lookoutvision;

// Whether what the module exports has its operators, its overloads and its types at run time.
bool IsComplete(const lfv::Client& client, const lfv::StartModelPackagingJobRequest& request) {
  const auto read = lfv::FromJson<lfv::StartModelPackagingJobRequest>(lfv::ToJson(request));
  const lfv::OpenEnum<lfv::TargetDevice> device = lfv::TargetDevice::kJetsonXavier;
  std::ostringstream printed;
  printed << read << ' ' << device << ' ' << lfv::ErrorKind::kTransport;
  int pages = 0;
  for (const auto& page :
       client.ListModelPackagingJobsPages(lfv::ListModelPackagingJobsRequest().WithProjectName("boards"))) {
    if (page && page->model_packaging_jobs.size() == 1) ++pages;
  }
  try {
    client.ListModelPackagingJobs({}).value();
  } catch (const lfv::BadOutcomeAccess& thrown) {
    return read && *read == request && device == lfv::TargetDevice::kJetsonXavier && pages == 1 &&
           ToString(device) == "jetson_xavier" && printed.str().ends_with(" jetson_xavier transport") &&
           lfv::Validate(request).empty() && thrown.error().kind == lfv::ErrorKind::kInvalidRequest;
  }
  return false;
}

int Use(const Service& service) {
  const lfv::Client client(
      {.region = "eu-west-1",
       .endpoint_url = service.endpoint_url,
       .credentials = lfv::MakeStaticCredentials(
           {.access_key_id = service.access_key_id, .secret_access_key = service.secret_access_key})});
  const auto request =
      lfv::StartModelPackagingJobRequest()
          .WithProjectName("boards")
          .WithModelVersion("1")
          .WithJobName("consumer")
          .WithConfiguration({.greengrass = {.component_name = "com.example.BoardInspector",
                                             .s3_output_location = {.bucket = "my-bucket"},
                                             .target_device = lfv::TargetDevice::kJetsonXavier}});
  const auto started = client.StartModelPackagingJob(request);
  if (!started) {
    std::cerr << started.error() << '\n';
    return 1;
  }
  std::cout << "lookoutvision " << lfv::kVersion << " started " << *started << '\n';
  return started->job_name == "consumer" && IsComplete(client, request) ? 0 : 1;
}

int main() {
  return WithService(Use);
}
