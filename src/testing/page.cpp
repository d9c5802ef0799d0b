// Makes the admin server's page from its template.
#include "testing/page.h"

#include <cstddef>
#include <string>
#include <utility>

#include "base/random.h"

namespace lookoutvision::testing {
namespace {

void ReplaceAll(std::string& text, std::string_view placeholder, std::string_view value) {
  std::size_t at = 0;
  while ((at = text.find(placeholder, at)) != text.npos) {
    text.replace(at, placeholder.size(), value);
    at += value.size();
  }
}

}  // namespace

Response MakePage(std::string_view token) {
  // Those of the platform may be a test's, and predictable.
  const std::string nonce = internal::MakeUuid(internal::SystemRandomBytes);
  std::string html(kPageTemplate);
  ReplaceAll(html, "@TOKEN@", token);
  ReplaceAll(html, "@NONCE@", nonce);
  const std::string policy =
      "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'nonce-" + nonce +
      "'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
  return {.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Content-Security-Policy", policy},
                      {"Cross-Origin-Opener-Policy", "same-origin"},
                      // Not `no-referrer`, with which a browser may send `Origin: null`.
                      {"Referrer-Policy", "same-origin"}},
          .body = std::move(html)};
}

}  // namespace lookoutvision::testing
