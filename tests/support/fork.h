// HoldsInChild: runs a part of a test in a child process.
#pragma once

#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

namespace lookoutvision::test {

/// Runs `body` in a child of fork, and returns whether it returned true. A child that hangs is killed after a
/// minute. The child exits without running destructors or exit handlers.
template <typename Body>
bool HoldsInChild(Body body) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(60);
    _exit(body() ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  int status = -1;
  return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

}  // namespace lookoutvision::test
