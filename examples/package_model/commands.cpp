// Runs the commands with a client of the library.
#include "package_model/commands.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <lookoutvision/client.h>

#include "package_model/errors.h"
#include "package_model/output.h"
#include "package_model/printable.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using std::chrono::milliseconds, std::chrono::steady_clock;

// Updates the elapsed time on a terminal between two polls.
std::jthread RefreshEachSecond(LiveTable& table) {
  if (!table.on_terminal()) return {};
  return std::jthread([&table](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
      never.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
      if (!stop.stop_requested()) table.Refresh();
    }
  });
}

std::string_view StatusOf(const lfv::ModelPackagingDescription& description) {
  return description.status ? ToString(*description.status) : "no status";
}

class CommandRunner {
 public:
  CommandRunner(const Options& options, std::stop_token stop, std::ostream& out, LiveTable& table)
      : options_(options),
        stop_(std::move(stop)),
        out_(out),
        table_(table),
        client_(ConfigOf(options, table)) {}

  ExitStatus Run() {
    const ExitStatus status = RunCommand();
    if (!how_to_continue_.empty()) table_.Print("to continue: " + how_to_continue_);
    return status;
  }

 private:
  ExitStatus RunCommand() {
    switch (options_.command) {
      case Command::kStart:
        return Start();
      case Command::kDescribe:
        return Describe();
      case Command::kWait:
        return Wait();
      case Command::kList:
        return List();
      case Command::kNone:
        break;
    }
    return kBadInput;
  }

  ExitStatus Start() {
    if (options_.wait) return StartAndWait();
    const auto started = client_.StartModelPackagingJob(options_.start, Remaining());
    if (!started) return Fail(started.error());
    const auto job = lfv::DescribeModelPackagingJobRequest()
                         .WithProjectName(options_.start.project_name())
                         .WithJobName(started->job_name);
    out_ << ToText(*started, job, options_.output);
    return kDone;
  }

  ExitStatus Describe() {
    const auto described = client_.DescribeModelPackagingJob(options_.job, Remaining());
    if (!described) return Fail(described.error());
    out_ << ToText(described->model_packaging_description, options_.output);
    return kDone;
  }

  ExitStatus Wait() {
    std::vector<std::string> names;
    for (const auto& job : options_.jobs) names.push_back(job.job_name());
    lfv::WaitForJobsOptions wait{.schedule = Schedule()};
    // The names were typed: a wrong one fails at once.
    wait.schedule.not_found_grace = milliseconds(0);
    wait.on_poll = [this](std::size_t job, const lfv::ModelPackagingDescription& description) {
      table_.Show(job, StatusOf(description));
    };
    wait.on_end = [this](std::size_t job, const lfv::WaitOutcome&) { table_.Finish(job); };

    table_.Begin(names);
    const auto outcomes = [&] {
      const auto refreshing = RefreshEachSecond(table_);
      return client_.WaitForModelPackagingJobs(options_.jobs, wait, Remaining());
    }();
    table_.End();
    std::vector<WaitedJob> jobs;
    for (std::size_t job = 0; job < names.size(); ++job) {
      jobs.push_back({.name = names[job], .outcome = outcomes[job]});
    }
    return Report(jobs);
  }

  ExitStatus List() {
    JobList list;
    for (const auto& page : client_.ListModelPackagingJobsPages(options_.list, Remaining())) {
      if (!page) return Fail(page.error());
      for (const auto& job : page->model_packaging_jobs) {
        if (!HasStatusToList(job)) continue;
        list.truncated = IsFull(list);
        if (list.truncated) break;
        list.jobs.push_back(job);
      }
      // The rest of the jobs would be omitted: request no further page.
      if (!IsFull(list)) continue;
      list.truncated = list.truncated || !page->next_token.value_or("").empty();
      break;
    }
    out_ << ToText(list, options_.output);
    return kDone;
  }

