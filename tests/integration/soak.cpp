// A soak test: threads call mock services under faults, stops and deadlines; no job may be lost, and no
// thread, descriptor or memory may leak.
// usage: soak [SECONDS [THREADS [SEED]]]
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>

#include "soak_account.h"
#include "support/leftovers.h"
#include "support/sanitizers.h"

namespace {

namespace lfv = lookoutvision;
using lfv::test::Account;
using lfv::test::AllocatedBytes;
using lfv::test::CountEntries;
using lfv::testing::FaultAction;
using lfv::testing::FaultPoint;
using lfv::testing::MockService;
using lfv::testing::Response;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kRound{4};
constexpr std::size_t kIdleHandles = 8;
// The count of allocated bytes includes the caches of the allocator, which grow at first. The limit also has
// a byte per call; the smallest leak per call is 24 bytes.
constexpr std::size_t kSlackBytes = 128'000;

void InstallFaults(MockService& service) {
  const auto install = [&service](double share, lfv::testing::Fault fault) {
    service.Install({.fault = std::move(fault), .share = share});
  };
  install(0.01, {.at = FaultPoint::kAccept, .then = FaultAction::kReset});
  install(0.01, {.response = Response{.status = 503}});
  install(0.01,
          {.response = Response{.status = 500, .error_type = "InternalServerException", .message = "no"}});
  install(0.005,
          {.response = Response{.status = 429, .error_type = "ThrottlingException", .message = "less"}});
  install(0.005, {.at = FaultPoint::kRequestStart, .then = FaultAction::kClose});
  install(0.01, {.then = FaultAction::kReset});
  install(0.01, {.at = FaultPoint::kResponseHeaders, .then = FaultAction::kClose});
  install(0.01, {.at = FaultPoint::kResponseBody, .then = FaultAction::kReset});
  install(0.01, {.at = FaultPoint::kResponseBody, .then = FaultAction::kCloseWithoutNotify});
  install(0.01, {.at = FaultPoint::kResponseEnd, .then = FaultAction::kClose});
  install(0.01, {.delay = milliseconds{20}});
  install(0.002, {.then = FaultAction::kSilence});
}

/// A service, the client that all threads share, and the jobs that they started.
struct Target {
  explicit Target(bool tls, Account& account) : service({.tls = tls, .max_recorded_requests = 8}) {
    lfv::ClientConfig config;
    config.region = "eu-west-1";
    config.endpoint_url = service.endpoint_url();
    config.credentials = lfv::MakeStaticCredentials(lfv::testing::MakeTestCredentials());
    if (tls) config.ca_bundle = service.ca_bundle_path();
    config.timeouts.attempt = milliseconds{500};
    config.retry.base_backoff = milliseconds{2};
    config.retry.throttling_backoff = milliseconds{4};
    config.platform.getenv = [](const std::string&) { return std::nullopt; };
    config.on_attempt = [&account](const lfv::AttemptEvent& attempt) {
      const bool failed = attempt.error != nullptr && (attempt.error->kind == lfv::ErrorKind::kTransport ||
                                                       attempt.error->kind == lfv::ErrorKind::kService);
      if (failed) account.CountFailedAttempt();
    };
    client = std::make_unique<lfv::Client>(config);
  }

  void Remember(const std::string& job) {
    const std::lock_guard lock(mutex);
    started.insert(job);
  }

