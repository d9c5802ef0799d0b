// Fork: runs a piece of a test in a child process.
#pragma once

#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

namespace lookoutvision::test {

/// Runs `body` in a child and tells whether it returned true there. A child that hangs ends after a minute.
/// It leaves without running anything of the test program's.
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
