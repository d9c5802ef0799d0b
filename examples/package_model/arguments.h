// Arguments: the command line as it was typed, and its help.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace package_model {

enum class Command { kNone, kStart, kDescribe, kWait, kList };

/// `start`; empty for `kNone`.
std::string_view ToString(Command command);

/// The arguments as given. Options that were not given are absent.
struct Arguments {
  Command command = Command::kNone;

  /// A file, `-`, or JSON text.
  std::optional<std::string> cli_input_json;
  bool generate_cli_skeleton = false;

  std::optional<std::string> project_name;
  std::optional<std::string> model_version;
  std::optional<std::string> job_name;
  /// `wait` takes several.
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
  std::optional<std::string> client_certificate;
  std::optional<std::string> client_key;
  bool allow_plaintext_http = false;
  bool no_sign_request = false;
  std::optional<std::string> bearer_token_file;
  std::vector<std::string> headers;
  std::optional<std::string> timeout;
  std::optional<std::string> connect_timeout;
  std::optional<std::string> max_attempts;

  std::vector<std::string> statuses;
  std::optional<std::string> max_items;
  std::optional<std::string> page_size;
  std::optional<std::string> poll_interval;

  std::optional<std::string> output;
  bool debug = false;

  /// All words after the name of the program.
  std::vector<std::string> words;
};

/// The outcome of parsing a command line.
struct CommandLine {
  Arguments arguments;
  /// All errors in its form.
  std::vector<std::string> problems;
  /// The text for `--help` or `--version`; the tool then only prints it.
  std::optional<std::string> help;
};

/// Parses the command line; `argv[0]` is the program.
CommandLine ParseCommandLine(int argc, const char* const* argv);

}  // namespace package_model
