// Converts the enumerations of the model to text and back.
#include "model/enumerations.h"

#include <ostream>

#include "base/text.h"

namespace lookoutvision {

using internal::FindName;
using internal::Printable;

std::string_view ToString(TargetDevice value) {
  return FindName(internal::kTargetDeviceNames, value);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetDevice>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(TargetPlatformOs value) {
  return FindName(internal::kTargetPlatformOsNames, value);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformOs>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(TargetPlatformArch value) {
  return FindName(internal::kTargetPlatformArchNames, value);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformArch>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(TargetPlatformAccelerator value) {
  return FindName(internal::kTargetPlatformAcceleratorNames, value);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformAccelerator>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(ModelPackagingJobStatus value) {
  return FindName(internal::kModelPackagingJobStatusNames, value);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<ModelPackagingJobStatus>& value) {
  return out << Printable(ToString(value));
}

}  // namespace lookoutvision
