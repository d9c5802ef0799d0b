// The command line of mock_service as it was typed, and its help.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mock_service {

/// Options that were not given are absent.
struct Arguments {
  std::optional<std::string> host;
  std::optional<std::string> port;
  std::optional<std::string> unix_socket;
  bool tls = false;
  std::optional<std::string> ca_file;
  std::optional<std::string> base_path;
  std::optional<std::string> admin_port;
  std::vector<std::string> admin_hosts;
  std::optional<std::string> port_file;
  std::optional<std::string> fault_seed;

  std::vector<std::string> job_seconds;
  std::vector<std::string> fail_components;
  std::optional<std::string> fail_share;
  std::optional<std::string> fail_seed;
  std::optional<std::string> max_running_jobs;
  std::optional<std::string> max_requests_per_second;
  std::optional<std::string> page_size;
  std::optional<std::string> seed;
  std::optional<std::string> state;
  std::optional<std::string> dump;
  std::optional<std::string> replay;
  bool replay_strict = false;

  std::optional<std::string> access_key;
  std::optional<std::string> secret_key;
  std::optional<std::string> session_token;
  std::vector<std::string> denied_access_keys;

  /// All errors in the form of the command line.
  std::vector<std::string> problems;
  /// The text for `--help` or `--version`; the program then only prints it.
  std::optional<std::string> help;
};

/// Parses the command line; `argv[0]` is the program.
Arguments ParseArguments(int argc, const char* const* argv);

}  // namespace mock_service
