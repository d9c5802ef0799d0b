// Parses the command line with CLI11, and has the help of all options.
#include "package_model/arguments.h"

#include <utility>

#include <CLI/CLI.hpp>

#include <lookoutvision/version.h>

#include "command_line.h"
#include "package_model/option_group.h"
#include "package_model/printable.h"

namespace package_model {
namespace {

constexpr const char* kDescription = "Packages Lookout for Vision models as Greengrass components.\n";

constexpr const char* kFooter = R"(
Exit status:
  0    done
  252  bad input: all errors are listed, nothing was sent
  253  configuration or credentials are missing or not valid
  254  the service returned an error, or a packaging job failed
  255  anything else: network, timeout, unreadable response
  130  Ctrl-C or SIGTERM: the tool prints the command that continues
  With several jobs, the status is that of the first that did not succeed.

Sources of options that are not given, before the profile:
  --region          AWS_REGION, AWS_DEFAULT_REGION
  --profile         AWS_PROFILE, AWS_DEFAULT_PROFILE, else default
  --endpoint-url    AWS_ENDPOINT_URL_LOOKOUTVISION, AWS_ENDPOINT_URL
  --ca-bundle       AWS_CA_BUNDLE
  --max-attempts    AWS_MAX_ATTEMPTS, else 3
  credentials       AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN;
                    then the profile, web identity, container, instance metadata
  proxy             HTTPS_PROXY, HTTP_PROXY, NO_PROXY

Example:
  package_model start --project-name circuit-boards --model-version 1 \
    --component-name com.example.BoardInspector --s3-bucket my-bucket \
    --target-device jetson_xavier --wait)";

constexpr const char* kPollInterval =
    "While waiting: time between two polls of a\njob, such as 0.5. If not given, it grows\nfrom 2 to 30";

void AddDescribeOptions(CLI::App& app, TextOptions& texts, Arguments& to) {
  Group(app, texts, "Job")
      .Text("--project-name", to.project_name, "NAME", "Project of the job; required")
      .Text("--job-name", to.job_name, "NAME", "The job; required");
}

void AddWaitOptions(CLI::App& app, TextOptions& texts, Arguments& to) {
  Group(app, texts, "Jobs")
      .Text("--project-name", to.project_name, "NAME", "Project of the jobs; required")
      .Texts("--job-name", to.job_names, "NAME", "A job; required, may be repeated")
      .Text("--poll-interval", to.poll_interval, "SECONDS", kPollInterval);
}

void AddListOptions(CLI::App& app, TextOptions& texts, Arguments& to) {
  Group(app, texts, "Jobs")
      .Text("--project-name", to.project_name, "NAME", "Project of the jobs; required")
      .Texts("--status", to.statuses, "STATUS",
             "Status of the jobs: CREATED, RUNNING,\nSUCCEEDED or FAILED; may be repeated")
      .Text("--max-items", to.max_items, "NUMBER", "The most jobs to list")
      .Text("--page-size", to.page_size, "NUMBER",
            "Jobs to ask for at a time, 1 to 100; without\n--max-items all are listed in any case");
}

void AddStartOptions(CLI::App& app, TextOptions& texts, Arguments& to) {
  Group(app, texts, "Job")
      .Text("--project-name", to.project_name, "NAME", "Project of the model; required")
      .Text("--model-version", to.model_version, "VERSION", "A number, or latest; required")
      .Text("--job-name", to.job_name, "NAME", "Name of the job. If not given, the service\nchooses one")
      .Text("--description", to.description, "TEXT", "Description of the job")
      .Text("--client-token", to.client_token, "TOKEN",
            "To repeat a start whose outcome is unclear:\nthe same token starts no second job, and\n"
            "--wait continues with the first, for 8 hours")
      .Flag("--wait", to.wait, "Wait until the job ends, then describe it")
      .Text("--poll-interval", to.poll_interval, "SECONDS", kPollInterval);
  Group(app, texts, "Component")
      .Text("--component-name", to.component_name, "NAME", "Greengrass component to make; required")
      .Text("--component-version", to.component_version, "N.N.N",
            "Version of the component. If not given,\n<model version>.0.0")
      .Text("--component-description", to.component_description, "TEXT", "Description of the component")
      .Text("--s3-bucket", to.s3_bucket, "BUCKET", "Bucket for its artifacts; required")
      .Text("--s3-prefix", to.s3_prefix, "PREFIX", "Folder in the bucket")
      .Texts("--tag", to.tags, "KEY=VALUE", "Tag of the component; may be repeated");
  Group(app, texts, "Target, either a device or a platform")
      .Text("--target-device", to.target_device, "DEVICE", "Device: jetson_xavier")
      .Text("--target-os", to.target_os, "OS", "System of a platform: LINUX")
      .Text("--target-arch", to.target_arch, "ARCH", "Processor of a platform: ARM64 or X86_64")
      .Text("--target-accelerator", to.target_accelerator, "NAME", "Accelerator of a platform: NVIDIA")
      .Text("--compiler-options", to.compiler_options, "JSON",
            "Compiler options of a platform, for example\n{\"mcpu\": \"core-avx2\"}");
}

void AddRequestOptions(CLI::App& app, TextOptions& texts, Arguments& to) {
  Group(app, texts, "Request as JSON, with the AWS CLI's names")
      .Text("--cli-input-json", to.cli_input_json, "FILE|-",
            "Request in a file, or in standard input;\nother options replace its members")
      .Flag("--generate-cli-skeleton", to.generate_cli_skeleton,
            "Print such a file with all members,\nand send nothing");
}

void AddCommonOptions(CLI::App& app, TextOptions& texts, Arguments& to) {
  Group(app, texts, "Service")
      .Text("--region", to.region, "REGION", "Region of the service, such as eu-west-1")
      .Text("--profile", to.profile, "NAME", "Profile in ~/.aws/config and\n~/.aws/credentials")
      .Text("--endpoint-url", to.endpoint_url, "URL",
            "https://HOST[:PORT][/PATH] of the service,\nor unix:/PATH of its Unix socket")
      .Text("--ca-bundle", to.ca_bundle, "FILE", "Authorities to trust, as PEM")
      .Text("--client-certificate", to.client_certificate, "FILE",
            "Certificate for a server that requests one,\nas PEM; needs --client-key")
      .Text("--client-key", to.client_key, "FILE", "Key of the certificate, as PEM")
      .Flag("--allow-plaintext-http", to.allow_plaintext_http, "Allow http:// beyond this machine")
      .Flag("--no-sign-request", to.no_sign_request, "Use no credentials, and send calls unsigned")
      .Text("--bearer-token-file", to.bearer_token_file, "FILE",
            "Send the token in it instead of a signature;\nread before each attempt")
      .Texts("--header", to.headers, "NAME=VALUE",
             "Header of every call, signed, such as an\nAPI key of a gateway; may be repeated")
      .Text("--timeout", to.timeout, "SECONDS",
            "Timeout of the whole command. If not given,\nonly a wait has one, of an hour")
      .Text("--connect-timeout", to.connect_timeout, "SECONDS", "Timeout of each connection, else 3.1")
      .Text("--max-attempts", to.max_attempts, "NUMBER", "The most attempts per call");
  Group(app, texts, "Output")
      .Text("--output", to.output, "text|json", "json uses the service's member names")
      .Flag("--debug", to.debug, "Print a line per attempt to standard error");
  app.set_help_flag("-h,--help", "Print this help")->group("Output");
}

// What to do about a word that is not known.
std::string Hint(const CLI::App& app, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  std::string commands;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (!name.starts_with("--") || command->get_option_no_throw(name) == nullptr) continue;
    if (command->parsed()) return " (give it after " + command->get_name() + ")";
    commands.append(commands.empty() ? "" : ", ").append(command->get_name());
  }
  return commands.empty() ? command_line::Suggestion(app, word) : " (an option of " + commands + ")";
}

