// Options of a command line, added with CLI11.
#include "package_model/option_group.h"

#include <utility>

namespace package_model {

CLI::Option* TextOptions::Add(CLI::App& app, const char* name, Value value, const char* help) {
  Given& given = given_.emplace_back(Given{.name = name, .value = value});
  return app.add_option(name, given.words, help);
}

void TextOptions::Collect(std::vector<std::string>& problems) const {
  for (const Given& given : given_) {
    if (const auto* const list = std::get_if<std::vector<std::string>*>(&given.value)) {
      (*list)->insert((*list)->end(), given.words.begin(), given.words.end());
      continue;
    }
    if (given.words.empty()) continue;
    std::optional<std::string>& value = *std::get<std::optional<std::string>*>(given.value);
    if (value || given.words.size() > 1) {
      problems.push_back(std::string(given.name) + ": is given more than once");
    }
    value = given.words.back();
  }
}

Group::Group(CLI::App& app, TextOptions& texts, std::string title)
    : app_(app), texts_(texts), title_(std::move(title)) {}

Group& Group::Flag(const char* name, bool& value, const char* help) {
  app_.add_flag(name, value, help)->group(title_);
  return *this;
}

// One value each time that the option is given: the next word is not another one, and `[a,b]` is not two.
Group& Group::OneWordEach(CLI::Option* option, const char* kind) {
  option->expected(1)->take_all()->allow_extra_args(false)->option_text(kind)->group(title_);
  return *this;
}

}  // namespace package_model
