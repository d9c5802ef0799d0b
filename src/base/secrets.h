// Secrets in strings: overwritten once they are no longer needed. It does not hide them while they are.
#pragma once

#include <string>

#include <lookoutvision/credentials.h>

#include "base/crypto.h"

namespace lookoutvision::internal {

/// Overwrites the text and leaves it empty.
inline void Cleanse(std::string& text) {
  Cleanse({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  text.clear();
}

/// Leaves credentials without keys.
inline void Cleanse(Credentials& credentials) {
  Cleanse(credentials.secret_access_key);
  Cleanse(credentials.session_token);
}

/// Cleanses what it refers to at the end of its scope.
template <typename T>
class CleanseAtExit {
 public:
  explicit CleanseAtExit(T& secret) : secret_(secret) {}
  ~CleanseAtExit() { Cleanse(secret_); }
  CleanseAtExit(const CleanseAtExit&) = delete;
  CleanseAtExit& operator=(const CleanseAtExit&) = delete;

 private:
  T& secret_;
};

}  // namespace lookoutvision::internal
