// The limits of a call, as they apply to the files that it reads and the processes that it runs.
#pragma once

#include <lookoutvision/credentials.h>
#include <lookoutvision/error.h>
#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// What remains of the limits in `context`, and a minute at most. The platform is complete, as for all of
/// these.
IoLimits IoLimitsOf(const LoadContext& context, const Platform& platform);

/// Whether the stop token or the deadline of `context` has ended the call.
bool IsOver(const LoadContext& context, const Platform& platform);

/// `error`, which ended something within the call: with kind and stop reason of a cancellation or a timeout
/// if the call is over.
Error MarkIfOver(Error error, const LoadContext& context, const Platform& platform);

}  // namespace lookoutvision::internal
