// Tests of a program without memory for OpenSSL, or without random bytes.
#include <string>

#include <gtest/gtest.h>

#include "support/program.h"

namespace lookoutvision {
namespace {

test::ProgramResult RunStarved(const std::string& how) {
  return test::Program({LOOKOUTVISION_STARVED, how}, {}).Wait();
}

TEST(Starved, ThrowsBadAllocIfOpenSslHasNoMemory) {
  const auto ended = RunStarved("no-memory");
  EXPECT_EQ(ended.out, "job-1\nstd::bad_alloc\n");
  EXPECT_EQ(ended.status, 0) << ended.err;
}

TEST(Starved, ReadsRandomBytesFromTheDeviceIfTheSystemCallIsRefused) {
  const auto ended = RunStarved("no-getrandom");
  if (ended.out == "job-1\nno filter\n") GTEST_SKIP() << "this process may not filter system calls";
  EXPECT_EQ(ended.out, "job-1\njob-1\n");
  EXPECT_EQ(ended.status, 0) << ended.err;
}

TEST(Starved, FailsACallWithoutRandomBytes) {
  const auto ended = RunStarved("no-device");
  if (ended.out == "job-1\nno filter\n") GTEST_SKIP() << "this process may not filter system calls";
  EXPECT_EQ(ended.out, "job-1\ncannot get random bytes from the system: Function not implemented\n");
  EXPECT_EQ(ended.status, 0) << ended.err;
}

}  // namespace
}  // namespace lookoutvision
