// Lists a project's packaging jobs, and writes each call and each of its attempts as a span to standard
// error, with the attributes of OpenTelemetry's semantic conventions. The W3C header traceparent connects
// them with the spans of the service.
#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <sstream>
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

// One span as a line of text. A program with an exporter gives it the same names and values.
class Span {
 public:
  Span(std::string_view name, const std::string& trace_id, const std::string& id,
       const std::string& parent_id, std::chrono::system_clock::time_point begin,
       std::chrono::nanoseconds duration) {
    line_ << "span=\"" << name << "\" trace=" << trace_id << " id=" << id;
    if (!parent_id.empty()) line_ << " parent=" << parent_id;
    line_ << " begin_us="
          << std::chrono::duration_cast<std::chrono::microseconds>(begin.time_since_epoch()).count()
          << " duration_us=" << std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
  }
  ~Span() { std::clog << (line_.str() + '\n'); }
  Span(const Span&) = delete;
  Span& operator=(const Span&) = delete;

  // Text of a service may contain any bytes, which must not reach the log.
  Span& Set(std::string_view name, std::string_view value) {
    line_ << ' ' << name << '=';
    for (const char c : value) line_ << (c >= '!' && c <= '~' ? c : '?');
    return *this;
  }
  Span& Set(std::string_view name, long long value) { return Set(name, std::to_string(value)); }

 private:
  std::ostringstream line_;
};

// Writes the spans of all calls of a client, which may be made by many threads, as parts of one trace.
class Tracer {
 public:
  // The tracer must outlive the clients with this configuration.
  void Observe(lfv::ClientConfig& config) {
    config.on_call_start = [this](const lfv::CallStartEvent& event) { Begin(event); };
    config.before_attempt = [this](const lfv::AttemptRequest& request) { return BeginAttempt(request); };
    config.on_attempt = [this](const lfv::AttemptEvent& event) { EndAttempt(event); };
    config.on_call = [this](const lfv::CallEvent& event) { End(event); };
  }

 private:
  // A call that has not ended, and the attempt that it is making.
  struct Call {
    std::chrono::system_clock::time_point begin = {};
    std::string id = {};
    std::string attempt_id = {};
    std::string method = {};
    std::string url = {};
  };

  void Begin(const lfv::CallStartEvent& event) {
    const std::lock_guard lock(mutex_);
    calls_[std::string(event.invocation_id)] = {.begin = event.begin, .id = RandomHex(8)};
  }

  std::optional<lfv::Error> BeginAttempt(const lfv::AttemptRequest& request) {
    const std::lock_guard lock(mutex_);
    Call& call = calls_[std::string(request.invocation_id)];
    call.attempt_id = RandomHex(8);
    call.method = request.method;
    call.url = request.url;
    request.headers.Set("traceparent", "00-" + trace_id_ + '-' + call.attempt_id + "-01");
    return std::nullopt;
  }

  void EndAttempt(const lfv::AttemptEvent& event) {
    const std::lock_guard lock(mutex_);
    const Call& call = calls_[std::string(event.invocation_id)];
    Span span(call.method, trace_id_, call.attempt_id, call.id, event.begin, event.duration);
    span.Set("http.request.method", call.method).Set("url.full", call.url);
    span.Set("server.address", event.server_address);
    if (event.server_port != 0) span.Set("server.port", event.server_port);
    span.Set("http.request.body.size", static_cast<long long>(event.bytes_sent));
    if (event.attempt > 1) span.Set("http.request.resend_count", event.attempt - 1);
    if (event.http_status != 0) {
      span.Set("http.response.status_code", event.http_status);
      span.Set("http.response.body.size", static_cast<long long>(event.bytes_received));
      span.Set("aws.request_id", event.request_id);
    }
    if (!event.error_type.empty()) span.Set("error.type", event.error_type);
  }

  void End(const lfv::CallEvent& event) {
    const std::lock_guard lock(mutex_);
    const auto call = calls_.extract(std::string(event.invocation_id));
    if (call.empty()) return;
    Span span("LookoutVision/" + std::string(event.operation), trace_id_, call.mapped().id, "",
              call.mapped().begin, event.duration);
    span.Set("rpc.system", "aws-api").Set("rpc.service", "LookoutVision").Set("rpc.method", event.operation);
    if (!event.error_type.empty()) span.Set("error.type", event.error_type);
  }

  // A program that is already part of a trace uses its id, and the id of its span as the parent of calls.
  const std::string trace_id_ = RandomHex(16);
  std::mutex mutex_;
  std::map<std::string, Call> calls_;
};

}  // namespace

int main(int argc, char** argv) {
  const std::string project = argc > 1 ? argv[1] : "circuit-boards";
  Tracer tracer;
  lfv::ClientConfig config;  // region, endpoint and credentials come from the environment
  tracer.Observe(config);
  const lfv::Client client(config);
  for (const auto& page :
       client.ListModelPackagingJobsPages(lfv::ListModelPackagingJobsRequest().WithProjectName(project))) {
    if (!page) {
      std::cerr << page.error() << '\n';
      return 1;
    }
    for (const auto& job : page->model_packaging_jobs) std::cout << job << '\n';
  }
}
