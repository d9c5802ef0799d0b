// OpenEnum: a value of a service enumeration, which may be newer than this library.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// The enumerator of `E` whose text is `text`; `E::kUnknown` if there is none. Case-sensitive.
template <typename E>
E FromString(std::string_view text) {
  for (int i = 1;; ++i) {
    const auto value = static_cast<E>(i);
    const std::string_view name = ToString(value);
    if (name.empty()) return E::kUnknown;
    if (name == text) return value;
  }
}

/// A value of a service enumeration: an enumerator of `E`, or text that has no enumerator in this library.
/// Compare it with enumerators, and switch on `value()`.
///
/// `E` has the enumerator `kUnknown`, which is 0; the others follow from 1 without gaps. `std::string_view
/// ToString(E)`, found by argument-dependent look-up, returns the service's text, and an empty one for any
/// other value. An unknown value keeps its text, so that it can be printed, compared and sent back unchanged.
template <typename E>
class OpenEnum {
 public:
  /// `kUnknown` with an empty text.
  OpenEnum() = default;

  /// Implicit on purpose, for `.target_device = TargetDevice::kJetsonXavier`.
  OpenEnum(E value) : value_(value) {}  // NOLINT(google-explicit-constructor)

  /// The enumerator whose text is `text`, or `kUnknown` with `text` kept.
  explicit OpenEnum(std::string text) : value_(FromString<E>(text)) {
    if (value_ == E::kUnknown) unknown_text_ = std::move(text);
  }

  /// The enumerator; `E::kUnknown` if there is none.
  E value() const { return value_; }

  /// The service's text, even of an unknown value. The view is valid as long as `value`.
  friend std::string_view ToString(const OpenEnum& value) {
    return value.value_ == E::kUnknown ? std::string_view(value.unknown_text_) : ToString(value.value_);
  }

  friend bool operator==(const OpenEnum& a, const OpenEnum& b) = default;   ///< Compares texts, too.
  friend bool operator==(const OpenEnum& a, E b) { return a.value_ == b; }  ///< Compares enumerators.

 private:
  E value_ = E::kUnknown;
  std::string unknown_text_;
};

}  // namespace lookoutvision
