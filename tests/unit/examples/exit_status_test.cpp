// Tests of the exit status for each kind of error.
#include "package_model/exit_status.h"

#include <gtest/gtest.h>

namespace package_model {
namespace {

using lookoutvision::ErrorKind;

TEST(ExitStatus, DependsOnTheKindOfError) {
  EXPECT_EQ(ExitStatusOf(ErrorKind::kInvalidRequest), 252);
  EXPECT_EQ(ExitStatusOf(ErrorKind::kConfiguration), 253);
  EXPECT_EQ(ExitStatusOf(ErrorKind::kCredentials), 253);
  EXPECT_EQ(ExitStatusOf(ErrorKind::kService), 254);
  EXPECT_EQ(ExitStatusOf(ErrorKind::kJobFailed), 254);
  EXPECT_EQ(ExitStatusOf(ErrorKind::kTransport), 255);
  EXPECT_EQ(ExitStatusOf(ErrorKind::kTimeout), 255);
  EXPECT_EQ(ExitStatusOf(ErrorKind::kUnreadableResponse), 255);
  EXPECT_EQ(ExitStatusOf(ErrorKind::kCancelled), 130);
}

}  // namespace
}  // namespace package_model
