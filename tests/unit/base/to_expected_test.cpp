// Tests of ToExpected, compiled as C++23.
#include <memory>
#include <string>
#include <version>

#include <gtest/gtest.h>

#include <lookoutvision/outcome.h>

namespace lookoutvision {
namespace {

TEST(ToExpected, KeepsTheResultOrTheError) {
#ifdef __cpp_lib_expected
  const Outcome<bool> no = Failure({.kind = ErrorKind::kInvalidRequest, .message = "no"});
  EXPECT_EQ(ToExpected(no).error().message, "no");
  EXPECT_EQ(ToExpected(Outcome<bool>(false)), (std::expected<bool, Error>(false)));
  EXPECT_EQ(ToExpected(Outcome<std::string>("yes")).value(), "yes");
  EXPECT_EQ(**ToExpected(Outcome<std::unique_ptr<int>>(std::make_unique<int>(7))), 7);
#else
  GTEST_SKIP() << "this standard library has no std::expected";
#endif
}

}  // namespace
}  // namespace lookoutvision
