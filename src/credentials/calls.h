// What providers share that make calls of their own: their pipelines, their limits and their errors.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <lookoutvision/credentials_providers.h>

#include "base/call_deadline.h"
#include "base/secrets.h"
#include "base/url.h"
#include "config/service.h"
#include "credentials/provider_context.h"
#include "pipeline/pipeline.h"

namespace lookoutvision::internal {

/// `credentials` with feature ids for the User-Agent, which name their source.
LoadResult WithFeatures(Credentials credentials, std::string features);

/// Always these credentials.
std::shared_ptr<CredentialsProvider> MakeFixedCredentials(Credentials credentials, std::string features);

/// The configuration of a service's calls, signed by `signer`.
ClientConfig ConfigOf(const ProviderContext& context, std::shared_ptr<CredentialsProvider> signer);

/// The configuration of unsigned calls to a host that is close by: its own timeouts, the default retries, and
/// `transport` if the client names none.
ClientConfig ConfigOfHost(const ProviderContext& context, const Timeouts& timeouts,
                          const std::shared_ptr<HttpTransport>& transport);

/// Rules that resolve the settings of `service`. Both outlive them.
CallRules RulesOf(const Service& service, const ProviderContext& context);

/// Rules for one host that is reached directly, plain http or not, with three attempts: nothing of it is
/// configurable.
CallRules RulesOf(const Url& host);

/// Makes the call within the limits of the refresh.
template <typename Parse>
auto MakeCall(const Pipeline& pipeline, SerializedRequest request, const ProviderContext& context,
              Parse parse) {
  const CallOptions options{.stop_token = context.load_context.stop_token,
                            .timeout = pipeline.TimeoutOfOneCall(context.load_context.deadline)};
  return pipeline.Run(std::move(request), options, parse).outcome;
}

/// `what`, and why, as an error of credentials.
Error SourceFailed(std::string what, Error cause);

/// An error of credentials with that message.
Error Broken(std::string message);

}  // namespace lookoutvision::internal
