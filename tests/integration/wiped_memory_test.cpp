// Tests that memory with credentials is wiped, in the program wiped_memory.
#include <gtest/gtest.h>

#include "support/program.h"

namespace lookoutvision {
namespace {

TEST(WipedMemory, ContainsNoResponseAndNoProfileWithCredentials) {
  const auto ended = test::Program({LOOKOUTVISION_WIPED_MEMORY}, {}).Wait();
  EXPECT_EQ(ended.out, "role loaded, freed with the secret: 0\nprofile loaded, freed with the secret: 0\n");
  EXPECT_EQ(ended.status, 0) << ended.err;
}

}  // namespace
}  // namespace lookoutvision
