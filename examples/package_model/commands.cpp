// The commands over a client of the library.
#include "package_model/commands.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <sstream>
#include <thread>
#include <utility>

#include <lookoutvision/client.h>

#include "package_model/output.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using std::chrono::milliseconds, std::chrono::steady_clock;

// Keeps the elapsed time on a terminal going between two looks.
std::jthread RefreshEachSecond(StatusLine& status) {
  return std::jthread([&status](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
      never.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
      if (!stop.stop_requested()) status.Refresh();
    }
  });
}

class Commands {
 public:
  Commands(const Options& options, std::stop_token stop, std::ostream& out, StatusLine& status)
      : options_(options),
        stop_(std::move(stop)),
        out_(out),
        status_(status),
        client_(ConfigOf(options, status)) {}

  ExitStatus Start() {
    const auto started = client_.StartModelPackagingJob(options_.start, Limits());
    if (!started) return Fail(started.error());
    const auto job = lfv::DescribeModelPackagingJobRequest()
                         .WithProjectName(options_.start.project_name())
                         .WithJobName(started->job_name);
    if (options_.wait) {
      // Said before the first look, which may fail: this is the job to look at later.
      status_.Show(started->job_name, "started");
      return Wait(job);
    }
    out_ << ToText(*started, job, options_.output);
    return kDone;
  }

  ExitStatus Describe() {
    const auto described = client_.DescribeModelPackagingJob(options_.job, Limits());
    if (!described) return Fail(described.error());
    out_ << ToText(described->model_packaging_description, options_.output);
    return kDone;
  }

  ExitStatus Wait(const lfv::DescribeModelPackagingJobRequest& job) {
    lfv::ModelPackagingDescription last;
    lfv::WaitOptions wait_options;
    if (options_.poll_interval) {
      wait_options.min_delay = wait_options.max_delay = *options_.poll_interval;
    }
    if (options_.timeout) wait_options.limit = milliseconds(0);  // Limits() has the only one then
    wait_options.on_look = [&](const lfv::ModelPackagingDescription& description) {
      last = description;
      status_.Show(job.job_name(), description.status ? description.status->text() : "no status");
    };

    const auto finished = [&] {
      std::jthread refreshing;
      if (status_.on_terminal()) refreshing = RefreshEachSecond(status_);
      return client_.WaitForModelPackagingJob(job, wait_options, Limits());
    }();
    status_.End();
    if (!finished) {
      const lfv::Error& error = finished.error();
      if (error.kind == lfv::ErrorKind::kJobFailed && options_.output == OutputFormat::kJson) {
        out_ << ToText(last, options_.output);
      }
      return Fail(error);
    }
    out_ << ToText(finished->model_packaging_description, options_.output);
    return kDone;
  }

 private:
  static lfv::ClientConfig ConfigOf(const Options& options, StatusLine& status) {
    lfv::ClientConfig config = options.config;
    if (options.debug) {
      config.on_attempt = [&status](const lfv::AttemptEvent& event) { status.Print(ToText(event)); };
    }
    return config;
  }

  // For the next call: the time that the whole command has left.
  lfv::CallOptions Limits() const {
    lfv::CallOptions limits{.stop_token = stop_};
    if (options_.timeout) {
      const auto spent = std::chrono::ceil<milliseconds>(steady_clock::now() - began_);
      limits.timeout = *options_.timeout - spent;
    }
    return limits;
  }

  ExitStatus Fail(const lfv::Error& error) {
    std::ostringstream line;
    line << "error: " << error;
    status_.Print(line.str());
    return ExitStatusOf(error.kind);
  }

  const Options& options_;
  const std::stop_token stop_;
  std::ostream& out_;
  StatusLine& status_;
  const lfv::Client client_;
  const steady_clock::time_point began_ = steady_clock::now();
};

}  // namespace

ExitStatus Run(const Options& options, std::stop_token stop, std::ostream& out, StatusLine& status) {
  Commands commands(options, std::move(stop), out, status);
  switch (options.command) {
    case Command::kStart:
      return commands.Start();
    case Command::kDescribe:
      return commands.Describe();
    case Command::kWait:
      return commands.Wait(options.job);
    case Command::kNone:
      break;
  }
  return kBadInput;
}

}  // namespace package_model
