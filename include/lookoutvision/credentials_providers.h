// Factories of the credentials providers that come with the library. None of them does I/O before it is
// asked for credentials.
//
// Their ClientConfig says how they reach STS and SSO: as a client with this configuration reaches its
// service. What concerns that service alone is not used: `endpoint_url`, `signing_region`, `signing_name`,
// `credentials`, `on_attempt`, `on_call` and `timeouts.call`. Endpoints of STS, SSO and SSO OIDC can be
// overridden by `AWS_ENDPOINT_URL_STS`, `_SSO`, `_SSO_OIDC`, `AWS_ENDPOINT_URL`, and in profiles. Containers,
// instance metadata and processes have limits and retries of their own.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <lookoutvision/client_config.h>
#include <lookoutvision/credentials.h>
#include <lookoutvision/export.h>
#include <lookoutvision/platform.h>

namespace lookoutvision {

/// Always these credentials. If a part is missing or cannot be used, `Load` fails and names it.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeStaticCredentials(Credentials credentials);

/// Calls are sent unsigned: for gateways that authenticate otherwise, or not at all.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeAnonymousCredentials();

/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` (old name `AWS_SECURITY_TOKEN`), read
/// at each call. A variable of white space only is unset. With none of them set it is "not configured here";
/// a part without the others it needs, or a value that cannot be a key, is an error that names the variable.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeEnvironmentCredentials(Platform platform = {});

/// What a profile of the shared files says: keys, `credential_process`, SSO (its token is refreshed and
/// written back), a web identity, or a role to assume by means of another profile or of a
/// `credential_source`. A profile that is named and missing is an error, and so is one that says where its
/// credentials come from in part, or in a way that is not supported: `login_session`, or `mfa_serial` with
/// `role_arn`.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeProfileCredentials(ClientConfig config = {});

/// A role to assume by a token in a file, which is read each time.
struct WebIdentityRole {
  std::string role_arn;
  std::string token_file;
  /// Empty: one is made up.
  std::string role_session_name = {};
};

/// Asks STS with AssumeRoleWithWebIdentity.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeWebIdentityCredentials(
    WebIdentityRole role, ClientConfig config = {});

/// The same with `AWS_ROLE_ARN`, `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_SESSION_NAME`. Without the token
/// file it is "not configured here"; a token file without the role is an error.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeWebIdentityCredentials(
    ClientConfig config = {});

/// The endpoint of a container's credentials (ECS, EKS pod identity, Greengrass), as
/// `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `AWS_CONTAINER_CREDENTIALS_FULL_URI` names it, with the token
/// of `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` or `AWS_CONTAINER_AUTHORIZATION_TOKEN`.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeContainerCredentials(ClientConfig config = {});

/// The role of an EC2 instance, by version 2 of its metadata service. Where none answers it costs one connect
/// limit of 1 s, and the answer no is kept for a minute. `AWS_EC2_METADATA_DISABLED=true`: it is not asked.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeInstanceMetadataCredentials(
    ClientConfig config = {});

/// What `command`, run by the shell, writes to its standard output, in the form of `credential_process`. It
/// has a minute at most. It may ask on `/dev/tty` while the program is in the foreground of its terminal;
/// otherwise opening `/dev/tty` fails.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeProcessCredentials(std::string command,
                                                                                 ClientConfig config = {});

/// A role to assume by means of other credentials.
struct AssumedRole {
  std::string role_arn;
  /// Empty: one is made up.
  std::string role_session_name = {};
  std::string external_id = {};
};

/// Asks STS with AssumeRole, signed with what `source` has. A source without credentials is an error.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeAssumeRoleCredentials(
    AssumedRole role, std::shared_ptr<CredentialsProvider> source, ClientConfig config = {});

/// The first that has credentials: what is not configured is passed over, what is broken ends the search. Its
/// errors say by name what was tried, and why it did not serve.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeChainCredentials(
    std::vector<std::pair<std::string, std::shared_ptr<CredentialsProvider>>> providers);

/// Keeps what `provider` has: without an end for ever, else until 5 minutes before the end. Then one caller
/// refreshes it while others use what is still valid. A refresh that fails early leaves the old ones in use,
/// and is tried again after a minute; one that ends because its own caller was stopped, or had no time left,
/// is taken over by another. A child process after fork begins anew.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeCachedCredentials(
    std::shared_ptr<CredentialsProvider> provider, Platform platform = {});

/// The default chain of AWS's tools: environment, profile, web identity from the environment, container,
/// instance metadata; cached as by MakeCachedCredentials(). If `config` names a profile, that comes before
/// the environment.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeDefaultCredentials(ClientConfig config = {});

}  // namespace lookoutvision
