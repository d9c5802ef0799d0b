// The operations of the Client: each serializes its request and runs the pipeline with a parser.
#include <tuple>
#include <utility>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "base/crypto.h"
#include "base/real_platform.h"
#include "client/client_impl.h"
#include "protocol/rest_json.h"

namespace lookoutvision {
namespace {

// The members that the transport and the default credentials depend on.
auto SourcesOf(const ClientConfig& config) {
  return std::tuple(config.profile, config.ca_bundle, config.client_certificate, config.client_key);
}

}  // namespace

Client::Impl::Impl(ClientConfig config, Shared from)
    : shared([&] {
        // Before the copy for the credentials: only copies of one platform share what they read from a pipe.
        config.platform = internal::WithRealParts(std::move(config.platform));
        if (!config.credentials && !from.default_credentials) {
          from.default_credentials = MakeDefaultCredentials(config);
        }
        if (!config.credentials) config.credentials = from.default_credentials;
        return std::move(from);
      }()),
      pipeline(std::move(config),
               {.resolve =
                    [](const ClientConfig& found, const LoadContext& context) {
                      return internal::ResolveSettings(found, internal::kLookoutVision,
                                                       internal::LoadProfiles(found.platform, context));
                    },
                .redact_results = true},
               shared.transport) {}

ClientConfig Client::Impl::GivenConfig() const {
  ClientConfig config = pipeline.config();
  if (config.credentials == shared.default_credentials) config.credentials = nullptr;
  return config;
}

Client::Client(ClientConfig config) {
  internal::DisableCryptoCleanup();
  impl_ = std::make_shared<const Impl>(std::move(config), Impl::Shared());
}

Client Client::With(const std::function<void(ClientConfig&)>& change) const {
  const ClientConfig mine = impl_->GivenConfig();
  ClientConfig config = mine;
  change(config);
  Client changed(*this);
  const bool shares = SourcesOf(config) == SourcesOf(mine);
  changed.impl_ = std::make_shared<const Impl>(std::move(config), shares ? impl_->shared : Impl::Shared());
  return changed;
}

ClientCounters Client::counters() const {
  return impl_->pipeline.counters();
}

// Each operation shares ownership of the state: a callback may replace or destroy the last client.
Outcome<StartModelPackagingJobResult> Client::StartModelPackagingJob(
    const StartModelPackagingJobRequest& request, const CallOptions& options) const {
  auto call = internal::Serialize(request);
  if (!call) return Failure(std::move(call).error());
  const auto impl = impl_;
  auto end = impl->pipeline.Run(*std::move(call), options, internal::ParseStartModelPackagingJob);
  if (end.outcome) end.outcome->client_token = std::move(end.client_token);
  return std::move(end.outcome);
}

Outcome<DescribeModelPackagingJobResult> Client::DescribeModelPackagingJob(
    const DescribeModelPackagingJobRequest& request, const CallOptions& options) const {
  auto call = internal::Serialize(request);
  if (!call) return Failure(std::move(call).error());
  const auto impl = impl_;
  return impl->pipeline.Run(*std::move(call), options, internal::ParseDescribeModelPackagingJob).outcome;
}

Outcome<ListModelPackagingJobsResult> Client::ListModelPackagingJobs(
    const ListModelPackagingJobsRequest& request, const CallOptions& options) const {
  auto call = internal::Serialize(request);
  if (!call) return Failure(std::move(call).error());
  const auto impl = impl_;
  return impl->pipeline.Run(*std::move(call), options, internal::ParseListModelPackagingJobs).outcome;
}

}  // namespace lookoutvision
