// Counts threads, descriptors and allocated bytes of this process, for tests of leaks.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iterator>

#include <malloc.h>

namespace lookoutvision::test {

/// The number of entries of `folder`: threads are those of /proc/self/task, descriptors those of
/// /proc/self/fd.
inline std::size_t CountEntries(const char* folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

/// The number of allocated bytes; zero if the C library does not report it.
inline std::size_t AllocatedBytes() {
#if defined(__GLIBC__)
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

}  // namespace lookoutvision::test
