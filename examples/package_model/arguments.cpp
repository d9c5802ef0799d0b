// The command line by CLI11: the options with their help, and what is wrong with the form of what was typed.
#include "package_model/arguments.h"

#include <memory>
#include <sstream>
#include <utility>

#include <CLI/CLI.hpp>

#include <lookoutvision/version.h>

#include "package_model/printable.h"

namespace package_model {
namespace {

constexpr const char* kDescription = "Packages Lookout for Vision models as Greengrass components.\n";

constexpr const char* kFooter = R"(
Exit status:
  0    done
  252  bad input: everything wrong with it is listed, nothing was sent
  253  configuration or credentials are missing or wrong
  254  the service said no, or the packaging job failed
  255  anything else: network, time-out, unreadable answer
  130  interrupted by Ctrl-C or SIGTERM

Environment, where the option is not given, and then the profile:
  --region          AWS_REGION, AWS_DEFAULT_REGION
  --profile         AWS_PROFILE, AWS_DEFAULT_PROFILE, else default
  --endpoint-url    AWS_ENDPOINT_URL_LOOKOUTVISION, AWS_ENDPOINT_URL
  --ca-bundle       AWS_CA_BUNDLE
  credentials       AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
  attempts a call   AWS_MAX_ATTEMPTS, else 3
  proxy             HTTPS_PROXY, HTTP_PROXY, NO_PROXY

Example:
  package_model start --project-name circuit-boards --model-version 1 \
    --component-name com.example.BoardInspector --s3-bucket my-bucket \
    --target-device jetson_xavier --wait)";

/// Adds options under one title of the help.
class Group {
 public:
  Group(CLI::App& app, std::string title) : app_(app), title_(std::move(title)) {}

  Group& Text(const char* name, std::optional<std::string>& value, const char* kind, const char* help) {
    app_.add_option(name, value, help)->type_name(kind)->group(title_);
    return *this;
  }

  Group& Texts(const char* name, std::vector<std::string>& values, const char* kind, const char* help) {
    // One value for each time the option is given: the next word is not a further one.
    app_.add_option(name, values, help)->allow_extra_args(false)->option_text(kind)->group(title_);
    return *this;
  }

  Group& Flag(const char* name, bool& value, const char* help) {
    app_.add_flag(name, value, help)->group(title_);
    return *this;
  }

