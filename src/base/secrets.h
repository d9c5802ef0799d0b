// Secrets that are wiped from memory once they are no longer needed.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/credentials.h>

namespace lookoutvision::internal {

/// Overwrites the whole capacity of the text, including the remains of longer texts, and clears it.
void Cleanse(std::string& text);

/// Wipes the secret key and the tokens.
void Cleanse(Credentials& credentials);

/// Whether both have the same keys and tokens, whenever they expire.
bool SameKeys(const Credentials& a, const Credentials& b);

/// Owns a secret text. Its memory is overwritten when it is destroyed, moved from, assigned to or
/// reallocated. It cannot be printed, and can be copied only through `view()`.
class SecretString {
 public:
  SecretString() = default;
  /// Wipes `text`.
  // NOLINTNEXTLINE(google-explicit-constructor): turning a text into a secret is safe.
  SecretString(std::string&& text) : text_(std::move(text)) { Cleanse(text); }
  explicit SecretString(std::string_view text) : text_(text) {}
  SecretString(SecretString&& other) noexcept : text_(std::move(other.text_)) { Cleanse(other.text_); }
  SecretString& operator=(SecretString&& other) noexcept;
  ~SecretString() { Cleanse(text_); }

  std::string_view view() const { return text_; }
  bool empty() const { return text_.empty(); }
  void Append(std::string_view more);

 private:
  std::string text_;
};

std::ostream& operator<<(std::ostream&, const SecretString&) = delete;

/// Credentials whose secrets are overwritten when they are destroyed. The public type does not do that.
class SecretCredentials : public Credentials {
 public:
  explicit SecretCredentials(Credentials credentials) : Credentials(std::move(credentials)) {}
  ~SecretCredentials() { Cleanse(*this); }
  SecretCredentials(const SecretCredentials&) = delete;
  SecretCredentials& operator=(const SecretCredentials&) = delete;
};

}  // namespace lookoutvision::internal
