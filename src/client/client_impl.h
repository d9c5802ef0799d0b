// Client::Impl: the state that the copies of a client share.
#pragma once

#include <lookoutvision/client.h>

#include "pipeline/pipeline.h"

namespace lookoutvision {

class Client::Impl {
 public:
  explicit Impl(ClientConfig config);

  const internal::Pipeline pipeline;
};

}  // namespace lookoutvision
