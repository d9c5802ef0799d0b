// What the copies of a client share. Private to the client room.
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
