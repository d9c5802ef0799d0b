// Secrets that are overwritten once they are no longer needed. It does not hide them while they are.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/credentials.h>

namespace lookoutvision::internal {

/// Overwrites all memory of the text, also what is left of longer texts in it, and leaves it empty.
void Cleanse(std::string& text);

/// Leaves credentials without keys.
void Cleanse(Credentials& credentials);

/// Owns a secret text. Its memory is overwritten when it is destroyed, moved from, assigned over or outgrown.
/// It does not print, and is copied only by way of `view()`.
class SecretString {
 public:
  SecretString() = default;
  /// Leaves nothing of the secret in what it was moved from.
  // NOLINTNEXTLINE(google-explicit-constructor): a text that becomes a secret is safe.
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

/// Credentials whose keys are overwritten when they are destroyed: as a public type, they do not do it
/// themselves.
class SecretCredentials : public Credentials {
 public:
  explicit SecretCredentials(Credentials credentials) : Credentials(std::move(credentials)) {}
  ~SecretCredentials() { Cleanse(*this); }
  SecretCredentials(const SecretCredentials&) = delete;
  SecretCredentials& operator=(const SecretCredentials&) = delete;
};

}  // namespace lookoutvision::internal
