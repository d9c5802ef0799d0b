// Makes calls of the library and measures their cost.
// usage: calls MODE URL CA_BUNDLE TAGS THREADS CALLS
//   shared  all threads call one client
//   fresh   a new client for each call
//   memory  all threads call one client, whose transport responds from memory
//   record  prints the request of one call in the format of calls_floor
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/client.h>

#include "measure.h"
#include "usual_request.h"

namespace {

namespace lfv = lookoutvision;

// Prints each request, and passes it to another transport.
class Recorder : public lfv::HttpTransport {
 public:
  explicit Recorder(std::string ca_bundle)
      : real_(lfv::MakeCurlTransport({.ca_bundle = std::move(ca_bundle)})) {}

  lfv::Outcome<lfv::HttpResponse> Send(const lfv::HttpRequest& request,
                                       const lfv::HttpSendOptions& options) override {
    std::cout << request.url << '\n';
    for (const auto& [name, value] : request.headers) std::cout << name << ": " << value << '\n';
    std::cout << '\n' << request.body;
    return real_->Send(request, options);
  }

 private:
  const std::shared_ptr<lfv::HttpTransport> real_;
};

class MemoryTransport : public lfv::HttpTransport {
 public:
  lfv::Outcome<lfv::HttpResponse> Send(const lfv::HttpRequest& /*request*/,
                                       const lfv::HttpSendOptions& /*options*/) override {
    lfv::HttpResponse response{.status = 202, .body = R"({"JobName":"circuit-boards-1-job"})"};
    response.headers.Add("Date", "Sun, 06 Nov 1994 08:49:37 GMT");
    response.headers.Add("Content-Type", "application/json");
    response.headers.Add("x-amzn-RequestId", "6f1b3f0e-7f5f-4f4e-9b1d-4d2f5a8f0c11");
    return response;
  }
};

void Call(const lfv::Client& client, const lfv::StartModelPackagingJobRequest& request) {
  const auto outcome = client.StartModelPackagingJob(request);
  if (outcome) return;
  std::cerr << outcome.error() << '\n';
  std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) return std::cerr << "usage: calls MODE URL CA_BUNDLE TAGS THREADS CALLS\n", 2;
  const std::string_view mode = argv[1];
  lfv::ClientConfig config = bench::UsualConfig(argv[2], argv[3]);
  const auto request = bench::UsualRequest(std::atoi(argv[4]));
  const int threads = std::atoi(argv[5]);
  const int calls = std::atoi(argv[6]);

  if (mode == "memory") config.transport = std::make_shared<MemoryTransport>();
  if (mode == "record") {
    config.transport = std::make_shared<Recorder>(argv[3]);
    Call(lfv::Client(config), request);
  } else if (mode == "fresh") {
    bench::MeasureCalls(threads, calls, [&] { return [&] { Call(lfv::Client(config), request); }; });
  } else {
    const lfv::Client client(config);
    bench::MeasureCalls(threads, calls, [&] { return [&] { Call(client, request); }; });
  }
}
