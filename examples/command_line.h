// What the command lines of the tools have in common: their help, their errors, and suggestions for words
// that are not known.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace command_line {

/// Sets up help whose descriptions begin in column 36, with a footer whose lines are kept as they are. The
/// lines fit 80 columns if those of the descriptions and the footer do.
void SetUpHelp(CLI::App& app, std::string footer);

/// The text for `--help` or `--version`.
std::string TextOf(const CLI::App& app, const CLI::Success& asked);

/// Parses words with CLI11, which throws the first error at which it stops.
using Parser = std::function<void(const std::vector<std::string>& words)>;

/// Removes the words that cause such errors, until `parse` accepts the others. Returns the errors.
std::vector<std::string> RemoveErrors(std::vector<std::string>& words, const Parser& parse);

/// ` (did you mean --port?)` if `word` is nearly an option of the command that was given, or nearly a command
/// if none was given; otherwise empty.
std::string Suggestion(const CLI::App& app, const std::string& word);

}  // namespace command_line
