// Outcome: either a result or an Error, with the interface of std::expected.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <ostream>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <variant>
#include <version>

#ifdef __cpp_lib_expected
#include <expected>
#endif

#include <lookoutvision/error.h>
#include <lookoutvision/export.h>

namespace lookoutvision {

/// What a failing function returns: `return Failure(Error{...});`.
class Failure {
 public:
  explicit Failure(Error error) : error_(std::move(error)) {}  ///< A failure with this error.
  const Error& error() const& { return error_; }               ///< The error.
  Error&& error() && { return std::move(error_); }             ///< @overload

 private:
  Error error_;
};

/// Thrown by `Outcome::value()` if there is no value; `what()` is the printed error.
class LOOKOUTVISION_EXPORT BadOutcomeAccess : public std::runtime_error {
 public:
  explicit BadOutcomeAccess(Error error);        ///< An exception for this error.
  const Error& error() const { return error_; }  ///< The error.

 private:
  Error error_;
};

/// Either a `T` or an `Error`. The same class in every language mode: an alias of std::expected would change
/// the ABI.
///
/// As in std::expected, `*` and `->` require a result, and `error()` requires an error.
///
///     if (const auto job = client.DescribeModelPackagingJob(describe_request)) {
///       Use(job->model_packaging_description);
///     } else {
///       std::cerr << job.error() << '\n';
///     }
template <typename T>
class [[nodiscard]] Outcome {
 public:
  using value_type = T;      ///< The type of the result.
  using error_type = Error;  ///< As in std::expected.

  // NOLINTBEGIN(google-explicit-constructor): results and failures are returned as they are.
  /// An outcome with a result.
  Outcome(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  /// An outcome with an error.
  Outcome(Failure failure) : state_(std::in_place_index<1>, std::move(failure).error()) {}
  // NOLINTEND(google-explicit-constructor)

  bool has_value() const { return state_.index() == 0; }  ///< Whether there is a result.
  explicit operator bool() const { return has_value(); }  ///< Whether there is a result.

  const T& operator*() const& { return *std::get_if<0>(&state_); }    ///< The result.
  T& operator*() & { return *std::get_if<0>(&state_); }               ///< @overload
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }  ///< @overload
  const T* operator->() const { return std::get_if<0>(&state_); }     ///< The result's members.
  T* operator->() { return std::get_if<0>(&state_); }                 ///< @overload

  /// The result; throws BadOutcomeAccess if there is none.
  const T& value() const& { return Checked(), **this; }
  T& value() & { return Checked(), **this; }               ///< @overload
  T&& value() && { return Checked(), *std::move(*this); }  ///< @overload

  /// The result, or `fallback` if there is none.
  template <typename U>
  T value_or(U&& fallback) const& {
    return has_value() ? **this : static_cast<T>(std::forward<U>(fallback));
  }
  /// @overload
  template <typename U>
  T value_or(U&& fallback) && {
    return has_value() ? *std::move(*this) : static_cast<T>(std::forward<U>(fallback));
  }

  const Error& error() const& { return *std::get_if<1>(&state_); }    ///< The error.
  Error& error() & { return *std::get_if<1>(&state_); }               ///< @overload
  Error&& error() && { return std::move(*std::get_if<1>(&state_)); }  ///< @overload

  /// The error, or `fallback` if there is none.
  template <typename U>
  Error error_or(U&& fallback) const& {
    return has_value() ? static_cast<Error>(std::forward<U>(fallback)) : error();
  }
  /// @overload
  template <typename U>
  Error error_or(U&& fallback) && {
    return has_value() ? static_cast<Error>(std::forward<U>(fallback)) : std::move(*this).error();
  }

  /// The outcome that `f(result)` returns, of any type; an error is unchanged.
  template <typename F>
  auto and_then(F&& f) const& {
    using Next = std::remove_cvref_t<std::invoke_result_t<F, const T&>>;
    return has_value() ? Next(std::invoke(std::forward<F>(f), **this)) : Next(Failure(error()));
  }
  /// @overload
  template <typename F>
  auto and_then(F&& f) && {
    using Next = std::remove_cvref_t<std::invoke_result_t<F, T>>;
    return has_value() ? Next(std::invoke(std::forward<F>(f), *std::move(*this)))
                       : Next(Failure(std::move(*this).error()));
  }

  /// An outcome with the value that `f(result)` returns; an error is unchanged.
  template <typename F>
  auto transform(F&& f) const& {
    using Next = Outcome<std::remove_cvref_t<std::invoke_result_t<F, const T&>>>;
    return has_value() ? Next(std::invoke(std::forward<F>(f), **this)) : Next(Failure(error()));
  }
  /// @overload
  template <typename F>
  auto transform(F&& f) && {
    using Next = Outcome<std::remove_cvref_t<std::invoke_result_t<F, T>>>;
    return has_value() ? Next(std::invoke(std::forward<F>(f), *std::move(*this)))
                       : Next(Failure(std::move(*this).error()));
  }

  /// The outcome that `f(error)` returns, to recover; a result is unchanged.
  template <typename F>
  Outcome or_else(F&& f) const& {
    return has_value() ? *this : std::invoke(std::forward<F>(f), error());
  }
  /// @overload
  template <typename F>
  Outcome or_else(F&& f) && {
    return has_value() ? std::move(*this) : std::invoke(std::forward<F>(f), std::move(*this).error());
  }

  /// An outcome with the Error that `f(error)` returns, to add context; a result is unchanged.
  template <typename F>
  Outcome transform_error(F&& f) const& {
    return or_else([&f](const Error& error) { return Outcome(Failure(std::invoke(f, error))); });
  }
  /// @overload
  template <typename F>
  Outcome transform_error(F&& f) && {
    return std::move(*this).or_else(
        [&f](Error&& error) { return Outcome(Failure(std::invoke(f, std::move(error)))); });
  }

  friend bool operator==(const Outcome&, const Outcome&) = default;  ///< Compares the results or errors.

 private:
  void Checked() const {
    if (!has_value()) throw BadOutcomeAccess(error());
  }

  std::variant<T, Error> state_;
};

/// Prints the result or the error. Only for results that print.
template <typename T>
auto operator<<(std::ostream& out, const Outcome<T>& outcome) -> decltype(out << *outcome) {
  return outcome ? out << *outcome : out << outcome.error();
}

#ifdef __cpp_lib_expected
/// Converts the outcome to std::expected. Use this instead of a cast: `std::expected<bool, Error>(outcome)`
/// contains the value of `has_value()`.
template <typename T>
std::expected<T, Error> ToExpected(Outcome<T> outcome) {
  if (outcome) return std::expected<T, Error>(std::in_place, *std::move(outcome));
  return std::unexpected(std::move(outcome).error());
}
#endif

}  // namespace lookoutvision
