// FakePlatform: a Platform for tests, whose sleep advances its clocks; not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lookoutvision/platform.h>

namespace lookoutvision::test {

class FakePlatform {
 public:
  /// A Platform that uses this object, which must outlive it.
  Platform platform() {
    return {
        .system_now = [this] { return system_now; },
        .steady_now = [this] { return steady_now; },
        .sleep = [this](std::chrono::nanoseconds duration,
                        const std::stop_token& stop) { return Sleep(duration, stop); },
        .random_bytes = [this](std::span<std::byte> bytes) { FillRandom(bytes); },
        .getenv = [this](const std::string& name) -> std::optional<std::string> {
          const auto found = environment.find(name);
          return found == environment.end() ? std::nullopt : std::optional(found->second);
        },
        .read_file = [this](const std::string& path,
                            const IoOptions& options) { return ReadFile(path, options); },
        .write_file =
            [this](const std::string& path, std::string_view content) {
              files[path] = content;
              return std::string();
            },
        .run_process =
            [this](const std::string& command, const IoOptions& options) {
              processes_run.push_back({command, options});
              const auto found = processes.find(command);
              return found == processes.end() ? ProcessResult{.problem = "there is no such command"}
                                              : found->second;
            },
    };
  }

  /// Advances both clocks.
  void Advance(std::chrono::nanoseconds duration) {
    system_now += std::chrono::duration_cast<std::chrono::system_clock::duration>(duration);
    steady_now += std::chrono::duration_cast<std::chrono::steady_clock::duration>(duration);
  }

  /// Sets all random numbers to `share`, 0 to 1, of the largest one.
  void SetRandomShare(double share) {
    random_word = share >= 1.0 ? UINT64_MAX : static_cast<std::uint64_t>(share * 18446744073709551616.0);
    counting = false;
  }

  /// 2015-08-30T12:36:00Z
  std::chrono::system_clock::time_point system_now{std::chrono::seconds{1440938160}};
  std::chrono::steady_clock::time_point steady_now{std::chrono::hours{1000}};
  std::map<std::string, std::string> environment;
  std::map<std::string, std::string> files;
  /// Paths that cannot be read, and why.
  std::map<std::string, std::string> unreadable;
  std::vector<std::string> files_read;
  /// The options of each read in `files_read`.
  std::vector<IoOptions> read_options;
  /// Called during each read, for tests in which the read takes time or is stopped.
  std::function<void()> on_read;
  /// The result of each command.
  std::map<std::string, ProcessResult> processes;
  std::vector<std::pair<std::string, IoOptions>> processes_run;
  std::vector<std::chrono::nanoseconds> sleeps;
  /// Called before each sleep, for tests that request a stop during it.
  std::function<void()> on_sleep;

 private:
  FileRead ReadFile(const std::string& path, const IoOptions& options) {
    files_read.push_back(path);
    read_options.push_back(options);
    if (on_read) on_read();
    if (const auto found = unreadable.find(path); found != unreadable.end())
      return {.problem = found->second};
    const auto found = files.find(path);
    if (found == files.end()) return {.missing = true, .problem = "No such file or directory"};
    return {.content = found->second};
  }

  bool Sleep(std::chrono::nanoseconds duration, const std::stop_token& stop) {
    sleeps.push_back(duration);
    if (on_sleep) on_sleep();
    if (stop.stop_requested()) return false;
    Advance(duration);
    return true;
  }

  void FillRandom(std::span<std::byte> bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (counting && i % 8 == 0) ++random_word;
      bytes[i] = static_cast<std::byte>((random_word >> (8 * (i % 8))) & 0xFF);
    }
  }

  // Until SetRandomShare, random words count up, so that UUIDs differ.
  bool counting = true;
  std::uint64_t random_word = 0;
};

}  // namespace lookoutvision::test
