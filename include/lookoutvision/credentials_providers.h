/// @file
/// The credentials providers of the library. None of them does I/O before its first load.
///
/// A provider with a ClientConfig calls STS and SSO as a client with that configuration calls its service. It
/// ignores the members for that service only: `endpoint_url`, `signing_region`, `signing_name`,
/// `credentials`, `headers`, `before_attempt`, `on_attempt`, `on_call` and `timeouts.call`. The endpoints of
/// STS, SSO and SSO OIDC can be overridden by `AWS_ENDPOINT_URL_STS`, `_SSO`, `_SSO_OIDC`,
/// `AWS_ENDPOINT_URL`, and in profiles. Containers, instance metadata and processes have their own timeouts
/// and retries; the first two use the CA bundle and the client certificate of the configuration.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <lookoutvision/client_config.h>
#include <lookoutvision/credentials.h>
#include <lookoutvision/export.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/platform.h>

namespace lookoutvision {

/// Always returns these credentials. If a part is missing or not valid, `Load` fails and names it.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeStaticCredentials(Credentials credentials);

/// Sends calls unsigned: for gateways that authenticate in another way, or not at all.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeAnonymousCredentials();

/// Calls `source` before each attempt for a bearer token. If the service rejects a token with 401, and
/// `source` then returns another, the call is retried with that, once. Wrap the provider in
/// MakeCachedCredentials() if `source` is slow and the token lasts as long as the process; `source` may be
/// called by many threads at once.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeBearerTokenCredentials(
    std::function<Outcome<std::string>(const LoadContext&)> source);

/// Reads the bearer token before each attempt from a file that another program keeps current; `~/` means
/// HOME. Line breaks at its end are ignored.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeBearerTokenFileCredentials(
    std::string path, Platform platform = {});

/// Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` (old name `AWS_SECURITY_TOKEN`)
/// at each load. A variable that contains only white space is unset. If none is set, the result is
/// NotConfigured. A key without the others that it needs, or an invalid value, is an error that names the
/// variable.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeEnvironmentCredentials(Platform platform = {});

/// Loads the credentials that a profile of the shared files configures: keys, `credential_process`, SSO
/// (whose token it refreshes and writes back), a web identity, or a role to assume with the credentials of
/// another profile or of a `credential_source`. It is an error if a named profile is missing, if it
/// configures its source only in part, or if it needs what is not supported: `login_session`, or `mfa_serial`
/// with `role_arn`.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeProfileCredentials(ClientConfig config = {});

/// A role to assume with a token from a file, which each load reads.
struct WebIdentityRole {
  /// The ARN of the role.
  std::string role_arn;
  /// The path of the file with the token; `~/` means HOME.
  std::string token_file;
  /// Empty: a random name.
  std::string role_session_name = {};
  /// How long the credentials last: 15 minutes to 12 hours. Absent: the default of STS, one hour.
  std::optional<std::chrono::seconds> duration = {};
};

/// Calls AssumeRoleWithWebIdentity of STS.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeWebIdentityCredentials(
    WebIdentityRole role, ClientConfig config = {});

/// The same with the role of `AWS_ROLE_ARN`, `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_SESSION_NAME`.
/// Without a token file, the result is NotConfigured; a token file without a role is an error.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeWebIdentityCredentials(
    ClientConfig config = {});

/// Calls the credentials endpoint of a container (ECS, EKS pod identity, Greengrass) at
/// `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `AWS_CONTAINER_CREDENTIALS_FULL_URI`, with the token of
/// `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` or `AWS_CONTAINER_AUTHORIZATION_TOKEN`.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeContainerCredentials(ClientConfig config = {});

/// Loads the credentials of an EC2 instance's role from version 2 of its metadata service. If no connection
/// to the host is possible, the result is NotConfigured: the load takes one timeout, and loads within the
/// next minute do not try again. A host that accepts the connection but is slow or fails is an error after
/// three attempts. The timeout is 1 s, or the seconds of `AWS_METADATA_SERVICE_TIMEOUT`;
/// `AWS_METADATA_SERVICE_NUM_ATTEMPTS` replaces the three. `AWS_EC2_METADATA_DISABLED=true` turns the
/// provider off.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeInstanceMetadataCredentials(
    ClientConfig config = {});

/// Runs `command` with the shell, and reads its standard output in the format of `credential_process`. The
/// timeout is a minute. The command may prompt on `/dev/tty` while the program is in the foreground of its
/// terminal; otherwise opening `/dev/tty` fails.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeProcessCredentials(std::string command,
                                                                                 ClientConfig config = {});

/// A role to assume with other credentials.
struct AssumedRole {
  /// The ARN of the role.
  std::string role_arn;
  /// Empty: a random name.
  std::string role_session_name = {};
  std::string external_id = {};  ///< The external id that the role requires; empty if none.
  /// How long the credentials last: 15 minutes to 12 hours. Absent: the default of STS, one hour.
  std::optional<std::chrono::seconds> duration = {};
};

/// Calls AssumeRole of STS, signed with the credentials of `source`. A source without credentials is an
/// error.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeAssumeRoleCredentials(
    AssumedRole role, std::shared_ptr<CredentialsProvider> source, ClientConfig config = {});

/// Tries the providers in order, and returns the first credentials. It skips a provider that is not
/// configured, and stops at one that fails. Its errors say, by name, what each provider looked for.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeChainCredentials(
    std::vector<std::pair<std::string, std::shared_ptr<CredentialsProvider>>> providers);

/// Caches the credentials of `provider`: those without an expiration for ever, others until the last 5
/// minutes or the last quarter of their life, whichever begins later. Then one caller refreshes them while
/// the others use those that are still valid. If a refresh fails before they expire, they remain in use.
/// After such a failure, and after a refresh without a later expiration, the next refresh is a minute later.
/// Credentials that are expired when they are loaded are an error. Those that are reported to `Reject` are
/// loaded again, at most once per minute. If a refresh fails because its own caller was cancelled or timed
/// out, another caller takes over. A child of fork starts with an empty cache.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeCachedCredentials(
    std::shared_ptr<CredentialsProvider> provider, Platform platform = {});

/// The default chain of AWS's tools, cached as by MakeCachedCredentials(): environment, profile, web identity
/// from the environment, container, instance metadata. If `config` names a profile, the profile comes before
/// the environment.
LOOKOUTVISION_EXPORT std::shared_ptr<CredentialsProvider> MakeDefaultCredentials(ClientConfig config = {});

}  // namespace lookoutvision
