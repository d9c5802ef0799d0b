// The process that the library runs in, its forks and its file descriptors. Starting others is Platform's
// business.
#pragma once

#include <cstdint>
#include <functional>

namespace lookoutvision::internal {

/// A number of this process's own: another one in a child of fork, however that was forked. It is no pid,
/// which parent and child may share if they are in PID namespaces of their own.
std::uint64_t ThisProcess();

/// Runs `work` while no other thread can fork: a fork waits for its end. For what a child could not finish,
/// if it were begun by a thread that the child does not have. One `work` runs at a time; it must not fork.
void WithoutFork(const std::function<void()>& work);

/// As `socket`, but programs that this process starts do not inherit it.
int OpenSocket(int family, int type, int protocol);

/// EMFILE or ENFILE if the process has no more file descriptors than a call may need at once; 0 if it has.
int DescriptorShortage();

}  // namespace lookoutvision::internal
