// Runs the program wiped_memory.
#include <gtest/gtest.h>

#include "support/program.h"

namespace lookoutvision {
namespace {

TEST(WipedMemory, HoldsNoResponseThatHeldCredentials) {
  const auto ended = test::Program({LOOKOUTVISION_WIPED_MEMORY}, {}).Wait();
  EXPECT_EQ(ended.out, "loaded, freed with the response: 0\n");
  EXPECT_EQ(ended.status, 0) << ended.err;
}

}  // namespace
}  // namespace lookoutvision
