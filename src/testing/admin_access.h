// Decides which requests the admin server accepts, so that no page of another site can use it.
#pragma once

#include <optional>
#include <string_view>

#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

struct ServiceState;

/// The header in which the page sends ServiceState::admin_token.
inline constexpr std::string_view kAdminTokenHeader = "X-Mock-Service-Token";

/// Why the request is refused, as a line of text; absent if it is accepted. See
/// docs/decisions/0043-which-requests-the-admin-server-accepts.md.
std::optional<std::string_view> ValidateAccess(const RecordedRequest& request, const ServiceState& service);

}  // namespace lookoutvision::testing
