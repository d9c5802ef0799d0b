// The mock service as a program, for any HTTP client. docs/testing.md and
// <lookoutvision/testing/mock_service.h> describe what it does and checks.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <signal.h>

#include <lookoutvision/testing/mock_service.h>

#include "command_line.h"
#include "package_model/exit_status.h"

namespace lfv = lookoutvision;

namespace {

struct Flags {
  std::uint16_t port = 0;
  std::string unix_socket;
  bool tls = false;
  std::vector<int> job_seconds;
  std::size_t page_size = 100;
  lfv::Credentials credentials = lfv::testing::MakeTestCredentials();
  std::string ca_file;
  std::vector<std::string> fail_components;
  double fail_share = 0;
  std::uint64_t fail_seed = 0;
  std::string base_path;
  std::uint16_t admin_port = 0;
  std::vector<std::string> admin_hosts;
  std::string seed_file;
  std::string dump_file;
  std::optional<std::size_t> max_running_jobs;
  std::optional<int> max_requests_per_second;
  std::vector<std::string> denied_keys;
};

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw std::runtime_error("cannot read " + path);
  return std::move(text).str();
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text << std::flush;
  if (!out) throw std::runtime_error("cannot write " + path);
}

lfv::testing::MockServiceOptions OptionsFrom(const Flags& flags) {
  lfv::testing::MockServiceOptions options{.port = flags.port,
                                           .tls = flags.tls,
                                           .base_path = flags.base_path,
                                           .credentials = {flags.credentials},
                                           .max_page_size = flags.page_size,
                                           .max_running_jobs = flags.max_running_jobs,
                                           .denied_access_keys = flags.denied_keys,
                                           .admin_port = flags.admin_port,
                                           .admin_hosts = flags.admin_hosts};
  // Accepted, so that they can be denied.
  for (const std::string& key : flags.denied_keys) {
    if (key == flags.credentials.access_key_id) continue;
    options.credentials.push_back({.access_key_id = key,
                                   .secret_access_key = flags.credentials.secret_access_key,
                                   .session_token = flags.credentials.session_token});
  }
  if (flags.max_requests_per_second) {
    options.max_request_rate = lfv::testing::RequestRate{.requests = *flags.max_requests_per_second,
                                                         .period = std::chrono::seconds{1}};
  }
  if (!flags.unix_socket.empty()) options.unix_socket = std::filesystem::absolute(flags.unix_socket).string();
  if (!flags.seed_file.empty()) options.seed = ReadFile(flags.seed_file);
  if (!flags.job_seconds.empty()) {
    options.job_progress = [seconds = flags.job_seconds, job = std::size_t{0}](const auto&) mutable {
      const std::chrono::seconds whole{seconds[job++ % seconds.size()]};
      return lfv::testing::ProgressByTime{.running_after = whole / 3, .finished_after = whole};
    };
  }
  options.job_failure =
      [names = flags.fail_components, share = flags.fail_share,
       draw = std::mt19937_64(flags.fail_seed)](const lfv::StartModelPackagingJobRequest& request) mutable {
        // Drawn for each job, so that --fail-component does not change which of the others fail.
        const bool drawn = static_cast<double>(draw()) < share * 0x1p64;
        const std::string& name = request.configuration().greengrass.component_name;
        const bool fails = drawn || std::find(names.begin(), names.end(), name) != names.end();
        return fails ? std::optional<std::string>(
                           "The mock service was started with an option that makes this job fail.")
                     : std::nullopt;
      };
  options.on_request = [](const lfv::testing::RecordedRequest& request) {
    std::cerr << request.method << ' ' << request.target << " -> " << request.status
              << (request.error_type.empty() ? "" : " ") << request.error_type << std::endl;
  };
  return options;
}

// The environment of a client, ready to be pasted into a shell.
void PrintExports(const Flags& flags, const lfv::testing::MockService& service) {
  std::cout << "export AWS_ENDPOINT_URL_LOOKOUTVISION=" << service.endpoint_url() << '\n';
  if (flags.tls) {
    std::cout << "export AWS_CA_BUNDLE=" << (flags.ca_file.empty() ? service.ca_bundle_path() : flags.ca_file)
              << '\n';
  }
  std::cout << "export AWS_REGION=eu-west-1\n"
            << "export AWS_ACCESS_KEY_ID=" << flags.credentials.access_key_id << '\n';
  // A secret that was passed as an option is not printed.
  if (flags.credentials == lfv::testing::MakeTestCredentials()) {
    std::cout << "export AWS_SECRET_ACCESS_KEY=" << flags.credentials.secret_access_key << '\n';
  }
  std::cout << std::flush;
}

// Does work that may block, such as opening a pipe. A signal ends the program meanwhile.
template <typename Work>
void Interruptibly(const sigset_t& ending, Work work) {
  pthread_sigmask(SIG_UNBLOCK, &ending, nullptr);
  work();
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
}

void Serve(const Flags& flags, const sigset_t& ending) {
  lfv::testing::MockServiceOptions options;
  Interruptibly(ending, [&] { options = OptionsFrom(flags); });
  lfv::testing::MockService service(std::move(options));
  Interruptibly(ending, [&] {
    if (!flags.ca_file.empty()) WriteFile(flags.ca_file, service.ca_pem());
  });
  std::cout << "listening on " << service.endpoint_url() << '\n'
            << "admin on " << service.admin_url() << std::endl;
  PrintExports(flags, service);
  int signal = 0;
  sigwait(&ending, &signal);
  service.Stop();
  Interruptibly(ending, [&] {
    if (!flags.dump_file.empty()) WriteFile(flags.dump_file, service.StateAsJson());
  });
}

