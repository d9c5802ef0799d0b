// The functions of the two libraries of this program, which pass a client from one to the other.
#pragma once

#include <cstddef>

#include <lookoutvision/client.h>

/// Shared library: makes a client, and starts a job with it.
lookoutvision::Client StartJob(const lookoutvision::ClientConfig& config);
/// Throws lookoutvision::BadOutcomeAccess.
void ThrowFromSharedLibrary();

/// Static library: returns the number of jobs.
std::size_t CountJobs(const lookoutvision::Client& client);
