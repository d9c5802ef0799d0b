// Parses the command line of mock_service with CLI11, and has the help of all options.
#include "mock_service_arguments.h"

#include <CLI/CLI.hpp>

#include <lookoutvision/version.h>

#include "command_line.h"
#include "package_model/option_group.h"
#include "package_model/printable.h"

namespace mock_service {
namespace {

using package_model::Group, package_model::TextOptions;

constexpr const char* kDescription =
    "A mock of the packaging-job API of Amazon Lookout for Vision, on 127.0.0.1,\nanother address or a Unix "
    "socket.\n";

constexpr const char* kFooter = R"(
It runs until SIGINT, SIGTERM or SIGHUP, and logs requests to standard error.
Its output is for a shell to source: the environment of a client. The first two
lines are comments with the URLs of the service and of its admin server.

Exit status:
  0    ended by a signal
  252  bad input: all errors are listed, the service was not started
  255  anything else, such as a port that is in use

GET / of the admin server lists its calls; in a browser it is a page with the
jobs, the requests and buttons. Faults on demand, the state, and the format of
seeds and dumps: docs/testing.md.

Example:
  mock_service --port-file ports >environment &
  until [ -e ports ]; do sleep 0.1; done
  . ./environment)";

void AddServerOptions(CLI::App& app, TextOptions& texts, Arguments& to) {
  Group(app, texts, "Server")
      .Text("--host", to.host, "ADDRESS",
            "IPv4 or IPv6 address to listen on, also for\nthe admin server, such as 0.0.0.0 in a\n"
            "container. If not given, 127.0.0.1")
      .Text("--port", to.port, "PORT", "Port to listen on. If not given, a free one")
      .Text("--unix-socket", to.unix_socket, "FILE",
            "Unix socket to listen on instead of a port;\nnot with --tls or --base-path")
      .Flag("--tls", to.tls, "Serve https, with a CA made at start")
      .Text("--ca-file", to.ca_file, "FILE", "File to write the CA to, as PEM; needs --tls")
      .Text("--base-path", to.base_path, "PATH", "Path before that of the API, like /vision")
      .Text("--admin-port", to.admin_port, "PORT",
            "Port of the admin server, which shows the\nstate and takes faults. If not given, a\nfree one")
      .Texts("--admin-host", to.admin_hosts, "NAME",
             "Host name to accept for the admin server,\nbesides those of loopback; may be repeated")
      .Text("--port-file", to.port_file, "FILE",
            "File to write the ports to when both\nservers listen, and to remove at the end")
      .Text("--fault-seed", to.fault_seed, "NUMBER",
            "Seed of what faults draw: with the same one\nthe same requests fail. If not given, 0");
}

void AddJobOptions(CLI::App& app, TextOptions& texts, Arguments& to) {
  Group(app, texts, "Jobs")
      .Texts("--job-seconds", to.job_seconds, "SECONDS",
             "Duration of a job, like 0.5. If not given,\nit ends when it is described the third time.\n"
             "May be repeated: the jobs take turns")
      .Texts("--fail-component", to.fail_components, "NAME", "Component whose jobs fail; may be repeated")
      .Text("--fail-share", to.fail_share, "NUMBER", "Share of jobs that fail at random, 0 to 1")
      .Text("--fail-seed", to.fail_seed, "NUMBER",
            "Seed of --fail-share: with the same one the\nsame jobs fail. If not given, 0")
      .Text("--max-running-jobs", to.max_running_jobs, "NUMBER",
            "Quota, beyond which a start is a\nServiceQuotaExceededException")
      .Text("--max-requests-per-second", to.max_requests_per_second, "NUMBER",
            "Rate, beyond which a request is a\nThrottlingException")
      .Text("--page-size", to.page_size, "NUMBER", "The most jobs per page of a list, else 100")
      .Text("--seed", to.seed, "FILE",
            "JSON file with the first projects and jobs,\nfor example a dump. Not used if the file of\n"
            "--state exists")
      .Text("--state", to.state, "FILE",
            "File that keeps the state, as JSON: read at\nthe start if it exists, written at each\nchange")
      .Text("--dump", to.dump, "FILE", "File to write the state to at the end, as\nJSON");
}

void AddReplayOptions(CLI::App& app, TextOptions& texts, Arguments& to) {
  Group(app, texts, "Replay")
      .Text("--replay", to.replay, "FILE",
            "Recording to play back, by method, path,\nquery and body. Signatures are not checked;\n"
            "not with --seed or --state")
      .Flag("--replay-strict", to.replay_strict,
            "Expect the requests in the recorded order,\neach once; needs --replay");
}

void AddCredentialsOptions(CLI::App& app, TextOptions& texts, Arguments& to) {
  Group(app, texts, "Credentials")
      .Text("--access-key", to.access_key, "ID", "Access key id to accept; needs --secret-key")
      .Text("--secret-key", to.secret_key, "SECRET", "Its secret; needs --access-key")
      .Text("--session-token", to.session_token, "TOKEN", "Its session token; needs --access-key")
      .Texts("--deny-access-key", to.denied_access_keys, "ID",
             "Access key id with the same secret, whose\nrequests are an AccessDeniedException; may\n"
             "be repeated");
}

/// Parses `words`. Throws the first error at which CLI11 stops.
Arguments Parse(const std::vector<std::string>& words) {
  Arguments to;
  TextOptions texts;
  CLI::App app(kDescription, "mock_service");
  command_line::SetUpHelp(app, kFooter);
  AddServerOptions(app, texts, to);
  AddJobOptions(app, texts, to);
  AddReplayOptions(app, texts, to);
  AddCredentialsOptions(app, texts, to);
  app.set_help_flag("-h,--help", "Print this help")->group("Help");
  app.set_version_flag("--version", std::string(lookoutvision::kVersion), "Print the version")->group("Help");
  // CLI11 collects unknown words instead of stopping at the first, so that all errors are reported at once.
  app.allow_extras();
  try {
    // CLI11 takes the words in reverse order.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::Success& asked) {
    to.help = command_line::TextOf(app, asked);
    return to;
  }
  texts.Collect(to.problems);
  for (const std::string& word : app.remaining()) {
    to.problems.push_back("unknown argument: " + package_model::Printable(word) +
                          command_line::Suggestion(app, word));
  }
  return to;
}

}  // namespace

Arguments ParseArguments(int argc, const char* const* argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const auto errors =
      command_line::RemoveErrors(words, [](const std::vector<std::string>& some) { Parse(some); });
  Arguments arguments = Parse(words);
  arguments.problems.insert(arguments.problems.begin(), errors.begin(), errors.end());
  return arguments;
}

}  // namespace mock_service
