// Redactor: takes the secrets that a call sent out of the texts that came back.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/error.h>

namespace lookoutvision::internal {

/// Knows secrets by reference: they outlive it. Not thread-safe while secrets are added.
///
/// A secret is found as it was sent and in the forms in which a service repeats it: percent-encoded (also
/// twice), as a form field, and escaped for JSON, HTML or XML. A text that was cut off may end in the middle
/// of a secret: its first 16 characters are enough.
class Redactor {
 public:
  /// Passes over a secret that is shorter than `shortest`: it would match ordinary words.
  void Add(std::string_view secret, std::size_t shortest = 6);
  /// The same for the value of a header, of which a service may repeat all, or all but the scheme:
  /// `Bearer <token>`.
  void AddHeader(std::string_view value, std::size_t shortest = 6);

  /// Puts `***` in the place of each secret.
  void Redact(std::string& text) const;
  /// Of every member that may hold a text from outside.
  void Redact(Error& error) const;

 private:
  // The size of the secret that `text` begins with; 0 if there is none.
  std::size_t SecretAt(std::string_view text) const;

  std::vector<std::string_view> secrets_;
};

}  // namespace lookoutvision::internal
