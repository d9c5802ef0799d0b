// Compiler options as JSON: what is refused, and which keys an NVIDIA accelerator misses.
#include "model/compiler_options.h"

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kNvidiaOptions =
    R"({"gpu-code": "sm_75", "trt-ver": "7.1.3", "cuda-ver": "10.2"})";

TEST(CompilerOptions, AreAnyJsonObjectOnACpu) {
  EXPECT_EQ(FaultOfCompilerOptions(R"({"mcpu": "core-avx2"})", false), std::nullopt);
  EXPECT_EQ(FaultOfCompilerOptions("{ }", false), std::nullopt);
  EXPECT_EQ(FaultOfCompilerOptions(kNvidiaOptions, false), std::nullopt);
}

TEST(CompilerOptions, AreNoOtherJson) {
  EXPECT_EQ(FaultOfCompilerOptions("[{}]", false), "is a JSON array, a JSON object is needed");
  EXPECT_EQ(FaultOfCompilerOptions("\"{}\"", false), "is a JSON string, a JSON object is needed");
  EXPECT_EQ(FaultOfCompilerOptions("null", true), "is a JSON null, a JSON object is needed");
}

TEST(CompilerOptions, AreNothingElseThanJson) {
  EXPECT_EQ(FaultOfCompilerOptions("-mcpu=core-avx2", false),
            "is no well-formed JSON, a JSON object is needed");
  EXPECT_EQ(FaultOfCompilerOptions(R"({"mcpu": "core-avx2"} x)", false),
            "is no well-formed JSON, a JSON object is needed");
  EXPECT_EQ(FaultOfCompilerOptions("\xEF\xBB\xBF{}", false),
            "begins with a byte order mark, a JSON object is needed");
  EXPECT_EQ(FaultOfCompilerOptions(std::string(500, '['), false),
            "nests deeper than 64 levels, a JSON object is needed");
}

TEST(CompilerOptions, AreCompleteForNvidiaWithAllThreeKeys) {
  EXPECT_EQ(FaultOfCompilerOptions(kNvidiaOptions, true), std::nullopt);
}

TEST(CompilerOptions, NameTheKeysThatNvidiaMisses) {
  const std::string needed = "; the accelerator NVIDIA needs gpu-code, trt-ver and cuda-ver";
  EXPECT_EQ(FaultOfCompilerOptions("{}", true), "lacks gpu-code, trt-ver, cuda-ver" + needed);
  EXPECT_EQ(FaultOfCompilerOptions(R"({"trt-ver": "7", "cuda-ver": "10"})", true), "lacks gpu-code" + needed);
  EXPECT_EQ(FaultOfCompilerOptions(R"({"gpu-code": "sm", "cuda-ver": "10"})", true),
            "lacks trt-ver" + needed);
  EXPECT_EQ(FaultOfCompilerOptions(R"({"gpu-code": "sm", "trt-ver": "7"})", true), "lacks cuda-ver" + needed);
  EXPECT_EQ(FaultOfCompilerOptions(R"({"Gpu-Code": 1, "x": {"gpu-code": 1, "trt-ver": 1}})", true),
            "lacks gpu-code, trt-ver, cuda-ver" + needed);
}

}  // namespace
}  // namespace lookoutvision::internal
