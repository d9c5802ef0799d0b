// Runs a command and reads its output.
#include "base/real_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "base/files.h"
#include "base/io_wait.h"
#include "base/shell.h"
#include "base/text.h"

namespace lookoutvision::internal {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxOutput = std::size_t{1} << 20;
constexpr std::size_t kChunk = 4096;
// Enough for typical output, so that growing the string does not leave copies of secrets in memory.
constexpr std::size_t kUsualOutput = std::size_t{1} << 14;

[[noreturn]] void Throw(int error) {
  throw std::system_error(error, std::generic_category());
}

// A copy with a number above those that the child's descriptors get: those are overwritten one by one, and it
// could be overwritten before it is copied.
Descriptor CopyAboveStandardDescriptors(const Descriptor& descriptor) {
  const int number = ::fcntl(descriptor.number(), F_DUPFD_CLOEXEC, ShellOutputs::kLastDescriptor + 1);
  if (number < 0) Throw(errno);
  return Descriptor(number);
}

Pipe OpenPipeForShell() {
  Pipe pipe = OpenPipe();
  pipe.write_end = CopyAboveStandardDescriptors(pipe.write_end);
  return pipe;
}

// Appends available data to `text`, up to kMaxOutput. Closes the descriptor at its end.
void Read(Descriptor& from, std::string& text) {
  std::array<char, kChunk> chunk{};
  const ssize_t size = ::read(from.number(), chunk.data(), chunk.size());
  if (size < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (size <= 0) {
    from.Close();
    return;
  }
  text.append(chunk.data(), std::min(static_cast<std::size_t>(size), kMaxOutput - text.size()));
}

// Waits until a descriptor is readable or the deadline passes; at most a minute.
void Wait(std::array<pollfd, 4>& polled, Clock::time_point deadline) {
  using std::chrono::milliseconds;
  const auto remaining = std::chrono::ceil<milliseconds>(deadline - Clock::now());
  const auto bounded = std::clamp(remaining, milliseconds{0}, milliseconds{60'000});
  ::poll(polled.data(), polled.size(), static_cast<int>(bounded.count()));
}

ProcessResult Run(const std::string& command, const IoOptions& options) {
  ProcessResult result;
  result.output.reserve(kUsualOutput);
  Pipe output = OpenPipeForShell();
  Pipe errors = OpenPipeForShell();
  Pipe status = OpenPipeForShell();
  const Pipe wake = OpenPipe();
  const auto deadline = DeadlineOf(options);
  Shell shell(command, {.output = output.write_end, .errors = errors.write_end, .status = status.write_end});
  for (Pipe* pipe : {&output, &errors, &status}) pipe->write_end.Close();
  const std::stop_callback stop(
      options.stop_token, [&] { [[maybe_unused]] auto size = ::write(wake.write_end.number(), "", 1); });

  // The command has ended once its status arrives, even if a background process still holds the other pipes.
  std::string status_text;
  const auto poll_all = [&](Clock::time_point until) {
    std::array<pollfd, 4> polled{{{output.read_end.number(), POLLIN, 0},
                                  {errors.read_end.number(), POLLIN, 0},
                                  {status.read_end.number(), POLLIN, 0},
                                  {wake.read_end.number(), POLLIN, 0}}};
    Wait(polled, until);
    if (polled[0].revents != 0) Read(output.read_end, result.output);
    if (polled[1].revents != 0) Read(errors.read_end, result.error_output);
    if (polled[2].revents != 0) Read(status.read_end, status_text);
    return polled[0].revents != 0 || polled[1].revents != 0;
  };
  while (status.read_end.is_open() && !status_text.ends_with('\n')) {
    if (options.stop_token.stop_requested()) {
      result.problem = "it was ended by the caller's stop token";
      return result;
    }
    if (Clock::now() >= deadline) {
      result.problem = "it was ended after " + DurationText(options.timeout);
      return result;
    }
    poll_all(deadline);
  }
  // The remaining output is in the pipes by now. Bounded, since a background process may write forever.
  for (std::size_t i = 0; i < kMaxOutput / kChunk && poll_all(Clock::now()); ++i) {
  }
  if (!status_text.ends_with('\n')) {
    result.problem = "it was ended by a signal";
    return result;
  }
  shell.set_ended();
  status_text.pop_back();
  result.exit_status = static_cast<int>(ParseNonNegative(status_text).value_or(255));
  return result;
}

}  // namespace

ProcessResult RunProcess(const std::string& command, const IoOptions& options) {
  try {
    return Run(command, options);
  } catch (const std::system_error& error) {
    return {.problem = "it could not be started: " + error.code().message()};
  }
}

}  // namespace lookoutvision::internal
