// TextOptions and Group: options of a command line, added under the headings of its help.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <CLI/CLI.hpp>

namespace package_model {

/// Collects the values of each option, so that a repeated option is reported along with all other errors.
class TextOptions {
 public:
  /// Where the value of an option goes, or the values of one that may be repeated.
  using Value = std::variant<std::optional<std::string>*, std::vector<std::string>*>;

  CLI::Option* Add(CLI::App& app, const char* name, Value value, const char* help);

  /// Sets all values. The same option may come before and after the command.
  void Collect(std::vector<std::string>& problems) const;

 private:
  struct Given {
    const char* name;
    Value value;
    std::vector<std::string> words = {};
  };
  // CLI11 keeps pointers to the words.
  std::deque<Given> given_;
};

/// Adds options under one heading of the help.
class Group {
 public:
  Group(CLI::App& app, TextOptions& texts, std::string title);

  Group& Text(const char* name, std::optional<std::string>& value, const char* kind, const char* help) {
    return OneWordEach(texts_.Add(app_, name, &value, help), kind);
  }
  /// An option that may be repeated.
  Group& Texts(const char* name, std::vector<std::string>& values, const char* kind, const char* help) {
    return OneWordEach(texts_.Add(app_, name, &values, help), kind);
  }
  Group& Flag(const char* name, bool& value, const char* help);

 private:
  Group& OneWordEach(CLI::Option* option, const char* kind);

  CLI::App& app_;
  TextOptions& texts_;
  std::string title_;
};

}  // namespace package_model
