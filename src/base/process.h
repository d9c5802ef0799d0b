// The identity of the process that the library runs in, its forks and its file descriptors.
#pragma once

#include <cstdint>
#include <functional>

namespace lookoutvision::internal {

/// A number that identifies this process: a child has a different one, however it was forked. Not the pid,
/// which parent and child may share if they are in different PID namespaces.
std::uint64_t ThisProcess();

/// Runs `work` while no other thread can fork: a fork waits until `work` returns. For work that leaves state
/// unusable in a child if a fork interrupts it. One `work` runs at a time; it must not fork.
void WithoutFork(const std::function<void()>& work);

/// Like `socket`, but programs that this process starts do not inherit it.
int OpenSocket(int family, int type, int protocol);

/// EMFILE or ENFILE if fewer file descriptors are available than one call may need at once; 0 otherwise.
int DescriptorShortage();

}  // namespace lookoutvision::internal
