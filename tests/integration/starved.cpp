// A program for starved_test.cpp in which OpenSSL gets no memory, or the program no random bytes.
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <openssl/crypto.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/scripted_transport.h>

namespace lfv = lookoutvision;

namespace {

bool has_memory = true;

void* Allocate(std::size_t size, const char*, int) {
  return has_memory ? std::malloc(size) : nullptr;
}
void* Reallocate(void* memory, std::size_t size, const char*, int) {
  return has_memory ? std::realloc(memory, size) : nullptr;
}
void Free(void* memory, const char*, int) {
  std::free(memory);
}

// Makes the system call fail with `error` from now on.
void Refuse(unsigned system_call, unsigned error) {
  sock_filter filter[] = {
      {BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)},
      {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, system_call},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | error},
      {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
  };
  const sock_fprog program{.len = 4, .filter = filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    std::puts("no filter");
    std::exit(0);
  }
}

lfv::ClientConfig Config() {
  const auto transport = std::make_shared<lfv::testing::ScriptedTransport>();
  transport->Then(200, R"({"JobName":"job-1"})");
  return {.region = "eu-west-1",
          .endpoint_url = "https://vision.plant7.example",
          .credentials = lfv::MakeStaticCredentials({.access_key_id = "A", .secret_access_key = "S"}),
          .transport = transport};
}

void Call(const lfv::ClientConfig& config) {
  const auto started = lfv::Client(config).StartModelPackagingJob(
      lfv::StartModelPackagingJobRequest().WithProjectName("p").WithModelVersion("1").WithConfiguration(
          {.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "bucket"}}}));
  std::printf("%s\n", started ? started->job_name.c_str() : started.error().message.c_str());
}

}  // namespace

int main(int, char** argv) {
  CRYPTO_set_mem_functions(Allocate, Reallocate, Free);
  lfv::ClientConfig config = Config();
  if (std::strcmp(argv[1], "no-memory") == 0) {
    // OpenSSL looks up SHA-256 in the first call; without memory, that would crash.
    Call(Config());
    config.platform.random_bytes = [](std::span<std::byte>) { has_memory = false; };
    try {
      Call(config);
    } catch (const std::bad_alloc&) {
      std::puts("std::bad_alloc");
    }
    return 0;
  }
  // By now OpenSSL has drawn its own random bytes.
  Call(config);
  config = Config();
  Refuse(SYS_getrandom, ENOSYS);
  if (std::strcmp(argv[1], "no-device") == 0) Refuse(SYS_openat, EACCES);
  Call(config);
}
