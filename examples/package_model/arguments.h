// Arguments: the command line as it was typed, and its help. What the texts mean is known in options.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace package_model {

enum class Command { kNone, kStart, kDescribe, kWait, kList };

/// What was typed; absent where it was not.
struct Arguments {
  Command command = Command::kNone;

  std::optional<std::string> project_name;
  std::optional<std::string> model_version;
  std::optional<std::string> job_name;
  /// Of `wait`, which takes several.
  std::vector<std::string> job_names;
  std::optional<std::string> description;
  std::optional<std::string> client_token;
  bool wait = false;

  std::optional<std::string> component_name;
  std::optional<std::string> component_version;
  std::optional<std::string> component_description;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_prefix;
  std::vector<std::string> tags;

  std::optional<std::string> target_device;
  std::optional<std::string> target_os;
  std::optional<std::string> target_arch;
  std::optional<std::string> target_accelerator;
  std::optional<std::string> compiler_options;

  std::optional<std::string> region;
  std::optional<std::string> profile;
  std::optional<std::string> endpoint_url;
  std::optional<std::string> ca_bundle;
  bool allow_plaintext_http = false;
  std::optional<std::string> page_size;
  std::optional<std::string> timeout;
  std::optional<std::string> poll_interval;

  std::optional<std::string> output;
  bool debug = false;
};

/// A command line that was read.
struct CommandLine {
  Arguments arguments;
  /// What is wrong with its form; empty when all is well.
  std::vector<std::string> problems;
  /// What `--help` or `--version` asked for; nothing else is to be done then.
  std::optional<std::string> answer;
};

/// Reads the command line; `argv[0]` is the program.
CommandLine ReadCommandLine(int argc, const char* const* argv);

}  // namespace package_model
