// OpenEnum: an enumeration of the service that may grow without this library knowing.
// It is not a string: compare it with enumerators and switch on value().
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// The enumerator of `E` whose text is `text`, `E::kUnknown` if there is none. Case matters, as it does to
/// the service.
template <typename E>
E FromString(std::string_view text) {
  for (int i = 1;; ++i) {
    const auto value = static_cast<E>(i);
    const std::string_view name = ToString(value);
    if (name.empty()) return E::kUnknown;
    if (name == text) return value;
  }
}

/// The value of a service enumeration: an enumerator of `E`, or text that this library has no enumerator for.
///
/// `E` has an enumerator `kUnknown`, which is 0, and the others count on from it. `std::string_view
/// ToString(E)`, found by argument-dependent look-up, has the service's texts, and an empty one for any other
/// value. A value that is unknown keeps its text, so that it can be shown, compared and sent back unchanged.
template <typename E>
class OpenEnum {
 public:
  /// `kUnknown` with an empty text.
  OpenEnum() = default;

  /// Implicit on purpose: `.target_device = TargetDevice::kJetsonXavier` is how it is written.
  OpenEnum(E value) : value_(value) {}  // NOLINT(google-explicit-constructor)

  /// The enumerator whose text is `text`, or `kUnknown` with `text` kept.
  explicit OpenEnum(std::string text) : value_(FromString<E>(text)) {
    if (value_ == E::kUnknown) unknown_text_ = std::move(text);
  }

  /// The enumerator, `E::kUnknown` where there is none.
  E value() const { return value_; }

  /// The service's text, also of an unknown value. Valid as long as `value`.
  friend std::string_view ToString(const OpenEnum& value) {
    return value.value_ == E::kUnknown ? std::string_view(value.unknown_text_) : ToString(value.value_);
  }

  friend bool operator==(const OpenEnum& a, const OpenEnum& b) = default;
  friend bool operator==(const OpenEnum& a, E b) { return a.value_ == b; }

 private:
  E value_ = E::kUnknown;
  std::string unknown_text_;
};

}  // namespace lookoutvision
