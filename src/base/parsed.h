// Parsed: the result of a parser, a value or what is wrong with the text.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace lookoutvision::internal {

/// What is wrong with a text, worded to follow its name or "it": `contains a space`. It never quotes the
/// text, which may contain a secret.
struct Problem {
  std::string text;
};

/// Either a `T` or a Problem. `*` and `->` require the value, `problem()` requires the problem.
template <typename T>
class [[nodiscard]] Parsed {
 public:
  // NOLINTBEGIN(google-explicit-constructor): results and problems are returned as they are.
  Parsed(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Parsed(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}
  // NOLINTEND(google-explicit-constructor)

  explicit operator bool() const { return state_.index() == 0; }

  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T& operator*() & { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  T* operator->() { return std::get_if<0>(&state_); }

  const std::string& problem() const { return std::get_if<1>(&state_)->text; }

 private:
  std::variant<T, Problem> state_;
};

}  // namespace lookoutvision::internal
