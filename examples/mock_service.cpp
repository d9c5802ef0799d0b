// The mock service as a program: anything that speaks HTTP can be pointed at it. It packages nothing; what it
// does and checks is told in docs/testing.md and <lookoutvision/testing/mock_service.h>.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
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

namespace lfv = lookoutvision;

namespace {

struct Flags {
  std::uint16_t port = 0;
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
        // Drawn for each job, so that the names that fail do not change the luck of the others.
        const bool unlucky = static_cast<double>(draw()) < share * 0x1p64;
        const std::string& name = request.configuration().greengrass.component_name;
        const bool fails = unlucky || std::find(names.begin(), names.end(), name) != names.end();
        return fails ? std::optional<std::string>("The component was told to fail.") : std::nullopt;
      };
  options.on_request = [](const lfv::testing::RecordedRequest& request) {
    std::cerr << request.method << ' ' << request.target << " -> " << request.status
              << (request.error_type.empty() ? "" : " ") << request.error_type << std::endl;
  };
  return options;
}

// What a client needs to know, ready to be pasted into a shell.
void PrintExports(const Flags& flags, const lfv::testing::MockService& service) {
  std::cout << "export AWS_ENDPOINT_URL_LOOKOUTVISION=" << service.endpoint_url() << '\n';
  if (flags.tls) {
    std::cout << "export AWS_CA_BUNDLE=" << (flags.ca_file.empty() ? service.ca_bundle_path() : flags.ca_file)
              << '\n';
  }
  std::cout << "export AWS_REGION=eu-west-1\n"
            << "export AWS_ACCESS_KEY_ID=" << flags.credentials.access_key_id << '\n';
  // A secret of the user's own is not shown again.
  if (flags.credentials == lfv::testing::MakeTestCredentials()) {
    std::cout << "export AWS_SECRET_ACCESS_KEY=" << flags.credentials.secret_access_key << '\n';
  }
  std::cout << std::flush;
}

// Does what may wait for somebody else, such as opening a pipe: a signal ends the program meanwhile.
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

int Run(int argc, char** argv) {
  CLI::App app{"A mock of the packaging-job API of Amazon Lookout for Vision, on 127.0.0.1"};
  Flags flags;
  app.add_option("--port", flags.port, "Port to listen on; 0 takes a free one")->capture_default_str();
  auto* const tls = app.add_flag("--tls", flags.tls, "Serve https, with a CA made at start");
  app.add_option("--ca-file", flags.ca_file, "Write the CA's PEM text here")->needs(tls);
  app.add_option("--job-seconds", flags.job_seconds,
                 "How long a job takes; without it a job is done when it is described the third time. May be "
                 "repeated: the jobs take these times in turn")
      ->check(CLI::NonNegativeNumber)
      ->allow_extra_args(false);
  app.add_option("--page-size", flags.page_size, "The most jobs on a page of a list")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--seed", flags.seed_file, "JSON file of projects and jobs to begin with; a dump is one")
      ->check(CLI::ExistingFile);
  app.add_option("--dump", flags.dump_file, "Write the state as JSON here at the end");
  app.add_option("--admin-port", flags.admin_port,
                 "Port of the admin server, which shows the state and takes faults; 0 takes a free one")
      ->capture_default_str();
  app.add_option(
         "--admin-host", flags.admin_hosts,
         "A host name by which the admin server may be reached, besides those of loopback; may be repeated")
      ->allow_extra_args(false);
  auto* const key =
      app.add_option("--access-key", flags.credentials.access_key_id, "Access key id to accept");
  auto* const secret =
      app.add_option("--secret-key", flags.credentials.secret_access_key, "The secret that belongs to it");
  key->needs(secret);
  secret->needs(key);
  app.add_option("--session-token", flags.credentials.session_token, "The session token that belongs to them")
      ->needs(key);
  app.add_option("--deny-access-key", flags.denied_keys,
                 "Access key id, with the same secret, whose requests are an AccessDeniedException; may be "
                 "repeated")
      ->allow_extra_args(false);
  app.add_option("--max-running-jobs", flags.max_running_jobs,
                 "One more is a ServiceQuotaExceededException; without it there is no limit");
  app.add_option("--max-requests-per-second", flags.max_requests_per_second,
                 "More are a ThrottlingException; without it there is no limit")
      ->check(CLI::PositiveNumber);
  app.add_option("--fail-component", flags.fail_components,
                 "Jobs for a component of this name fail; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--fail-share", flags.fail_share, "This share of the jobs fails, chosen by chance")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--fail-seed", flags.fail_seed, "Where chance begins: with the same seed the same jobs fail")
      ->capture_default_str();
  app.add_option("--base-path", flags.base_path, "Path in front of the API's own, for example /vision");
  app.footer(
      "It serves until SIGINT, SIGTERM or SIGHUP, and says on standard error what it was asked. The first\n"
      "lines of its output are where it listens and where its admin server does; what follows is for a "
      "shell.\n"
      "\nFaults on demand, the state, and the form of seeds and dumps: docs/testing.md, or GET / of the "
      "admin\n"
      "server.");
  CLI11_PARSE(app, argc, argv);

  // Blocked before the service's thread starts, so that the signals wait for sigwait().
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  Serve(flags, ending);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return Run(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << "error: " << failure.what() << '\n';
    return 1;
  }
}
