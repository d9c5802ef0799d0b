// package_model: starts, describes, lists and waits for packaging jobs from the command line.
#include <exception>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "package_model/arguments.h"
#include "package_model/cancel_on_signal.h"
#include "package_model/commands.h"
#include "package_model/errors.h"
#include "package_model/exit_status.h"
#include "package_model/live_table.h"
#include "package_model/options.h"
#include "package_model/request_json.h"

namespace package_model {
namespace {

lookoutvision::Error BadInput(const std::vector<std::string>& problems) {
  lookoutvision::Error error{.message = "bad input, nothing was sent"};
  const char* separator = ": ";
  for (const std::string& problem : problems) {
    error.message.append(std::exchange(separator, "; ")).append(problem);
  }
  return error;
}

ExitStatus Main(int argc, const char* const* argv) {
  CommandLine line = ParseCommandLine(argc, argv);
  if (line.help) {
    std::cout << *line.help;
    return kDone;
  }
  if (line.arguments.generate_cli_skeleton && line.problems.empty()) {
    std::cout << Skeleton(line.arguments.command);
    return kDone;
  }
  const Options options = Interpret(line.arguments, line.problems);
  if (!line.problems.empty()) {
    const Command command = line.arguments.command;
    std::cerr << "error: bad input, nothing was sent (see package_model"
              << (command == Command::kNone ? "" : " ") << ToString(command) << " --help):\n";
    for (const std::string& problem : line.problems) std::cerr << "  " << problem << '\n';
    if (options.output == OutputFormat::kJson) std::cout << ToJson(BadInput(line.problems));
    return kBadInput;
  }
  const CancelOnSignal signals;
  LiveTable table(std::cerr, SizeOfStandardError);
  return Run(options, signals.token(), std::cout, table);
}

}  // namespace
}  // namespace package_model

int main(int argc, char** argv) {
  try {
    const auto status = package_model::Main(argc, argv);
    if (std::cout.flush()) return status;
    std::cerr << "error: cannot write to standard output\n";
  } catch (const std::exception& failure) {
    std::cerr << "error: " << failure.what() << '\n';
  }
  return package_model::kOtherFailure;
}
