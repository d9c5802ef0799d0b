// Client::Impl: the state that the copies of a client share.
#pragma once

#include <memory>

#include <lookoutvision/client.h>

#include "pipeline/pipeline.h"

namespace lookoutvision {

class Client::Impl {
 public:
  /// What clients share that were made from each other.
  struct Shared {
    std::shared_ptr<internal::SharedTransport> transport = std::make_shared<internal::SharedTransport>();
    /// Null until a client has no credentials of its own.
    std::shared_ptr<CredentialsProvider> default_credentials = {};
  };

  Impl(ClientConfig config, Shared from);

  /// The configuration without the default credentials.
  ClientConfig GivenConfig() const;

  const Shared shared;
  const internal::Pipeline pipeline;
};

}  // namespace lookoutvision
