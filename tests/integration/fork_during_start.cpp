// A program for fork_during_start_test.cpp that forks while another thread makes the first call, which
// initializes libcurl.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

#include <dlfcn.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

namespace {

std::atomic<bool> setting_up{false};
std::atomic<bool> fork_begun{false};
std::atomic<bool> fork_over{false};

// Whether the main thread sleeps because its fork waits for the initialization.
bool MainThreadSleeps() {
  std::ifstream file("/proc/self/task/" + std::to_string(getpid()) + "/stat");
  std::string number, name, state;
  file >> number >> name >> state;
  return state == "S";
}

bool Succeeds(const lfv::Client& client) {
  const auto described = client.DescribeModelPackagingJob(
      lfv::DescribeModelPackagingJobRequest().WithProjectName("circuit-boards").WithJobName("no-such-job"));
  if (!described && described.error().code == lfv::ErrorCode::kResourceNotFoundException) return true;
  if (!described) std::printf("%s\n", described.error().message.c_str());
  return false;
}

}  // namespace

// Called by libcurl during its initialization, in place of OpenSSL's function.
extern "C" __attribute__((visibility("default"))) int OPENSSL_init_ssl(std::uint64_t options,
                                                                       const void* settings) {
  setting_up = true;
  // The fork either waits now or is done.
  while (!fork_over && !(fork_begun && MainThreadSleeps())) std::this_thread::yield();
  static const auto real =
      reinterpret_cast<decltype(&OPENSSL_init_ssl)>(dlsym(RTLD_NEXT, "OPENSSL_init_ssl"));
  return real(options, settings);
}

// Called by libcurl before each handshake, in place of OpenSSL's function. The first call waits until the
// fork is done, because a child cannot use locks of OpenSSL that another thread held during the fork.
extern "C" __attribute__((visibility("default"))) int RAND_status() {
  while (!fork_over) std::this_thread::yield();
  static const auto real = reinterpret_cast<decltype(&RAND_status)>(dlsym(RTLD_NEXT, "RAND_status"));
  return real();
}
extern "C" __attribute__((visibility("default"))) const void* TLS_client_method() {
  while (!fork_over) std::this_thread::yield();
  static const auto real =
      reinterpret_cast<decltype(&TLS_client_method)>(dlsym(RTLD_NEXT, "TLS_client_method"));
  return real();
}

int main() {
  const lfv::Client client;
  // fork() calls the last registered handler first.
  pthread_atfork([] { fork_begun = true; }, nullptr, nullptr);
  bool first_succeeded = false;
  std::thread first([&] { first_succeeded = Succeeds(client); });
  while (!setting_up) std::this_thread::yield();
  const pid_t child = fork();
  fork_over = true;
  if (child == 0) {
    alarm(60);
    _exit(Succeeds(client) ? 0 : 1);
  }
  first.join();
  int status = -1;
  waitpid(child, &status, 0);
  std::printf("parent: %s\nchild: %s\n", first_succeeded ? "succeeded" : "failed",
              status == 0 ? "succeeded" : "failed");
}