  bool HasStatusToList(const lfv::ModelPackagingJobMetadata& job) const {
    const auto& statuses = options_.statuses;
    return statuses.empty() ||
           (job.status && std::find(statuses.begin(), statuses.end(), *job.status) != statuses.end());
  }

  bool IsFull(const JobList& list) const {
    return options_.max_items && list.jobs.size() >= static_cast<std::size_t>(*options_.max_items);
  }

  ExitStatus StartAndWait() {
    lfv::StartAndWaitOptions wait{.schedule = Schedule()};
    std::optional<lfv::StartModelPackagingJobResult> job;
    // Shown before the first poll, which may fail, so that the user knows how to continue.
    wait.on_start = [&](const lfv::StartModelPackagingJobResult& started) {
      job = started;
      table_.Print("client token: " + Printable(started.client_token));
      table_.Begin({started.job_name});
      table_.Show(0, "started");
    };
    wait.on_poll = [this](const lfv::ModelPackagingDescription& description) {
      table_.Show(0, StatusOf(description));
    };
    const auto outcome = [&] {
      const auto refreshing = RefreshEachSecond(table_);
      return client_.StartModelPackagingJobAndWait(options_.start, wait, Remaining());
    }();
    table_.End();
    if (job) return Report({{.name = job->job_name, .client_token = job->client_token, .outcome = outcome}});
    return Report({{.name = options_.start.job_name().value_or(""),
                    .client_token = outcome.error().client_token,
                    .outcome = outcome}});
  }

  lfv::PollSchedule Schedule() const {
    lfv::PollSchedule schedule;
    if (options_.poll_interval) schedule.min_delay = schedule.max_delay = *options_.poll_interval;
    if (options_.timeout) schedule.timeout.reset();  // Remaining() has the timeout
    return schedule;
  }

  ExitStatus Report(const std::vector<WaitedJob>& jobs) {
    out_ << ToText(jobs, options_.output) << std::flush;
    ExitStatus status = kDone;
    for (const WaitedJob& job : jobs) {
      if (job.outcome) continue;
      const std::string whose = jobs.size() == 1 ? "" : "job " + Printable(job.name) + ": ";
      const ExitStatus of_job = PrintError(job.outcome.error(), whose);
      if (status == kDone || of_job == kInterrupted) status = of_job;
    }
    return status;
  }

  static lfv::ClientConfig ConfigOf(const Options& options, LiveTable& table) {
    lfv::ClientConfig config = options.config;
    if (options.debug) {
      config.on_attempt = [&table](const lfv::AttemptEvent& event) { table.Print(ToText(event)); };
    }
    return config;
  }

  // The stop token and the remaining time of the command, for the next call.
  lfv::CallOptions Remaining() const {
    lfv::CallOptions remaining{.stop_token = stop_};
    if (options_.timeout) {
      const auto spent = std::chrono::ceil<milliseconds>(steady_clock::now() - began_);
      remaining.timeout = *options_.timeout - spent;
    }
    return remaining;
  }

  ExitStatus Fail(const lfv::Error& error) {
    if (options_.output == OutputFormat::kJson) out_ << ToJson(error) << std::flush;
    return PrintError(error);
  }

  ExitStatus PrintError(const lfv::Error& error, const std::string& whose = "") {
    table_.Print("error: " + whose + ToText(error));
    if (std::string command = HowToContinue(options_, error); !command.empty()) {
      how_to_continue_ = std::move(command);
    }
    return ExitStatusOf(error.kind);
  }

  const Options& options_;
  const std::stop_token stop_;
  std::ostream& out_;
  LiveTable& table_;
  const lfv::Client client_;
  const steady_clock::time_point began_ = steady_clock::now();
  std::string how_to_continue_;
};

}  // namespace

ExitStatus Run(const Options& options, std::stop_token stop, std::ostream& out, LiveTable& table) {
  return CommandRunner(options, std::move(stop), out, table).Run();
}

}  // namespace package_model
