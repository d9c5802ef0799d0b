// The admin server's page for people.
#pragma once

#include <string_view>

#include <lookoutvision/testing/fault.h>

namespace lookoutvision::testing {

/// The text of page.html, in which `@TOKEN@` and `@NONCE@` are placeholders.
extern const std::string_view kPageTemplate;

/// The page, whose script sends `token` with its requests, under a Content-Security-Policy that allows only
/// its own script and style. `token` contains no characters that HTML quotes.
Response MakePage(std::string_view token);

}  // namespace lookoutvision::testing
