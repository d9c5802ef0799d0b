// Redactor: removes the secrets that a call sent from the text that it received.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/error.h>

namespace lookoutvision::internal {

/// Holds references: the secrets must outlive it. Not thread-safe while secrets are added.
///
/// Finds a secret as it was sent and in the forms in which services repeat it: percent-encoded (also twice),
/// as a form field, and escaped for JSON, HTML or XML. Text may be truncated in the middle of a secret: its
/// first 16 characters are enough.
class Redactor {
 public:
  /// Ignores a secret that is shorter than `shortest`: it would match ordinary words.
  void Add(std::string_view secret, std::size_t shortest = 6);
  /// The same for a header value, which a service may repeat with or without its scheme: `Bearer <token>`.
  void AddHeader(std::string_view value, std::size_t shortest = 6);

  /// Replaces each secret with `***`.
  void Redact(std::string& text) const;
  /// Redacts every member that may contain text from outside.
  void Redact(Error& error) const;

 private:
  // The size of the secret at the beginning of `text`; 0 if there is none.
  std::size_t SecretAt(std::string_view text) const;

  std::vector<std::string_view> secrets_;
};

}  // namespace lookoutvision::internal
