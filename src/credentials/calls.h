// The calls of credentials providers: their configuration, timeouts and errors.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/credentials_providers.h>

#include "base/deadline.h"
#include "base/secrets.h"
#include "base/url.h"
#include "config/service.h"
#include "credentials/provider_context.h"
#include "pipeline/pipeline.h"

namespace lookoutvision::internal {

/// `credentials` with the User-Agent's feature ids of their source.
LoadResult WithFeatures(Credentials credentials, std::string features);

/// A provider that always returns these credentials.
std::shared_ptr<CredentialsProvider> MakeFixedCredentials(Credentials credentials, std::string features);

/// The default maximum number of attempts of a call to a local host.
inline constexpr int kAttemptsOfLocalHost = 3;

/// The configuration of a service's calls, signed by `signer`.
ClientConfig ConfigOf(const ProviderContext& context, std::shared_ptr<CredentialsProvider> signer);

/// The configuration of unsigned calls to a local host: its own timeouts and the default retries.
ClientConfig ConfigOfHost(const ProviderContext& context, const Timeouts& timeouts);

/// Rules that resolve the settings of `service`. Both arguments must outlive them.
CallRules RulesOf(const Service& service, const ProviderContext& context);

/// Rules for calls to one host without a proxy, over http or https with the client's CA bundle. `host` and
/// `context` must outlive them.
CallRules RulesOf(const Url& host, const ProviderContext& context, int max_attempts);

/// Makes the call with the stop token and the deadline of the load.
template <typename Parse>
auto MakeCall(const Pipeline& pipeline, SerializedRequest request, const ProviderContext& context,
              Parse parse) {
  const CallOptions options{.stop_token = context.load_context.stop_token,
                            .timeout = pipeline.CallTimeoutUntil(context.load_context.deadline)};
  return pipeline.Run(std::move(request), options, parse).outcome;
}

/// `cause` with `what` before its message, as an error of kind `kCredentials`.
Error SourceFailed(std::string what, Error cause);

/// An error of kind `kCredentials`.
Error Broken(std::initializer_list<std::string_view> message);

}  // namespace lookoutvision::internal
