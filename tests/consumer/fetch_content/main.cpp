// A program without the mock service, whose transport returns a response from memory.
#include <iostream>
#include <memory>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

namespace lfv = lookoutvision;

struct MemoryTransport : lfv::HttpTransport {
  lfv::Outcome<lfv::HttpResponse> Send(const lfv::HttpRequest& /*request*/,
                                       const lfv::HttpSendOptions& /*options*/) override {
    return lfv::HttpResponse{.status = 200, .body = R"({"ModelPackagingJobs": [{"JobName": "fetched"}]})"};
  }
};

int main() {
  const lfv::Client client({.region = "eu-west-1",
                            .endpoint_url = "https://vision.example",
                            .credentials = lfv::MakeAnonymousCredentials(),
                            .transport = std::make_shared<MemoryTransport>()});
  const auto listed =
      client.ListModelPackagingJobs(lfv::ListModelPackagingJobsRequest().WithProjectName("circuit-boards"));
  if (!listed) {
    std::cerr << listed.error() << '\n';
    return 1;
  }
  std::cout << *listed << '\n';
  return listed->model_packaging_jobs.size() == 1 ? 0 : 1;
}
