// Tests of the enumerations and OpenEnum.
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/shapes.h>

namespace lookoutvision {
namespace {

template <typename E>
std::string Print(const OpenEnum<E>& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

// Expects that text and enumerator convert to each other, and that the enumerator prints as the text.
template <typename E>
void ExpectPair(E value, const std::string& text) {
  EXPECT_EQ(ToString(value), text);
  EXPECT_EQ(FromString<E>(text), value) << text;
  EXPECT_EQ(Print(OpenEnum<E>(value)), text);
}

// Expects that kUnknown has no text, and that an unknown text has no enumerator.
template <typename E>
void ExpectNoOthers() {
  EXPECT_EQ(ToString(E::kUnknown), "");
  for (const char* const text : {"", "kUnknown", "linux", "JETSON_XAVIER", "ARM64 ", "succeeded", "nvidia"}) {
    EXPECT_EQ(FromString<E>(text), E::kUnknown) << text;
  }
  EXPECT_EQ(Print(OpenEnum<E>("a\nb")), "a\\nb");
}

TEST(Enumerations, TargetDeviceHasTheServicesNames) {
  ExpectPair(TargetDevice::kJetsonXavier, "jetson_xavier");
  ExpectNoOthers<TargetDevice>();
}

TEST(Enumerations, TargetPlatformOsHasTheServicesNames) {
  ExpectPair(TargetPlatformOs::kLinux, "LINUX");
  ExpectNoOthers<TargetPlatformOs>();
}

TEST(Enumerations, TargetPlatformArchHasTheServicesNames) {
  ExpectPair(TargetPlatformArch::kArm64, "ARM64");
  ExpectPair(TargetPlatformArch::kX86_64, "X86_64");
  ExpectNoOthers<TargetPlatformArch>();
}

TEST(Enumerations, TargetPlatformAcceleratorHasTheServicesNames) {
  ExpectPair(TargetPlatformAccelerator::kNvidia, "NVIDIA");
  ExpectNoOthers<TargetPlatformAccelerator>();
}

TEST(Enumerations, ModelPackagingJobStatusHasTheServicesNames) {
  ExpectPair(ModelPackagingJobStatus::kCreated, "CREATED");
  ExpectPair(ModelPackagingJobStatus::kRunning, "RUNNING");
  ExpectPair(ModelPackagingJobStatus::kSucceeded, "SUCCEEDED");
  ExpectPair(ModelPackagingJobStatus::kFailed, "FAILED");
  ExpectNoOthers<ModelPackagingJobStatus>();
}

TEST(OpenEnum, IsUnknownWithoutTextByDefault) {
  const OpenEnum<TargetDevice> value;
  EXPECT_EQ(value.value(), TargetDevice::kUnknown);
  EXPECT_EQ(ToString(value), "");
}

TEST(OpenEnum, KeepsTheTextOfAnUnknownValue) {
  const auto value = OpenEnum<ModelPackagingJobStatus>("PAUSED");
  EXPECT_EQ(value, ModelPackagingJobStatus::kUnknown);
  EXPECT_EQ(ToString(value), "PAUSED");
}

TEST(OpenEnum, IsTheEnumeratorOfAKnownText) {
  const auto value = OpenEnum<ModelPackagingJobStatus>("RUNNING");
  EXPECT_EQ(value, ModelPackagingJobStatus::kRunning);
  EXPECT_EQ(ToString(value), "RUNNING");
  EXPECT_EQ(value, OpenEnum(ModelPackagingJobStatus::kRunning));
}

TEST(OpenEnum, ComparesUnknownValuesByText) {
  using Status = OpenEnum<ModelPackagingJobStatus>;
  EXPECT_EQ(Status("PAUSED"), Status("PAUSED"));
  EXPECT_NE(Status("PAUSED"), Status("HELD"));
  EXPECT_NE(Status("PAUSED"), Status());
  EXPECT_NE(Status(ModelPackagingJobStatus::kCreated), ModelPackagingJobStatus::kRunning);
}

}  // namespace
}  // namespace lookoutvision
