// A minimal program that makes one call, and prints the job and its peak of memory.
// usage: one_call URL CA_BUNDLE
#include <cstdio>
#include <cstring>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

namespace lfv = lookoutvision;

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const lfv::Client client({.region = "eu-west-1",
                            .endpoint_url = argv[1],
                            .credentials = lfv::MakeStaticCredentials({"AKIDEXAMPLE", "EXAMPLEKEY"}),
                            .ca_bundle = argv[2]});
  const auto started = client.StartModelPackagingJob(
      lfv::StartModelPackagingJobRequest()
          .WithProjectName("circuit-boards")
          .WithModelVersion("1")
          .WithConfiguration(
              {.greengrass = {.component_name = "com.example.BoardInspector",
                              .s3_output_location = {.bucket = "my-bucket", .prefix = "models"},
                              .target_device = lfv::TargetDevice::kJetsonXavier,
                              .component_version = "1.0.0"}}));
  if (!started) return std::fputs(started.error().message.c_str(), stderr), 1;
  std::puts(started->job_name.c_str());
  char line[256];
  std::FILE* memory = std::fopen("/proc/self/status", "r");
  while (memory != nullptr && std::fgets(line, sizeof line, memory) != nullptr) {
    if (std::strncmp(line, "VmHWM:", 6) == 0) std::fputs(line, stdout);
  }
}
