// The mock service as a program, for any HTTP client. docs/testing.md and
// <lookoutvision/testing/mock_service.h> describe what it does and checks.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <locale>
#include <memory>
#include <optional>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <signal.h>

#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/replay_transport.h>

#include "base/shell_word.h"
#include "mock_service_arguments.h"
#include "mock_service_files.h"
#include "package_model/exit_status.h"
#include "package_model/option_values.h"

namespace lfv = lookoutvision;

namespace {

using mock_service::Arguments;
using package_model::NumberOf;
using std::chrono::milliseconds;

std::vector<milliseconds> JobSecondsOf(const Arguments& from, std::vector<std::string>& problems) {
  std::vector<milliseconds> durations;
  for (const std::string& text : from.job_seconds) {
    const auto duration = package_model::ParseSeconds(text, milliseconds{0});
    if (!duration) {
      package_model::AddProblem("--job-seconds", "must be a number of seconds, from 0 to 31536000", text,
                                problems);
    }
    durations.push_back(duration.value_or(milliseconds{0}));
  }
  return durations;
}

double FailShareOf(const Arguments& from, std::vector<std::string>& problems) {
  if (!from.fail_share) return 0;
  std::istringstream text(*from.fail_share);
  double share = 0;
  text.imbue(std::locale::classic());
  const bool whole = text >> std::noskipws >> share && text.peek() == std::istringstream::traits_type::eof();
  if (!whole || !(share >= 0 && share <= 1)) {
    package_model::AddProblem("--fail-share", "must be a number from 0 to 1", *from.fail_share, problems);
  }
  return share;
}

lfv::Credentials CredentialsOf(const Arguments& from, std::vector<std::string>& problems) {
  if (from.access_key.has_value() != from.secret_key.has_value()) {
    problems.emplace_back("--access-key and --secret-key: must be given together");
  }
  if (from.session_token && !from.access_key) problems.emplace_back("--session-token: needs --access-key");
  const lfv::Credentials known = lfv::testing::MakeTestCredentials();
  return {.access_key_id = from.access_key.value_or(known.access_key_id),
          .secret_access_key = from.secret_key.value_or(known.secret_access_key),
          .session_token = from.session_token.value_or("")};
}

void AddCredentials(const Arguments& from, lfv::testing::MockServiceOptions& to,
                    std::vector<std::string>& problems) {
  const lfv::Credentials accepted = CredentialsOf(from, problems);
  to.credentials = {accepted};
  to.denied_access_keys = from.denied_access_keys;
  // Accepted, so that they can be denied.
  for (const std::string& key : from.denied_access_keys) {
    if (key == accepted.access_key_id) continue;
    to.credentials.push_back(accepted);
    to.credentials.back().access_key_id = key;
  }
}

void AddPlaces(const Arguments& from, lfv::testing::MockServiceOptions& to,
               std::vector<std::string>& problems) {
  constexpr package_model::Range kPorts{.least = 0, .most = 65535};
  to.port = static_cast<std::uint16_t>(NumberOf("--port", from.port, kPorts, problems).value_or(0));
  to.admin_port =
      static_cast<std::uint16_t>(NumberOf("--admin-port", from.admin_port, kPorts, problems).value_or(0));
  to.admin_hosts = from.admin_hosts;
  to.base_path = from.base_path.value_or("");
  to.fault_seed = static_cast<std::uint64_t>(
      NumberOf("--fault-seed", from.fault_seed, {.least = 0}, problems).value_or(0));
  to.tls = from.tls;
  if (from.host) to.host = *from.host;
  if (from.ca_file && !from.tls) problems.emplace_back("--ca-file: needs --tls");
  if (from.unix_socket.value_or("").empty()) return;
  to.unix_socket = std::filesystem::absolute(*from.unix_socket).string();
  if (from.port || from.tls || from.base_path) {
    problems.emplace_back("--unix-socket: cannot be combined with --port, --tls or --base-path");
  }
}

void AddJobs(const Arguments& from, lfv::testing::MockServiceOptions& to,
             std::vector<std::string>& problems) {
  if (auto seconds = JobSecondsOf(from, problems); !seconds.empty()) {
    to.job_progress = [seconds = std::move(seconds), job = std::size_t{0}](const auto&) mutable {
      const milliseconds whole = seconds[job++ % seconds.size()];
      return lfv::testing::ProgressByTime{.running_after = whole / 3, .finished_after = whole};
    };
  }
  const int seed = NumberOf("--fail-seed", from.fail_seed, {.least = 0}, problems).value_or(0);
  to.job_failure = [names = from.fail_components, share = FailShareOf(from, problems),
                    draw = std::mt19937_64(static_cast<std::uint64_t>(seed))](
                       const lfv::StartModelPackagingJobRequest& request) mutable {
    // Drawn for each job, so that --fail-component does not change which of the others fail.
    const bool drawn = static_cast<double>(draw()) < share * 0x1p64;
    const std::string& name = request.configuration().greengrass.component_name;
    const bool fails = drawn || std::find(names.begin(), names.end(), name) != names.end();
    return fails ? std::optional<std::string>(
                       "The mock service was started with an option that makes this job fail.")
                 : std::nullopt;
  };
}

void AddLimits(const Arguments& from, lfv::testing::MockServiceOptions& to,
               std::vector<std::string>& problems) {
  if (const auto jobs = NumberOf("--max-running-jobs", from.max_running_jobs, {.least = 0}, problems)) {
    to.max_running_jobs = static_cast<std::size_t>(*jobs);
  }
  if (const auto requests =
          NumberOf("--max-requests-per-second", from.max_requests_per_second, {.least = 1}, problems)) {
    to.max_request_rate = lfv::testing::RequestRate{.requests = *requests, .period = std::chrono::seconds{1}};
  }
  if (const auto size = NumberOf("--page-size", from.page_size, {.least = 1}, problems)) {
    to.max_page_size = static_cast<std::size_t>(*size);
  }
}

// What can be known about the files before the service starts: the end is too late to learn that nothing can
// be written.
void CheckFiles(const Arguments& from, std::vector<std::string>& problems) {
  if (from.seed && !std::filesystem::exists(*from.seed)) {
    package_model::AddProblem("--seed", "the file does not exist", *from.seed, problems);
  }
  if (from.port_file && !mock_service::IsFileOrAbsent(*from.port_file)) {
    package_model::AddProblem("--port-file", "must be a regular file if it exists", *from.port_file,
                              problems);
  }
  for (const auto& [option, path] :
       {std::pair("--ca-file", &from.ca_file), std::pair("--port-file", &from.port_file),
        std::pair("--state", &from.state), std::pair("--dump", &from.dump)}) {
    if (*path && !mock_service::HasFolder(**path)) {
      package_model::AddProblem(option, "must be a file in a folder that exists", **path, problems);
    }
  }
}

// Adds a line to `problems` for each error.
lfv::testing::MockServiceOptions OptionsOf(const Arguments& from, std::vector<std::string>& problems) {
  lfv::testing::MockServiceOptions options;
  AddPlaces(from, options, problems);
  AddJobs(from, options, problems);
  AddLimits(from, options, problems);
  AddCredentials(from, options, problems);
  CheckFiles(from, problems);
  if (from.state) options.on_change = mock_service::KeepState(*from.state);
  if (from.replay && (from.seed || from.state)) {
    problems.emplace_back("--replay: cannot be combined with --seed or --state");
  }
  if (from.replay_strict && !from.replay) problems.emplace_back("--replay-strict: needs --replay");
  options.on_request = [](const lfv::testing::RecordedRequest& request) {
    std::cerr << request.method << ' ' << request.target << " -> " << request.status
              << (request.error_type.empty() ? "" : " ") << request.error_type << std::endl;
  };
  return options;
}

// Does work that may block, such as opening a pipe. A signal ends the program meanwhile.
template <typename Work>
void Interruptibly(const sigset_t& ending, Work work) {
  pthread_sigmask(SIG_UNBLOCK, &ending, nullptr);
  work();
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
}

// Starts the service. An error names the places to listen on, one of which may be in use.
std::unique_ptr<lfv::testing::MockService> Start(const Arguments& arguments,
                                                 lfv::testing::MockServiceOptions options) {
  std::string places;
  const auto add = [&places](const char* option, const std::optional<std::string>& value) {
    if (value) places.append(places.empty() ? " (" : ", ").append(option).append(" ").append(*value);
  };
  add("--host", arguments.host);
  add("--port", arguments.port);
  add("--unix-socket", arguments.unix_socket);
  add("--admin-port", arguments.admin_port);
  try {
    return std::make_unique<lfv::testing::MockService>(std::move(options));
  } catch (const std::invalid_argument& error) {
    if (std::string_view(error.what()).starts_with("the seed")) mock_service::RefuseSeed(arguments, error);
    throw;
  } catch (const std::exception& failure) {
    throw std::runtime_error("cannot start" + places + (places.empty() ? "" : ")") + ": " + failure.what());
  }
}

void Serve(const Arguments& arguments, lfv::testing::MockServiceOptions options, const sigset_t& ending) {
  Interruptibly(ending, [&] {
    options.seed = mock_service::ReadSeed(arguments);
    if (arguments.replay) {
      using lfv::testing::ReplayMode;
      options.handler = lfv::testing::MakeReplayHandler(
          *arguments.replay, arguments.replay_strict ? ReplayMode::kStrict : ReplayMode::kLenient);
    }
  });
  const auto service = Start(arguments, std::move(options));
  // That of a service that was killed. A service that runs has its port, so that this one has not started.
  mock_service::RemovePortFile(arguments);
  Interruptibly(ending, [&] {
    if (arguments.ca_file) mock_service::WriteFile(*arguments.ca_file, service->ca_pem());
  });
  std::cout << "# listening on " << service->endpoint_url() << '\n'
            << "# admin on " << service->admin_url() << '\n'
            << service->ExportLines();
  // Replaces the variable above, since the service removes its own file at the end.
  if (arguments.ca_file) {
    std::cout << "export AWS_CA_BUNDLE=" << lfv::internal::ShellWord(*arguments.ca_file) << '\n';
  }
  std::cout << std::flush;
  // After the output: who waits for the file can then read both.
  mock_service::WritePortFile(arguments, *service);
  int signal = 0;
  sigwait(&ending, &signal);
  mock_service::RemovePortFile(arguments);
  service->Stop();
  Interruptibly(ending, [&] {
    if (arguments.dump) mock_service::WriteFile(*arguments.dump, service->StateAsJson());
  });
}

// The options of the program in place of the members of MockServiceOptions, whose names they have.
std::string WithOptions(std::string text) {
  constexpr std::string_view kMember = "MockServiceOptions::";
  const std::size_t at = text.find(kMember);
  if (at == text.npos) return text;
  text.replace(at, kMember.size(), "--");
  std::replace(text.begin() + static_cast<std::ptrdiff_t>(at),
               std::find(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), ' '), '_', '-');
  return text;
}

int Fail(const std::vector<std::string>& problems) {
  std::cerr << "error: bad input, the service was not started (see mock_service --help):\n";
  for (const std::string& problem : problems) std::cerr << "  " << problem << '\n';
  return package_model::kBadInput;
}

int Run(int argc, char** argv) {
  Arguments arguments = mock_service::ParseArguments(argc, argv);
  if (arguments.help) {
    std::cout << *arguments.help;
    return package_model::kDone;
  }
  auto options = OptionsOf(arguments, arguments.problems);
  if (!arguments.problems.empty()) return Fail(arguments.problems);

  // Blocked before the service starts its thread, so that sigwait() gets the signals.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  try {
    Serve(arguments, std::move(options), ending);
  } catch (const std::invalid_argument& error) {
    return Fail({WithOptions(error.what())});
  }
  return package_model::kDone;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Run(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << "error: " << failure.what() << '\n';
    return package_model::kOtherFailure;
  }
}
