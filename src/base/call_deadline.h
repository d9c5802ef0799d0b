// The deadline and the stop token of a call, applied to its file reads and child processes.
#pragma once

#include <lookoutvision/credentials.h>
#include <lookoutvision/error.h>
#include <lookoutvision/platform.h>

namespace lookoutvision::internal {

/// The time until the deadline of `context`, at most a minute, and its stop token. All functions here need a
/// complete platform.
IoOptions IoOptionsOf(const LoadContext& context, const Platform& platform);

/// Whether the stop token of `context` requests a stop, or its deadline has passed.
bool IsOver(const LoadContext& context, const Platform& platform);

/// `error`, with the kind and stop reason of a cancellation or a timeout if the call is over.
Error MarkIfOver(Error error, const LoadContext& context, const Platform& platform);

}  // namespace lookoutvision::internal
