// Reads and writes the files of mock_service.
#include "mock_service_files.h"

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
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || std::filesystem::is_directory(path)) throw std::runtime_error("cannot read " + path);
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
  if (!HasState(arguments)) return arguments.seed ? ReadFile(*arguments.seed) : "";
  try {
    std::string state = ReadFile(*arguments.state);
    // To the library, an empty text is a seed without jobs.
    if (state.empty()) throw std::runtime_error("it is empty");
    return state;
  } catch (const std::runtime_error& failure) {
    RefuseState(arguments, failure);
    throw;
  }
}

void RefuseState(const Arguments& arguments, const std::exception& failure) {
  if (!HasState(arguments)) return;
  throw std::invalid_argument("--state: " + *arguments.state + " cannot be used: " + failure.what() +
                              "; correct the file, or remove it to start anew");
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
