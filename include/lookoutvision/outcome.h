// Outcome: either a result or an Error, in the shape of std::expected.
// It is one class in every language mode; it never becomes an alias of std::expected, which would change the
// ABI.
#pragma once

#include <stdexcept>
#include <utility>
#include <variant>

#include <lookoutvision/error.h>
#include <lookoutvision/export.h>

namespace lookoutvision {

/// What a failing function returns: `return Failure(Error{...});`.
class Failure {
 public:
  explicit Failure(Error error) : error_(std::move(error)) {}
  const Error& error() const& { return error_; }
  Error&& error() && { return std::move(error_); }

 private:
  Error error_;
};

/// Thrown by `Outcome::value()` when there is no value; `what()` is the error's line.
class LOOKOUTVISION_EXPORT BadOutcomeAccess : public std::logic_error {
 public:
  explicit BadOutcomeAccess(Error error);
  const Error& error() const { return error_; }

 private:
  Error error_;
};

/// Either a `T` or an `Error`.
///
/// `*`, `->` and `error()` have the precondition that theirs is the one held, as in std::expected.
template <typename T>
class [[nodiscard]] Outcome {
 public:
  using value_type = T;
  using error_type = Error;

  // NOLINTBEGIN(google-explicit-constructor): results and failures are returned as they are.
  Outcome(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Outcome(Failure failure) : state_(std::in_place_index<1>, std::move(failure).error()) {}
  // NOLINTEND(google-explicit-constructor)

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T& operator*() & { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  T* operator->() { return std::get_if<0>(&state_); }

  /// The result; throws BadOutcomeAccess where there is none.
  const T& value() const& { return Checked(), **this; }
  T& value() & { return Checked(), **this; }
  T&& value() && { return Checked(), *std::move(*this); }

  /// The result, or `fallback` where there is none.
  template <typename U>
  T value_or(U&& fallback) const& {
    return has_value() ? **this : static_cast<T>(std::forward<U>(fallback));
  }
  template <typename U>
  T value_or(U&& fallback) && {
    return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(fallback));
  }

  const Error& error() const& { return *std::get_if<1>(&state_); }
  Error& error() & { return *std::get_if<1>(&state_); }
  Error&& error() && { return std::move(*std::get_if<1>(&state_)); }

  friend bool operator==(const Outcome&, const Outcome&) = default;

 private:
  void Checked() const {
    if (!has_value()) throw BadOutcomeAccess(error());
  }

  std::variant<T, Error> state_;
};

}  // namespace lookoutvision
