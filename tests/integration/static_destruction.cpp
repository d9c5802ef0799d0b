// A program whose client has static storage duration, and whose owner makes a call from its destructor, after
// main. It links the library and nothing else: others initialise OpenSSL before main and would hide what this
// is about. Settings come from the environment. static_destruction_test.cpp runs it and judges what it
// prints.
#include <atomic>
#include <cstdio>
#include <cstring>
#include <thread>

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

// Calls of other threads, each with a client and a TLS connection of its own.
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

// Destroyed after everything that the library, or OpenSSL for its sake, has the process do at its exit.
struct LastOfAll {
  ~LastOfAll() {
    if (calls == 0) return;
    for (const int enough = calls + 20; calls < enough;) std::this_thread::yield();
    std::printf("calls at exit: %s\n", failures == 0 ? "answered" : "no answer");
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
