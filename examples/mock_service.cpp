// The mock service as a program: anything that speaks HTTP can be pointed at it. It packages nothing; what it
// does and checks is told in <lookoutvision/testing/mock_service.h>.
#include <chrono>
#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>
#include <signal.h>

#include <lookoutvision/testing/mock_service.h>

namespace lfv = lookoutvision;

namespace {

struct Flags {
  std::uint16_t port = 0;
  bool tls = false;
  std::optional<int> job_seconds;
  lfv::Credentials credentials = lfv::testing::TestCredentials();
  std::string ca_file;
  std::string fail_component;
  std::string base_path;
};

lfv::testing::MockServiceOptions OptionsFrom(const Flags& flags) {
  lfv::testing::MockServiceOptions options{
      .port = flags.port, .tls = flags.tls, .base_path = flags.base_path, .credentials = {flags.credentials}};
  if (flags.job_seconds) {
    const std::chrono::seconds whole{*flags.job_seconds};
    options.progress = lfv::testing::ProgressByTime{.running_after = whole / 3, .finished_after = whole};
  }
  options.job_failure = [name = flags.fail_component](const lfv::StartModelPackagingJobRequest& request) {
    const bool fails = !name.empty() && request.configuration().greengrass.component_name == name;
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
                 "How long a job takes; without it a job is done when it is described the third time")
      ->check(CLI::NonNegativeNumber);
  auto* const key =
      app.add_option("--access-key", flags.credentials.access_key_id, "Access key id to accept");
  auto* const secret =
      app.add_option("--secret-key", flags.credentials.secret_access_key, "The secret that belongs to it");
  key->needs(secret);
  secret->needs(key);
  app.add_option("--session-token", flags.credentials.session_token, "The session token that belongs to them")
      ->needs(key);
  app.add_option("--fail-component", flags.fail_component, "Jobs for a component of this name fail");
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
