// Lists a project's packaging jobs, logs every attempt and call to standard error, and makes the calls part
// of a trace by the W3C header traceparent.
#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <random>
#include <string>
#include <string_view>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

namespace {

// Random bytes in hex. The ids of a trace must be unique, not secret.
std::string RandomHex(int bytes) {
  static std::random_device device;
  std::string hex;
  for (int i = 0; i < bytes; ++i) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", device() & 0xFFU);
    hex += digits.data();
  }
  return hex;
}

// The request id of a service may contain any bytes, which must not reach the log.
std::string Plain(std::string_view text) {
  std::string plain(text);
  for (char& c : plain) c = c >= '!' && c <= '~' ? c : '?';
  return plain;
}

double Milliseconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

void LogAttempt(const lfv::AttemptEvent& event) {
  std::clog << "attempt " << event.attempt << '/' << event.max_attempts << " operation=" << event.operation
            << " call=" << event.invocation_id << " endpoint=" << event.endpoint
            << " status=" << event.http_status << " request_id=" << Plain(event.request_id)
            << " sent=" << event.bytes_sent << " received=" << event.bytes_received
            << " ms=" << Milliseconds(event.duration);
  const auto& [first_byte, reused] = event.measurements;
  if (first_byte) std::clog << " first_byte_ms=" << Milliseconds(*first_byte);
  if (reused) std::clog << " connection=" << (*reused ? "reused" : "new");
  if (event.next_attempt_in) std::clog << " retry_in_ms=" << Milliseconds(*event.next_attempt_in);
  if (event.error != nullptr) std::clog << " error=\"" << *event.error << '"';
  std::clog << '\n';
}

void LogCall(const lfv::CallEvent& event) {
  std::clog << "call operation=" << event.operation << " call=" << event.invocation_id
            << " attempts=" << event.attempts << " ms=" << Milliseconds(event.duration)
            << " outcome=" << (event.error == nullptr ? "ok" : lfv::ToString(event.error->kind)) << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  const std::string project = argc > 1 ? argv[1] : "circuit-boards";
  lfv::ClientConfig config;  // region, endpoint and credentials come from the environment
  config.on_attempt = LogAttempt;
  config.on_call = LogCall;
  const lfv::Client client(config);

  // version-trace-span-flags; a program that is already part of a trace uses its ids.
  const std::string traceparent = "00-" + RandomHex(16) + "-" + RandomHex(8) + "-01";
  std::clog << "trace traceparent=" << traceparent << '\n';
  const auto request = lfv::ListModelPackagingJobsRequest().WithProjectName(project);
  for (const auto& page :
       client.ListModelPackagingJobsPages(request, {.headers = {{"traceparent", traceparent}}})) {
    if (!page) {
      std::cerr << page.error() << '\n';
      return 1;
    }
    for (const auto& job : page->model_packaging_jobs) std::cout << job << '\n';
  }
}