  MockService service;
  std::unique_ptr<lfv::Client> client;
  std::mutex mutex;
  std::set<std::string> started;
};

/// The timeout or the stop token of a call.
struct Bounds {
  lfv::CallOptions options;
  std::stop_source stop;
  bool stops = false;
  std::jthread stopper;
};

Bounds DrawBounds(std::mt19937_64& draw) {
  Bounds bounds;
  const auto choice = draw() % 10;
  if (choice == 0) bounds.options.timeout = milliseconds{1 + draw() % 30};
  if (choice == 1) {
    bounds.stops = true;
    bounds.options.stop_token = bounds.stop.get_token();
    const milliseconds after{draw() % 10};
    bounds.stopper = std::jthread([stop = bounds.stop, after]() mutable {
      std::this_thread::sleep_for(after);
      stop.request_stop();
    });
  }
  return bounds;
}

/// Whether the bounds of the call explain why it was not retried.
bool IsExplained(lfv::StopReason reason, const Bounds& bounds) {
  switch (reason) {
    case lfv::StopReason::kCancelled:
      return bounds.stops;
    case lfv::StopReason::kDeadlineTooNear:
      return bounds.options.timeout.has_value();
    // The faults are random, so that a retry can succeed.
    case lfv::StopReason::kNotRetryable:
      return false;
    default:
      return true;
  }
}

/// Whether a fault or the bounds of the call explain its error.
bool IsExplained(const lfv::Error& error, const Bounds& bounds) {
  if (!IsExplained(error.stop_reason, bounds)) return false;
  switch (error.kind) {
    case lfv::ErrorKind::kCancelled:
      return error.stop_reason == lfv::StopReason::kCancelled;
    case lfv::ErrorKind::kTimeout:
    case lfv::ErrorKind::kTransport:
      return true;
    case lfv::ErrorKind::kService:
      return error.http_status == 503 || error.http_status == 500 || error.http_status == 429;
    default:
      return false;
  }
}

template <typename Outcome>
bool Check(const Outcome& outcome, const Bounds& bounds, Account& account) {
  if (outcome) {
    account.Succeed();
    return true;
  }
  account.Fail(outcome.error());
  if (!IsExplained(outcome.error(), bounds)) {
    std::ostringstream text;
    text << outcome.error();
    account.ReportUnexplained(text.str());
  }
  return false;
}

// Each job has its own component.
lfv::StartModelPackagingJobRequest StartOf(const std::string& component) {
  return lfv::StartModelPackagingJobRequest()
      .WithProjectName("boards")
      .WithModelVersion("1")
      .WithConfiguration({.greengrass = {.component_name = "com.example.Inspector-" + component,
                                         .s3_output_location = {.bucket = "bucket"},
                                         .target_device = lfv::TargetDevice::kJetsonXavier}});
}

void CallUntil(Clock::time_point end, std::array<Target*, 2> targets, std::uint64_t seed, Account& account) {
  std::mt19937_64 draw(seed);
  std::size_t components = 0;
  std::array<std::string, 2> last_job;
  while (Clock::now() < end) {
    const std::size_t which = draw() % 2;
    Target& target = *targets[which];
    const Bounds bounds = DrawBounds(draw);
    account.Begin();
    if (last_job[which].empty() || draw() % 3 == 0) {
      const auto started = target.client->StartModelPackagingJob(
          StartOf(std::to_string(seed) + "." + std::to_string(++components)), bounds.options);
      if (!Check(started, bounds, account)) continue;
      last_job[which] = started->job_name;
      target.Remember(started->job_name);
    } else if (draw() % 8 == 0) {
      const auto page = target.client->ListModelPackagingJobs(
          lfv::ListModelPackagingJobsRequest().WithProjectName("boards").WithMaxResults(10), bounds.options);
      if (Check(page, bounds, account) && page->model_packaging_jobs.empty()) {
        account.ReportUnexplained("a list has no jobs");
      }
    } else {
      const auto described = target.client->DescribeModelPackagingJob(
          lfv::DescribeModelPackagingJobRequest().WithProjectName("boards").WithJobName(last_job[which]),
          bounds.options);
      if (Check(described, bounds, account) &&
          described->model_packaging_description.job_name != last_job[which]) {
        account.ReportUnexplained("the description is not that of " + last_job[which]);
      }
    }
  }
}

bool HasAtMostOpen(const MockService& service, std::size_t most) {
  return service.WaitUntil([most](const auto& now) { return now.open_connections <= most; });
}

// Every reported job must exist.
void CheckJobs(const Target& target, Account& account) {
  std::set<std::string> kept;
  const auto state = nlohmann::json::parse(target.service.StateAsJson());
  for (const auto& job : state.at("jobs")) kept.insert(job.at("JobName").get<std::string>());
  for (const std::string& job : target.started) {
    if (!kept.contains(job)) account.ReportUnexplained("the job " + job + " is lost");
  }
}

/// Runs calls in threads for `length`, and checks that no connection and no job is lost or left.
void Round(std::size_t threads, std::mt19937_64& seeds, std::chrono::nanoseconds length, Account& account) {
  const std::size_t failed_before = account.failed_attempts();
  Target plain(false, account);
  Target tls(true, account);
  const std::array<Target*, 2> targets{&plain, &tls};
  for (Target* target : targets) InstallFaults(target->service);
  {
    std::vector<std::jthread> running;
    for (std::size_t i = 0; i < threads; ++i) {
      running.emplace_back(CallUntil, Clock::now() + length, targets, seeds(), std::ref(account));
    }
  }
  std::size_t faults = 0;
  for (Target* target : targets) {
    target->service.ClearFaults();
    target->service.Release();
    if (!HasAtMostOpen(target->service, kIdleHandles))
      account.ReportUnexplained("more idle connections than handles are kept");
    target->client.reset();
    if (!HasAtMostOpen(target->service, 0))
      account.ReportUnexplained("a connection is open without a client");
    CheckJobs(*target, account);
    faults += target->service.counters().faults;
  }
  // Each fault fails at most one attempt.
  const std::size_t failed = account.failed_attempts() - failed_before;
  if (failed > faults) {
    account.ReportUnexplained(std::to_string(failed) + " attempts failed, though only " +
                              std::to_string(faults) + " faults were applied");
  }
}

int Run(std::chrono::seconds length, std::size_t threads, std::uint64_t seed) {
  Account account;
  std::mt19937_64 seeds(seed);
  // The first round makes the allocations that are made once per process.
  Round(threads, seeds, kRound / 2, account);
  const std::size_t tasks = CountEntries("/proc/self/task");
  const std::size_t descriptors = CountEntries("/proc/self/fd");
  const std::size_t bytes = AllocatedBytes();
  std::size_t most_bytes = bytes;
  const auto end = Clock::now() + length;
  while (Clock::now() < end) {
    Round(threads, seeds, std::min<std::chrono::nanoseconds>(kRound, end - Clock::now()), account);
    most_bytes = std::max(most_bytes, AllocatedBytes());
    if (CountEntries("/proc/self/task") != tasks) account.ReportUnexplained("a thread remains");
    if (CountEntries("/proc/self/fd") != descriptors) account.ReportUnexplained("a file descriptor remains");
  }
  if (!lfv::test::kSanitized && AllocatedBytes() > bytes + kSlackBytes + account.begun()) {
    account.ReportUnexplained("memory leaks");
  }
  std::cout << "bytes allocated: " << bytes << " after the first round, " << AllocatedBytes()
            << " at the end, between rounds at most " << most_bytes << '\n';
  return account.Print() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto argument = [&](int index, long otherwise) {
      return argc > index ? std::stol(argv[index]) : otherwise;
    };
    return Run(std::chrono::seconds{argument(1, 60)}, static_cast<std::size_t>(argument(2, 8)),
               static_cast<std::uint64_t>(argument(3, 1)));
  } catch (const std::exception& failure) {
    std::cerr << "soak: " << failure.what() << '\n';
    return 1;
  }
}
