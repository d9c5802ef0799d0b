// The operations of the Client: each serializes its request and runs the pipeline with a parser.
#include <utility>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

#include "base/crypto.h"
#include "base/real_platform.h"
#include "client/client_impl.h"
#include "protocol/rest_json.h"

namespace lookoutvision {

Client::Impl::Impl(ClientConfig config)
    : pipeline(
          [&] {
            // Before the copy for the credentials: only copies of one platform share what they read from a
            // pipe.
            config.platform = internal::WithRealParts(std::move(config.platform));
            if (!config.credentials) config.credentials = MakeDefaultCredentials(config);
            return std::move(config);
          }(),
          {.resolve =
               [](const ClientConfig& found, const LoadContext& context) {
                 return internal::ResolveSettings(found, internal::kLookoutVision,
                                                  internal::LoadProfiles(found.platform, context));
               },
           .redact_results = true}) {}

Client::Client(ClientConfig config) {
  internal::KeepCryptoUntilTheEnd();
  impl_ = std::make_shared<const Impl>(std::move(config));
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
