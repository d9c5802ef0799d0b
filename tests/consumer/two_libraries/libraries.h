// What the two libraries of this program offer it: a client goes from one to the other.
#pragma once

#include <cstddef>

#include <lookoutvision/client.h>

/// The shared library: makes a client, and starts a job with it.
lookoutvision::Client StartJob(const lookoutvision::ClientConfig& config);
/// Throws lookoutvision::BadOutcomeAccess.
void ThrowFromSharedLibrary();

/// The static library: how many jobs there are.
std::size_t CountJobs(const lookoutvision::Client& client);
