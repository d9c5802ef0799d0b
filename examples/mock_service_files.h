// The files of mock_service: its state, its ports, and those that it only reads or writes once.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

#include <lookoutvision/testing/mock_service.h>

#include "mock_service_arguments.h"

namespace mock_service {

/// Throws std::runtime_error if the file cannot be written.
void WriteFile(const std::string& path, const std::string& text);

/// The content of the file of --state if it exists, else of that of --seed; empty if there is neither. Throws
/// like RefuseSeed() if it cannot be read.
std::string ReadSeed(const Arguments& arguments);

/// Throws std::invalid_argument, which names the option and the file that could not be used, and says why.
/// One of --state and --seed must be given.
[[noreturn]] void RefuseSeed(const Arguments& arguments, const std::exception& failure);

/// Replaces the file by each state that it gets. Reports a failure to standard error, and the same one again
/// only after a success or another one.
std::function<void(const std::string& state)> KeepState(const std::string& path);

/// Whether the path may be that of --port-file, which is removed: not a folder, a link, or a device such as
/// /dev/stdout.
bool IsFileOrAbsent(const std::string& path);

/// Whether the path names a file, in a folder that exists or that cannot be looked at.
bool HasFolder(const std::string& path);

/// Replaces the file of --port-file, if any, by lines that a shell can source. Throws std::runtime_error.
void WritePortFile(const Arguments& arguments, const lookoutvision::testing::MockService& service);

/// Removes it, also if it is from a service that was killed.
void RemovePortFile(const Arguments& arguments);

}  // namespace mock_service
