// A program that forks while another thread of it makes the process's first call, at the moment when libcurl
// sets itself up under its own lock. Parent and child then make calls. Settings come from the environment.
// fork_during_start_test.cpp runs it and judges what it prints.
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

// Whether the main thread sleeps, for which there is one reason here: its fork waits for the set-up.
bool MainThreadSleeps() {
  std::ifstream file("/proc/self/task/" + std::to_string(getpid()) + "/stat");
  std::string number, name, state;
  file >> number >> name >> state;
  return state == "S";
}

bool IsAnswered(const lfv::Client& client) {
  const auto described = client.DescribeModelPackagingJob(
      lfv::DescribeModelPackagingJobRequest().WithProjectName("circuit-boards").WithJobName("no-such-job"));
  if (!described && described.error().code == lfv::ErrorCode::kResourceNotFoundException) return true;
  if (!described) std::printf("%s\n", described.error().message.c_str());
  return false;
}

}  // namespace

// Called by libcurl while it sets itself up, in place of OpenSSL's own.
extern "C" __attribute__((visibility("default"))) int OPENSSL_init_ssl(std::uint64_t options,
                                                                       const void* settings) {
  setting_up = true;
  // The fork is now either held back, or has gone ahead.
  while (!fork_over && !(fork_begun && MainThreadSleeps())) std::this_thread::yield();
  static const auto real =
      reinterpret_cast<decltype(&OPENSSL_init_ssl)>(dlsym(RTLD_NEXT, "OPENSSL_init_ssl"));
  return real(options, settings);
}

// Called by libcurl before each handshake, in place of OpenSSL's own: the first call goes no further until
// the fork is over, since OpenSSL has locks of its own, which nobody can hold back.
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
  // The last handler that is registered is the first that fork calls.
  pthread_atfork([] { fork_begun = true; }, nullptr, nullptr);
  bool first_answered = false;
  std::thread first([&] { first_answered = IsAnswered(client); });
  while (!setting_up) std::this_thread::yield();
  const pid_t child = fork();
  fork_over = true;
  if (child == 0) {
    alarm(60);
    _exit(IsAnswered(client) ? 0 : 1);
  }
  first.join();
  int status = -1;
  waitpid(child, &status, 0);
  std::printf("parent: %s\nchild: %s\n", first_answered ? "answered" : "no answer",
              status == 0 ? "answered" : "no answer");
}
