// Expiration times of credentials and tokens, in every form that AWS tools write.
#pragma once

#include <optional>
#include <string_view>

#include "base/json.h"
#include "base/text.h"

namespace lookoutvision::internal {

/// An expiration as text: RFC 3339, also without seconds, in the basic form (`20310203T040506Z`) and with an
/// offset such as `+0530` or `-08`; or an HTTP date. Years after 2261 become the end of 2261, the last year
/// whose differences fit a duration of SystemTime. Absent for any other form.
std::optional<SystemTime> ParseExpiration(std::string_view text);
/// The same, or an integer: milliseconds since 1970, or seconds if as milliseconds it were before 2001.
std::optional<SystemTime> ParseExpiration(const JsonValue& value);

}  // namespace lookoutvision::internal