/// Parses `words`. Throws the first error at which CLI11 stops.
CommandLine Parse(const std::vector<std::string>& words) {
  CommandLine result;
  Arguments& to = result.arguments;
  TextOptions texts;

  CLI::App app(kDescription, "package_model");
  command_line::SetUpHelp(app, kFooter);
  app.set_version_flag("--version", std::string(lookoutvision::kVersion), "Print the version")
      ->group("Output");
  using AddOptions = void (*)(CLI::App&, TextOptions&, Arguments&);
  struct Subcommand {
    CLI::App* app;
    Command command;
    AddOptions add_options;
  };
  const std::vector<Subcommand> subcommands{
      {app.add_subcommand("start", "Start a packaging job"), Command::kStart, AddStartOptions},
      {app.add_subcommand("describe", "Describe a packaging job"), Command::kDescribe, AddDescribeOptions},
      {app.add_subcommand("wait", "Wait until jobs end, then describe them"), Command::kWait, AddWaitOptions},
      {app.add_subcommand("list", "List the packaging jobs of a project"), Command::kList, AddListOptions}};
  // CLI11 collects unknown words instead of stopping at the first, so that all errors are reported at once.
  app.require_subcommand(0, 1);
  app.allow_extras();
  AddCommonOptions(app, texts, to);
  for (const Subcommand& subcommand : subcommands) {
    subcommand.add_options(*subcommand.app, texts, to);
    AddRequestOptions(*subcommand.app, texts, to);
    AddCommonOptions(*subcommand.app, texts, to);
    subcommand.app->allow_extras();
    subcommand.app->footer("\nExit status and environment: package_model --help");
  }

  try {
    // CLI11 takes the words in reverse order.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::Success& asked) {
    result.help = command_line::TextOf(app, asked);
    return result;
  }

  texts.Collect(result.problems);
  for (const Subcommand& subcommand : subcommands) {
    if (subcommand.app->parsed()) to.command = subcommand.command;
  }
  if (to.command == Command::kNone) {
    result.problems.emplace_back("no command: start, describe, wait or list");
  }
  for (const std::string& word : app.remaining(true)) {
    result.problems.push_back("unknown argument: " + Printable(word) + Hint(app, word));
  }
  return result;
}

}  // namespace

std::string_view ToString(Command command) {
  switch (command) {
    case Command::kNone:
      break;
    case Command::kStart:
      return "start";
    case Command::kDescribe:
      return "describe";
    case Command::kWait:
      return "wait";
    case Command::kList:
      return "list";
  }
  return "";
}

CommandLine ParseCommandLine(int argc, const char* const* argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const auto problems =
      command_line::RemoveErrors(words, [](const std::vector<std::string>& some) { Parse(some); });
  CommandLine result = Parse(words);
  result.arguments.words.assign(argv + 1, argv + argc);
  result.problems.insert(result.problems.begin(), problems.begin(), problems.end());
  return result;
}

}  // namespace package_model
