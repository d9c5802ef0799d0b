// OpenEnum: an enumeration of the service that may grow without this library knowing.
// It is not a string: compare it with enumerators and switch on value().
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// The value of a service enumeration: an enumerator of `E`, or text that this library has no enumerator for.
///
/// `E` has an enumerator `kUnknown`, and two functions found by argument-dependent look-up connect it with
/// the service's texts: `std::string_view NameOf(E)` and `void FromName(std::string_view, E&)`. A value that
/// is unknown keeps its text, so that it can be shown, compared and sent back unchanged.
template <typename E>
class OpenEnum {
 public:
  /// `kUnknown` with an empty text.
  OpenEnum() = default;

  /// Implicit on purpose: `.target_device = TargetDevice::kJetsonXavier` is how it is written.
  OpenEnum(E value) : value_(value) {}  // NOLINT(google-explicit-constructor)

  /// The enumerator whose text is `text`, or `kUnknown` with `text` kept. Case matters, as it does to the
  /// service.
  static OpenEnum FromText(std::string text) {
    OpenEnum result;
    FromName(text, result.value_);
    if (result.value_ == E::kUnknown) result.unknown_text_ = std::move(text);
    return result;
  }

  /// The enumerator, `E::kUnknown` where there is none.
  E value() const { return value_; }

  /// The service's text, also of an unknown value. Valid as long as this object.
  std::string_view text() const {
    return value_ == E::kUnknown ? std::string_view(unknown_text_) : NameOf(value_);
  }

  friend bool operator==(const OpenEnum& a, const OpenEnum& b) = default;
  friend bool operator==(const OpenEnum& a, E b) { return a.value_ == b; }

 private:
  E value_ = E::kUnknown;
  std::string unknown_text_;
};

}  // namespace lookoutvision
