// A program whose client has static storage duration, and whose owner makes a call from its destructor, after
// main. It links the library and nothing else: others initialise OpenSSL before main and would hide what this
// is about. Settings come from the environment. static_destruction_test.cpp runs it and judges what it
// prints.
#include <cstdio>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

namespace {

struct Owner {
  lfv::Client client;

  // Tells it on C's stdout, which is still there after the last destructor.
  void Call(const char* where) const {
    const auto described = client.DescribeModelPackagingJob(
        lfv::DescribeModelPackagingJobRequest().WithProjectName("circuit-boards").WithJobName("no-such-job"));
    const bool answered = !described && described.error().code == lfv::ErrorCode::kResourceNotFoundException;
    std::printf("%s: %s\n", where, answered ? "answered" : "no answer");
    if (!described && !answered) std::printf("%s\n", described.error().message.c_str());
  }

  ~Owner() { Call("destructor"); }
};

const Owner owner;

}  // namespace

int main(int argc, char**) {
  if (argc > 1) owner.Call("main");
}
