// The request of the measured calls, and the configuration of the client.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

namespace bench {

inline lookoutvision::ClientConfig UsualConfig(std::string url, std::string ca_bundle) {
  return {
      .region = "eu-west-1",
      .endpoint_url = std::move(url),
      .credentials = lookoutvision::MakeStaticCredentials(
          {.access_key_id = "AKIDEXAMPLE", .secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}),
      .ca_bundle = std::move(ca_bundle)};
}

/// A request with `tags` tags, which may be more than the service accepts.
inline lookoutvision::StartModelPackagingJobRequest UsualRequest(int tags = 0) {
  lookoutvision::GreengrassConfiguration greengrass{
      .component_name = "com.example.BoardInspector",
      .s3_output_location = {.bucket = "my-bucket", .prefix = "models"},
      .target_device = lookoutvision::TargetDevice::kJetsonXavier,
      .component_version = "1.0.0"};
  for (int i = 0; i < tags; ++i) {
    greengrass.tags.push_back({.key = "key-" + std::to_string(i), .value = "value-" + std::to_string(i)});
  }
  return lookoutvision::StartModelPackagingJobRequest()
      .WithProjectName("circuit-boards")
      .WithModelVersion("1")
      .WithConfiguration({.greengrass = std::move(greengrass)});
}

}  // namespace bench
