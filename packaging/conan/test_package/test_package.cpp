// Starts a packaging job as README.md shows it, with a transport that responds without a network.
#include <iostream>
#include <memory>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/version.h>

namespace lfv = lookoutvision;

class Responder : public lfv::HttpTransport {
 public:
  lfv::Outcome<lfv::HttpResponse> Send(const lfv::HttpRequest&, const lfv::HttpSendOptions&) override {
    return lfv::HttpResponse{.status = 202, .body = R"({"JobName":"nightly"})"};
  }
};

int main() {
  const lfv::Client client({.region = "eu-west-1",
                            .credentials = lfv::MakeAnonymousCredentials(),
                            .transport = std::make_shared<Responder>()});
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
  std::cout << "lookoutvision " << lfv::kVersion << " started " << started->job_name << '\n';
}
