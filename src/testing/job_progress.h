// How a job of the mock service advances.
#pragma once

#include <lookoutvision/shapes.h>

#include "testing/job_store.h"

namespace lookoutvision::testing {

/// Whether the job is SUCCEEDED or FAILED.
bool HasEnded(const JobStore::Job& job);

/// Advances the job to now. Returns whether its status has changed.
bool Advance(JobStore::Job& job, SystemTime now);

}  // namespace lookoutvision::testing
