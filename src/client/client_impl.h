// Client::Impl: the state that the copies of a client share.
#pragma once

#include <memory>

#include <lookoutvision/client.h>

#include "pipeline/pipeline.h"

namespace lookoutvision {

// Hidden: a class in one that is exported is exported otherwise.
class [[gnu::visibility("hidden")]] Client::Impl {
 public:
  /// The state that a client shares with the clients that its With() makes.
  struct Shared {
    std::shared_ptr<internal::SharedTransport> transport = std::make_shared<internal::SharedTransport>();
    /// Null until one of them has no credentials of its own.
    std::shared_ptr<CredentialsProvider> default_credentials = {};
  };

  Impl(ClientConfig config, Shared from);

  /// The configuration without the default credentials.
  ClientConfig GivenConfig() const;

  /// The pipeline, which shares the ownership of all of the state.
  static std::shared_ptr<const internal::Pipeline> PipelineOf(const Client& client) {
    return {client.impl_, &client.impl_->pipeline};
  }

  const Shared shared;
  const internal::Pipeline pipeline;
};

}  // namespace lookoutvision
