// The mock service as a program: anything that speaks HTTP can be pointed at it. It packages nothing; what it
// does and checks is told in <lookoutvision/testing/mock_service.h>.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
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
  lfv::Credentials credentials = lfv::testing::TestCredentials();
  std::string ca_file;
  std::vector<std::string> fail_components;
  double fail_share = 0;
  std::uint64_t seed = 0;
  std::string base_path;
};

lfv::testing::MockServiceOptions OptionsFrom(const Flags& flags) {
  lfv::testing::MockServiceOptions options{
      .port = flags.port, .tls = flags.tls, .base_path = flags.base_path, .credentials = {flags.credentials}};
  options.max_page_size = flags.page_size;
  if (!flags.job_seconds.empty()) {
    options.job_progress = [seconds = flags.job_seconds, job = std::size_t{0}](const auto&) mutable {
      const std::chrono::seconds whole{seconds[job++ % seconds.size()]};
      return lfv::testing::ProgressByTime{.running_after = whole / 3, .finished_after = whole};
    };
  }
  options.job_failure =
      [names = flags.fail_components, share = flags.fail_share,
       draw = std::mt19937_64(flags.seed)](const lfv::StartModelPackagingJobRequest& request) mutable {
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
  if (flags.credentials == lfv::testing::TestCredentials()) {
    std::cout << "export AWS_SECRET_ACCESS_KEY=" << flags.credentials.secret_access_key << '\n';
  }
  std::cout << std::flush;
}

void Serve(const Flags& flags, const sigset_t& ending) {
  lfv::testing::MockService service(OptionsFrom(flags));
  if (!flags.ca_file.empty()) {
    std::ofstream out(flags.ca_file);
    out << service.ca_pem() << std::flush;
    if (!out) throw std::runtime_error("cannot write " + flags.ca_file);
  }
  std::cout << "listening on " << service.endpoint_url() << std::endl;
  PrintExports(flags, service);
  int signal = 0;
  sigwait(&ending, &signal);
}

}  // namespace

int main(int argc, char** argv) {
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
  auto* const key =
      app.add_option("--access-key", flags.credentials.access_key_id, "Access key id to accept");
  auto* const secret =
      app.add_option("--secret-key", flags.credentials.secret_access_key, "The secret that belongs to it");
  key->needs(secret);
  secret->needs(key);
  app.add_option("--session-token", flags.credentials.session_token, "The session token that belongs to them")
      ->needs(key);
  app.add_option("--fail-component", flags.fail_components,
                 "Jobs for a component of this name fail; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--fail-share", flags.fail_share, "This share of the jobs fails, chosen by chance")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  app.add_option("--seed", flags.seed, "Where chance begins: with the same seed the same jobs fail")
      ->capture_default_str();
  app.add_option("--base-path", flags.base_path, "Path in front of the API's own, for example /vision");
  CLI11_PARSE(app, argc, argv);

  // Blocked before the service's thread starts, so that the signals wait for sigwait().
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  try {
    Serve(flags, ending);
  } catch (const std::exception& failure) {
    std::cerr << "error: " << failure.what() << '\n';
    return 1;
  }
  return 0;
}
