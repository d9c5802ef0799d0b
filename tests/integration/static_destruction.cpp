// A program for static_destruction_test.cpp with a global client that makes a call in a static destructor. It
// links only the library, because other libraries initialize OpenSSL before main and would hide faults.
#include <atomic>
#include <cstdio>
#include <cstring>
#include <thread>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

namespace {

struct Owner {
  lfv::Client client;

  // Prints with C's stdout, which works after the last destructor.
  void Call(const char* phase) const {
    const auto described = client.DescribeModelPackagingJob(
        lfv::DescribeModelPackagingJobRequest().WithProjectName("circuit-boards").WithJobName("no-such-job"));
    const bool succeeded = !described && described.error().code == lfv::ErrorCode::kResourceNotFoundException;
    std::printf("%s: %s\n", phase, succeeded ? "succeeded" : "failed");
    if (!described && !succeeded) std::printf("%s\n", described.error().message.c_str());
  }

  ~Owner() { Call("destructor"); }
};

// Calls in other threads, each with its own client and TLS connection.
std::atomic<int> calls{0};
std::atomic<int> failures{0};

void CallForEver() {
  while (true) {
    const auto described = lfv::Client().DescribeModelPackagingJob(
        lfv::DescribeModelPackagingJobRequest().WithProjectName("circuit-boards").WithJobName("no-such-job"));
    if (described || described.error().code != lfv::ErrorCode::kResourceNotFoundException) ++failures;
    ++calls;
  }
}

// Destroyed after the exit handlers of the library and of OpenSSL.
struct LastOfAll {
  ~LastOfAll() {
    if (calls == 0) return;
    for (const int enough = calls + 20; calls < enough;) std::this_thread::yield();
    std::printf("calls at exit: %s\n", failures == 0 ? "succeeded" : "failed");
  }
};

const LastOfAll last_of_all;
const Owner owner;

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1) return 0;
  if (std::strcmp(argv[1], "exit-during-calls") != 0) {
    owner.Call("main");
    return 0;
  }
  for (int i = 0; i < 4; ++i) std::thread(CallForEver).detach();
  while (calls < 4) std::this_thread::yield();
}