constexpr const char* kFooter = R"(
It runs until SIGINT, SIGTERM or SIGHUP, and logs requests to standard error.
The first two lines of its output are the URLs of the service and of its admin
server; the rest is for a shell.

Exit status:
  0    ended by a signal
  252  bad input: the service was not started
  255  anything else, such as a port that is in use

Faults on demand, the state, and the format of seeds and dumps: docs/testing.md,
or GET / of the admin server.)";

void AddServerOptions(CLI::App& app, Flags& flags) {
  app.add_option("--port", flags.port, "Port to listen on. If not given, a free one")->option_text("PORT");
  app.add_option("--unix-socket", flags.unix_socket,
                 "Unix socket to listen on instead of a port;\nnot with --tls and --base-path")
      ->option_text("FILE");
  auto* const tls = app.add_flag("--tls", flags.tls, "Serve https, with a CA made at start");
  app.add_option("--ca-file", flags.ca_file, "File to write the CA to, as PEM; needs --tls")
      ->needs(tls)
      ->option_text("FILE");
  app.add_option("--base-path", flags.base_path, "Path before that of the API, like /vision")
      ->option_text("PATH");
  app.add_option(
         "--admin-port", flags.admin_port,
         "Port of the admin server, which shows the\nstate and takes faults. If not given, a\nfree one")
      ->option_text("PORT");
  app.add_option("--admin-host", flags.admin_hosts,
                 "Host name to accept for the admin server,\nbesides those of loopback; may be repeated")
      ->allow_extra_args(false)
      ->option_text("NAME");
}

void AddJobOptions(CLI::App& app, Flags& flags) {
  app.add_option("--job-seconds", flags.job_seconds,
                 "Duration of a job. If not given, a job ends\nwhen it is described the third time. May be\n"
                 "repeated: the jobs take turns")
      ->check(CLI::NonNegativeNumber)
      ->allow_extra_args(false)
      ->option_text("SECONDS");
  app.add_option("--fail-component", flags.fail_components, "Component whose jobs fail; may be repeated")
      ->allow_extra_args(false)
      ->option_text("NAME");
  app.add_option("--fail-share", flags.fail_share, "Share of jobs that fail at random, 0 to 1")
      ->check(CLI::Range(0.0, 1.0))
      ->option_text("NUMBER");
  app.add_option("--fail-seed", flags.fail_seed,
                 "Seed of --fail-share: with the same one the\nsame jobs fail. If not given, 0")
      ->option_text("NUMBER");
  app.add_option("--max-running-jobs", flags.max_running_jobs,
                 "Quota, beyond which a start is a\nServiceQuotaExceededException")
      ->option_text("NUMBER");
  app.add_option("--max-requests-per-second", flags.max_requests_per_second,
                 "Rate, beyond which a request is a\nThrottlingException")
      ->check(CLI::PositiveNumber)
      ->option_text("NUMBER");
  app.add_option("--page-size", flags.page_size, "Jobs per page of a list at most. If not\ngiven, 100")
      ->check(CLI::PositiveNumber)
      ->option_text("NUMBER");
  app.add_option("--seed", flags.seed_file, "JSON file with the first projects and jobs,\nfor example a dump")
      ->check(CLI::ExistingFile)
      ->option_text("FILE");
  app.add_option("--dump", flags.dump_file, "File to write the state to at the end, as\nJSON")
      ->option_text("FILE");
}

void AddCredentialsOptions(CLI::App& app, Flags& flags) {
  auto* const key = app.add_option("--access-key", flags.credentials.access_key_id,
                                   "Access key id to accept; needs --secret-key");
  auto* const secret =
      app.add_option("--secret-key", flags.credentials.secret_access_key, "Its secret; needs --access-key");
  key->needs(secret)->option_text("ID");
  secret->needs(key)->option_text("SECRET");
  app.add_option("--session-token", flags.credentials.session_token, "Its session token; needs --access-key")
      ->needs(key)
      ->option_text("TOKEN");
  app.add_option("--deny-access-key", flags.denied_keys,
                 "Access key id with the same secret, whose\nrequests are an AccessDeniedException; may\n"
                 "be repeated")
      ->allow_extra_args(false)
      ->option_text("ID");
}

int Fail(const std::vector<std::string>& problems) {
  std::cerr << "error: bad input, the service was not started (see mock_service --help):\n";
  for (const std::string& problem : problems) std::cerr << "  " << problem << '\n';
  return package_model::kBadInput;
}

int Run(int argc, char** argv) {
  CLI::App app(
      "A mock of the packaging-job API of Amazon Lookout for Vision, on 127.0.0.1\nor a Unix socket.\n",
      "mock_service");
  Flags flags;
  command_line::SetUpHelp(app, kFooter);
  AddServerOptions(app, flags);
  AddJobOptions(app, flags);
  AddCredentialsOptions(app, flags);
  app.allow_extras();
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    std::cout << command_line::TextOf(app, asked);
    return package_model::kDone;
  } catch (const CLI::ParseError& error) {
    return Fail({error.what()});
  }
  std::vector<std::string> problems;
  for (const std::string& word : app.remaining()) {
    problems.push_back("unknown argument: " + word + command_line::Suggestion(app, word));
  }
  if (!problems.empty()) return Fail(problems);

  // Blocked before the service starts its thread, so that sigwait() gets the signals.
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  try {
    Serve(flags, ending);
  } catch (const std::invalid_argument& error) {
    return Fail({error.what()});
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
