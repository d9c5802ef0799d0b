// Secrets that are wiped from memory.
#include "base/secrets.h"

#include <algorithm>
#include <cstdint>

#include "base/crypto.h"

namespace lookoutvision::internal {

void Cleanse(std::string& text) {
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.Move): a moved-from text may still hold its characters.
  text.resize(text.capacity());
  Cleanse({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  text.clear();
}

void Cleanse(Credentials& credentials) {
  Cleanse(credentials.secret_access_key);
  Cleanse(credentials.session_token);
  Cleanse(credentials.bearer_token);
}

bool SameKeys(const Credentials& a, const Credentials& b) {
  return a.access_key_id == b.access_key_id && a.secret_access_key == b.secret_access_key &&
         a.session_token == b.session_token && a.bearer_token == b.bearer_token;
}

SecretString& SecretString::operator=(SecretString&& other) noexcept {
  if (this == &other) return *this;
  Cleanse(text_);
  text_ = std::move(other.text_);
  Cleanse(other.text_);
  return *this;
}

void SecretString::Append(std::string_view more) {
  const std::size_t size = text_.size() + more.size();
  if (size > text_.capacity()) {
    std::string grown;
    grown.reserve(std::max(size, 2 * text_.capacity()));
    *this = SecretString(std::move(grown.append(text_)));
  }
  text_.append(more);
}

}  // namespace lookoutvision::internal
