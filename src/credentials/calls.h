// What providers share that make calls of their own: their pipelines, their limits and their errors.
#pragma once

#include <memory>
#include <string>

#include <lookoutvision/credentials_providers.h>

#include "base/call_limits.h"
#include "base/url.h"
#include "config/service.h"
#include "pipeline/pipeline.h"

namespace lookoutvision::internal {

/// Always these credentials, with the feature ids that they carry.
std::shared_ptr<CredentialsProvider> FixedCredentials(Credentials credentials);

/// The configuration of a service's calls, signed by `signer`.
ClientConfig ConfigOf(const CredentialsOptions& options, std::shared_ptr<CredentialsProvider> signer);

/// Rules that resolve the settings of `service`, which outlives them.
CallRules RulesOf(const Service& service);

/// Rules for one host that is reached directly, plain http or not, with three attempts: nothing of it is
/// configurable.
CallRules RulesOf(const Url& host);

/// The limits of `context` for one call.
CallOptions LimitsOf(const LoadContext& context, const Pipeline& pipeline);

/// `what`, and why, as an error of credentials.
Error SourceFailed(std::string what, Error cause);

/// An error of credentials with that message.
Error Broken(std::string message);

}  // namespace lookoutvision::internal