 private:
  CLI::App& app_;
  std::string title_;
};

void AddJobOptions(CLI::App& app, Arguments& to) {
  Group(app, "Job")
      .Text("--project-name", to.project_name, "NAME", "Project of the job; required")
      .Text("--job-name", to.job_name, "NAME", "The job; required");
}

void AddStartOptions(CLI::App& app, Arguments& to) {
  Group(app, "Job")
      .Text("--project-name", to.project_name, "NAME", "Project of the model; required")
      .Text("--model-version", to.model_version, "VERSION", "A number, or latest; required")
      .Text("--job-name", to.job_name, "NAME", "If not given, the service makes one")
      .Text("--description", to.description, "TEXT", "Description of the job")
      .Text("--client-token", to.client_token, "TOKEN",
            "To repeat a start whose end was unclear:\nthe same token starts no second job")
      .Flag("--wait", to.wait, "Wait for the job's end and describe it");
  Group(app, "Component")
      .Text("--component-name", to.component_name, "NAME", "Greengrass component to make; required")
      .Text("--component-version", to.component_version, "N.N.N", "If not given, <model version>.0.0")
      .Text("--component-description", to.component_description, "TEXT", "Description of the component")
      .Text("--s3-bucket", to.s3_bucket, "BUCKET", "Bucket for its artifacts; required")
      .Text("--s3-prefix", to.s3_prefix, "PREFIX", "Folder in the bucket")
      .Texts("--tag", to.tags, "KEY=VALUE", "Tag of the component; may be repeated");
  Group(app, "Target, either a device or a platform")
      .Text("--target-device", to.target_device, "DEVICE", "jetson_xavier")
      .Text("--target-os", to.target_os, "OS", "Of a platform: LINUX")
      .Text("--target-arch", to.target_arch, "ARCH", "Of a platform: ARM64 or X86_64")
      .Text("--target-accelerator", to.target_accelerator, "NAME", "Of a platform: NVIDIA")
      .Text("--compiler-options", to.compiler_options, "JSON",
            "Of a platform, for example\n{\"mcpu\": \"core-avx2\"}");
}

void AddCommonOptions(CLI::App& app, Arguments& to) {
  Group(app, "Service")
      .Text("--region", to.region, "REGION", "For example eu-west-1")
      .Text("--profile", to.profile, "NAME", "Of ~/.aws/config and ~/.aws/credentials")
      .Text("--endpoint-url", to.endpoint_url, "URL", "https://HOST[:PORT][/PATH] of the service")
      .Text("--ca-bundle", to.ca_bundle, "FILE", "Authorities to trust, as PEM")
      .Flag("--allow-plaintext-http", to.allow_plaintext_http, "Allow http:// beyond this machine")
      .Text("--timeout", to.timeout, "SECONDS",
            "Limit of all the command does. If not given,\nonly waiting has one, of an hour")
      .Text("--poll-interval", to.poll_interval, "SECONDS",
            "Time between looks at a job, such as 0.5.\nIf not given, it grows from 2 to 30");
  Group(app, "Output")
      .Text("--output", to.output, "text|json", "json has the service's own member names")
      .Flag("--debug", to.debug, "Print a line an attempt on standard error");
  app.set_help_flag("-h,--help", "Print this")->group("Output");
}

// CLI11 sets two empty lines between groups where one is enough.
std::string WithoutDoubleEmptyLines(std::string text) {
  for (std::size_t at; (at = text.find("\n\n\n")) != std::string::npos;) text.erase(at, 1);
  return text;
}

}  // namespace

CommandLine ReadCommandLine(int argc, const char* const* argv) {
  CommandLine result;
  Arguments& to = result.arguments;

  CLI::App app(kDescription, "package_model");
  app.get_formatter()->column_width(36);
  app.footer(kFooter);
  app.set_version_flag("--version", std::string(lookoutvision::kVersion), "Print the version")
      ->group("Output");
  const std::vector<std::pair<CLI::App*, Command>> commands{
      {app.add_subcommand("start", "Start a packaging job"), Command::kStart},
      {app.add_subcommand("describe", "Describe a packaging job"), Command::kDescribe},
      {app.add_subcommand("wait", "Wait for a job's end and describe it"), Command::kWait}};
  // Unknown words and missing options are collected, not thrown one at a time: all that is wrong is told at
  // once.
  app.require_subcommand(0, 1);
  app.allow_extras();
  AddCommonOptions(app, to);
  for (const auto& [subcommand, command] : commands) {
    if (command == Command::kStart) {
      AddStartOptions(*subcommand, to);
    } else {
      AddJobOptions(*subcommand, to);
    }
    AddCommonOptions(*subcommand, to);
    subcommand->allow_extras();
    subcommand->footer("\nExit status and environment: package_model --help");
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    std::ostringstream answer;
    app.exit(asked, answer, answer);
    result.answer = WithoutDoubleEmptyLines(std::move(answer).str());
    return result;
  } catch (const CLI::ParseError& error) {
    result.problems.push_back(Printable(error.what()));
    return result;
  }

  for (const auto& [subcommand, command] : commands) {
    if (subcommand->parsed()) to.command = command;
  }
  if (to.command == Command::kNone) result.problems.emplace_back("no command: start, describe or wait");
  for (const std::string& word : app.remaining(true)) {
    result.problems.push_back("unknown argument: " + Printable(word));
  }
  return result;
}

}  // namespace package_model
