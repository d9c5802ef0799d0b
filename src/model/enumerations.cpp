// Converts the enumerations of the model to text and back.
#include <ostream>

#include <lookoutvision/shapes.h>

#include "base/names.h"
#include "base/text.h"

namespace lookoutvision {
namespace {

using internal::FindName;
using internal::Printable;

constexpr internal::Names<TargetPlatformArch, 2> kArchNames{{
    {TargetPlatformArch::kArm64, "ARM64"},
    {TargetPlatformArch::kX86_64, "X86_64"},
}};

constexpr internal::Names<ModelPackagingJobStatus, 4> kStatusNames{{
    {ModelPackagingJobStatus::kCreated, "CREATED"},
    {ModelPackagingJobStatus::kRunning, "RUNNING"},
    {ModelPackagingJobStatus::kSucceeded, "SUCCEEDED"},
    {ModelPackagingJobStatus::kFailed, "FAILED"},
}};

}  // namespace

std::string_view ToString(TargetDevice value) {
  return value == TargetDevice::kJetsonXavier ? "jetson_xavier" : "";
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetDevice>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(TargetPlatformOs value) {
  return value == TargetPlatformOs::kLinux ? "LINUX" : "";
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformOs>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(TargetPlatformArch value) {
  return FindName(kArchNames, value);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformArch>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(TargetPlatformAccelerator value) {
  return value == TargetPlatformAccelerator::kNvidia ? "NVIDIA" : "";
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformAccelerator>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(ModelPackagingJobStatus value) {
  return FindName(kStatusNames, value);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<ModelPackagingJobStatus>& value) {
  return out << Printable(ToString(value));
}

}  // namespace lookoutvision
