// The AWS services that the library calls, and their endpoint parameters.
#pragma once

#include <string_view>

namespace lookoutvision::internal {

struct Service {
  /// Its key in a services section of a profile file.
  std::string_view id;
  /// The environment variable for its endpoint override.
  const char* endpoint_variable;
  /// The first label or labels of its host names.
  std::string_view endpoint_prefix;
  std::string_view signing_name;
  /// In GovCloud, the host without `-fips` is the FIPS endpoint, too.
  bool govcloud_is_fips = false;
  /// Region `aws-global` is the endpoint without a region, which is in us-east-1.
  bool has_global_endpoint = false;
  /// Appended to the error if the AWS endpoint cannot be reached.
  std::string_view unreachable_hint = {};
};

inline constexpr Service kLookoutVision{
    .id = "lookoutvision",
    .endpoint_variable = "AWS_ENDPOINT_URL_LOOKOUTVISION",
    .endpoint_prefix = "lookoutvision",
    .signing_name = "lookoutvision",
    .unreachable_hint =
        " (Amazon ended Lookout for Vision on 2025-10-31; to use a compatible service, set "
        "ClientConfig::endpoint_url or AWS_ENDPOINT_URL_LOOKOUTVISION)"};
inline constexpr Service kSts{.id = "sts",
                              .endpoint_variable = "AWS_ENDPOINT_URL_STS",
                              .endpoint_prefix = "sts",
                              .signing_name = "sts",
                              .govcloud_is_fips = true,
                              .has_global_endpoint = true};
inline constexpr Service kSso{.id = "sso",
                              .endpoint_variable = "AWS_ENDPOINT_URL_SSO",
                              .endpoint_prefix = "portal.sso",
                              .signing_name = "awsssoportal",
                              .govcloud_is_fips = true};
inline constexpr Service kSsoOidc{.id = "sso_oidc",
                                  .endpoint_variable = "AWS_ENDPOINT_URL_SSO_OIDC",
                                  .endpoint_prefix = "oidc",
                                  .signing_name = "sso-oauth",
                                  .govcloud_is_fips = true};

}  // namespace lookoutvision::internal
