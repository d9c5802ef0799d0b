// Reads and writes the files of mock_service.
#include "mock_service_files.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <system_error>
#include <utility>

#include "base/files.h"

namespace mock_service {
namespace {

std::string ReadFile(const std::string& path) {
  if (std::filesystem::is_directory(path)) throw std::runtime_error("it is a folder");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw std::runtime_error("it cannot be read: " + std::generic_category().message(errno));
  return std::move(text).str();
}

// Also if it is not known.
bool HasState(const Arguments& arguments) {
  std::error_code error;
  return arguments.state && (std::filesystem::exists(*arguments.state, error) || error);
}

}  // namespace

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text << std::flush;
  if (!out) throw std::runtime_error("cannot write " + path);
}

std::string ReadSeed(const Arguments& arguments) {
  const bool has_state = HasState(arguments);
  if (!has_state && !arguments.seed) return "";
  try {
    std::string seed = ReadFile(has_state ? *arguments.state : *arguments.seed);
    // To the library, an empty text is a seed without jobs.
    if (has_state && seed.empty()) throw std::runtime_error("it is empty");
    return seed;
  } catch (const std::runtime_error& failure) {
    RefuseSeed(arguments, failure);
  }
}

void RefuseSeed(const Arguments& arguments, const std::exception& failure) {
  const bool has_state = HasState(arguments);
  throw std::invalid_argument((has_state ? "--state: " + *arguments.state : "--seed: " + *arguments.seed) +
                              " cannot be used: " + failure.what() +
                              (has_state ? "; correct the file, or remove it to start anew" : ""));
}

std::function<void(const std::string&)> KeepState(const std::string& path) {
  return [path, reported = std::string()](const std::string& state) mutable {
    std::string problem = lookoutvision::internal::ReplaceFile(path, state);
    if (!problem.empty() && problem != reported) {
      std::cerr << "error: cannot write the file of --state, " << path << ": " << problem
                << "; until it can be written, changes are lost when the service ends" << std::endl;
    }
    reported = std::move(problem);
  };
}

bool IsFileOrAbsent(const std::string& path) {
  std::error_code ignored;
  using std::filesystem::file_type;
  const file_type type = std::filesystem::symlink_status(path, ignored).type();
  // If it cannot be found out, writing the file reports why.
  return type == file_type::regular || type == file_type::not_found || type == file_type::none;
}

bool HasFolder(const std::string& path) {
  if (path.empty()) return false;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code ignored;
  using std::filesystem::file_type;
  const file_type type = std::filesystem::status(folder.empty() ? "." : folder, ignored).type();
  return type == file_type::directory || type == file_type::none;
}

void WritePortFile(const Arguments& arguments, const lookoutvision::testing::MockService& service) {
  if (!arguments.port_file) return;
  const std::string admin = service.admin_url();
  const std::string problem = lookoutvision::internal::ReplaceFile(
      *arguments.port_file,
      "port=" + std::to_string(service.port()) + "\nadmin_port=" + admin.substr(admin.rfind(':') + 1) + '\n');
  if (problem.empty()) return;
  throw std::runtime_error("cannot write the file of --port-file, " + *arguments.port_file + ": " + problem);
}

void RemovePortFile(const Arguments& arguments) {
  std::error_code ignored;
  if (arguments.port_file) std::filesystem::remove(*arguments.port_file, ignored);
}

}  // namespace mock_service
