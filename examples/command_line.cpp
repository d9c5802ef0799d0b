// Help, errors and suggestions, on top of CLI11.
#include "command_line.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "package_model/printable.h"

namespace command_line {
namespace {

constexpr int kColumn = 36;

// By default, newer versions of CLI11 format a footer as a paragraph, and keep a third of the column for
// short names.
template <typename Formatter>
void KeepLayout(Formatter& formatter) {
  if constexpr (requires { formatter.enable_footer_formatting(false); }) {
    formatter.enable_footer_formatting(false);
  }
  if constexpr (requires { formatter.long_option_alignment_ratio(1.F); }) {
    formatter.long_option_alignment_ratio(2.5F / kColumn);  // two characters, rounded down
  }
}

// CLI11 prints two empty lines between groups, and newer versions end lines with a space.
std::string Tidy(std::string text) {
  for (std::size_t at; (at = text.find(" \n")) != std::string::npos;) text.erase(at, 1);
  for (std::size_t at; (at = text.find("\n\n\n")) != std::string::npos;) text.erase(at, 1);
  return text;
}

// The number of characters to insert, delete or replace.
std::size_t EditDistance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

std::vector<std::string> KnownWords(const CLI::App& app) {
  const auto given = app.get_subcommands();
  const CLI::App& command = given.empty() ? app : *given.front();
  std::vector<std::string> words;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  for (const CLI::App* subcommand : command.get_subcommands({})) words.push_back(subcommand->get_name());
  return words;
}

// The error at which CLI11 stops; empty if there is none.
std::string ErrorOf(const std::vector<std::string>& words, const Parser& parse) {
  try {
    parse(words);
    return "";
  } catch (const CLI::ParseError& error) {
    return error.what();
  }
}

// Removes the word that causes `error`: the last of the shortest part of the command line that has this
// error.
std::string RemoveCause(std::vector<std::string>& words, const std::string& error, const Parser& parse) {
  std::vector<std::string> part;
  while (part.size() < words.size() && ErrorOf(part, parse) != error) part.push_back(words[part.size()]);
  const std::string cause = part.empty() ? "" : part.back();
  const bool has_value = cause.find('=') != cause.npos;
  words.erase(words.begin() + static_cast<std::ptrdiff_t>(part.size()) - 1);
  return package_model::Printable(cause +
                                  (has_value ? ": its value is not valid" : ": its value is missing"));
}

}  // namespace

void SetUpHelp(CLI::App& app, std::string footer) {
  app.get_formatter()->column_width(kColumn);
  KeepLayout(*app.get_formatter());
  app.footer(std::move(footer));
}

std::string TextOf(const CLI::App& app, const CLI::Success& asked) {
  std::ostringstream text;
  app.exit(asked, text, text);
  return Tidy(std::move(text).str());
}

std::vector<std::string> RemoveErrors(std::vector<std::string>& words, const Parser& parse) {
  std::vector<std::string> errors;
  for (std::string error; !(error = ErrorOf(words, parse)).empty();) {
    errors.push_back(RemoveCause(words, error, parse));
  }
  return errors;
}

std::string Suggestion(const CLI::App& app, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  // Two typing errors in a short word make it another word.
  std::size_t best = name.size() < 5 ? 2 : 3;
  std::string nearest;
  for (const std::string& known : KnownWords(app)) {
    const std::size_t distance = EditDistance(name, known);
    if (distance >= best) continue;
    best = distance;
    nearest = known;
  }
  return nearest.empty() ? "" : " (did you mean " + nearest + "?)";
}

}  // namespace command_line
