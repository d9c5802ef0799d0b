// Validates credentials, from any source.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/credentials.h>

namespace lookoutvision::internal {

/// The names of the parts at their source: `AWS_ACCESS_KEY_ID`, `aws_access_key_id`, `AccessKeyId`.
struct CredentialNames {
  std::string_view access_key_id = "Credentials::access_key_id";
  std::string_view secret_access_key = "Credentials::secret_access_key";
  std::string_view session_token = "Credentials::session_token";
};

/// A part that makes credentials unusable. None of these texts quotes a value.
struct InvalidPart {
  /// One of the CredentialNames.
  std::string_view name;
  /// `contains a line break`, `needs AWS_SECRET_ACCESS_KEY, which is missing`
  std::string problem;
  /// What to do, if the user sets the parts by hand: `set it to the value alone`.
  std::string_view remedy;
};

/// The first part that is set without the others that it needs, or whose value is not valid: it contains
/// anything but visible ASCII, is in quotes, or is a key id with a separator of the Authorization header.
/// Absent if there is none. Empty credentials are valid: they mean anonymous.
std::optional<InvalidPart> ValidateCredentials(const Credentials& credentials,
                                               const CredentialNames& names = {});

/// `AWS_SECRET_ACCESS_KEY contains a line break: set it to the value alone`
std::string ToString(const InvalidPart& invalid);

}  // namespace lookoutvision::internal
