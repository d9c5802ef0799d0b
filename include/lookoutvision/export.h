// LOOKOUTVISION_EXPORT marks what a shared library shows; everything else is hidden.
#pragma once

#if defined(__GNUC__) || defined(__clang__)
#define LOOKOUTVISION_EXPORT __attribute__((visibility("default")))
#else
#define LOOKOUTVISION_EXPORT
#endif
