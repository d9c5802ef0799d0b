// Tests of writing and validating compiler options.
#include <sstream>

#include <gtest/gtest.h>

#include <lookoutvision/compiler_options.h>

#include "model/constraints.h"

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kNvidiaOptions =
    R"({"gpu-code": "sm_75", "trt-ver": "7.1.3", "cuda-ver": "10.2"})";

// The problem of `text`; empty if it is valid.
std::string ProblemOf(std::string_view text, bool for_nvidia) {
  return ValidateCompilerOptions(text, for_nvidia).value_or(Problem{}).text;
}

TEST(CompilerOptions, AcceptAnyJsonObjectForACpu) {
  EXPECT_EQ(ProblemOf(R"({"mcpu": "core-avx2"})", false), "");
  EXPECT_EQ(ProblemOf("{ }", false), "");
  EXPECT_EQ(ProblemOf(kNvidiaOptions, false), "");
}

TEST(CompilerOptions, RejectOtherJson) {
  EXPECT_EQ(ProblemOf("[{}]", false), "is a JSON array, a JSON object is required");
  EXPECT_EQ(ProblemOf("\"{}\"", false), "is a JSON string, a JSON object is required");
  EXPECT_EQ(ProblemOf("null", true), "is a JSON null, a JSON object is required");
}

TEST(CompilerOptions, RejectTextThatIsNotJson) {
  EXPECT_EQ(ProblemOf("-mcpu=core-avx2", false), "is not well-formed JSON, a JSON object is required");
  EXPECT_EQ(ProblemOf(R"({"mcpu": "core-avx2"} x)", false),
            "is not well-formed JSON, a JSON object is required");
  EXPECT_EQ(ProblemOf("\xEF\xBB\xBF{}", false), "begins with a byte order mark, a JSON object is required");
  EXPECT_EQ(ProblemOf(std::string(500, '['), false),
            "nests deeper than 64 levels, a JSON object is required");
}

TEST(CompilerOptions, AcceptAllThreeKeysForNvidia) {
  EXPECT_EQ(ProblemOf(kNvidiaOptions, true), "");
}

TEST(CompilerOptions, ReportTheKeysThatAreMissingForNvidia) {
  const std::string needed = "; the accelerator NVIDIA needs gpu-code, trt-ver and cuda-ver";
  EXPECT_EQ(ProblemOf("{}", true), "lacks gpu-code, trt-ver, cuda-ver" + needed);
  EXPECT_EQ(ProblemOf(R"({"trt-ver": "7", "cuda-ver": "10"})", true), "lacks gpu-code" + needed);
  EXPECT_EQ(ProblemOf(R"({"gpu-code": "sm", "cuda-ver": "10"})", true), "lacks trt-ver" + needed);
  EXPECT_EQ(ProblemOf(R"({"gpu-code": "sm", "trt-ver": "7"})", true), "lacks cuda-ver" + needed);
  EXPECT_EQ(ProblemOf(R"({"Gpu-Code": 1, "x": {"gpu-code": 1, "trt-ver": 1}})", true),
            "lacks gpu-code, trt-ver, cuda-ver" + needed);
}

TEST(NvidiaCompilerOptions, MatchTheServicesExample) {
  const NvidiaCompilerOptions options{.gpu_code = "sm_75", .trt_ver = "7.1.3", .cuda_ver = "10.2"};
  EXPECT_EQ(options.ToJson(), kNvidiaOptions);
  EXPECT_EQ(ProblemOf(options.ToJson(), true), "");
}

TEST(NvidiaCompilerOptions, OmitEmptyValues) {
  const NvidiaCompilerOptions options{.gpu_code = "", .trt_ver = "7.1.3", .cuda_ver = ""};
  EXPECT_EQ(options.ToJson(), R"({"trt-ver": "7.1.3"})");
  EXPECT_EQ(ProblemOf(options.ToJson(), true),
            "lacks gpu-code, cuda-ver; the accelerator NVIDIA needs gpu-code, trt-ver and cuda-ver");
}

TEST(CpuCompilerOptions, MatchTheServicesExample) {
  EXPECT_EQ(CpuCompilerOptions{.mcpu = "core-avx2"}.ToJson(), R"({"mcpu": "core-avx2"})");
  EXPECT_EQ(CpuCompilerOptions{.mcpu = ""}.ToJson(), "{}");
}

TEST(CpuCompilerOptions, WriteOneLineOfJsonForAnyValue) {
  EXPECT_EQ(CpuCompilerOptions{.mcpu = "a\"\\\n\xff"}.ToJson(), "{\"mcpu\": \"a\\\"\\\\\\n\xef\xbf\xbd\"}");
}

TEST(CompilerOptionValues, CompareAndPrint) {
  const NvidiaCompilerOptions nvidia{.gpu_code = "sm_75", .trt_ver = "7.1.3", .cuda_ver = "10.2"};
  EXPECT_EQ(nvidia, NvidiaCompilerOptions(nvidia));
  EXPECT_NE(nvidia, (NvidiaCompilerOptions{.gpu_code = "sm_75", .trt_ver = "7.1.3", .cuda_ver = "11"}));
  EXPECT_NE(CpuCompilerOptions{.mcpu = "a"}, CpuCompilerOptions{.mcpu = "b"});
  std::ostringstream out;
  out << nvidia << ' ' << CpuCompilerOptions{.mcpu = "core-avx2"};
  EXPECT_EQ(out.str(), R"(NvidiaCompilerOptions{gpu-code: "sm_75", trt-ver: "7.1.3", cuda-ver: "10.2"} )"
                       R"(CpuCompilerOptions{mcpu: "core-avx2"})");
}

}  // namespace
}  // namespace lookoutvision::internal
