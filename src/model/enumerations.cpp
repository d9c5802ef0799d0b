// Enumerations of the model as text, and back; the texts stand in enumerations.h.
#include "model/enumerations.h"

#include <ostream>

#include "base/text.h"

namespace lookoutvision {

using internal::FindName;
using internal::FindValue;
using internal::Printable;

std::string_view ToString(TargetDevice value) {
  return FindName(internal::kTargetDeviceNames, value);
}
void FromString(std::string_view name, TargetDevice& value) {
  value = FindValue(internal::kTargetDeviceNames, name);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetDevice>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(TargetPlatformOs value) {
  return FindName(internal::kTargetPlatformOsNames, value);
}
void FromString(std::string_view name, TargetPlatformOs& value) {
  value = FindValue(internal::kTargetPlatformOsNames, name);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformOs>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(TargetPlatformArch value) {
  return FindName(internal::kTargetPlatformArchNames, value);
}
void FromString(std::string_view name, TargetPlatformArch& value) {
  value = FindValue(internal::kTargetPlatformArchNames, name);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformArch>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(TargetPlatformAccelerator value) {
  return FindName(internal::kTargetPlatformAcceleratorNames, value);
}
void FromString(std::string_view name, TargetPlatformAccelerator& value) {
  value = FindValue(internal::kTargetPlatformAcceleratorNames, name);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformAccelerator>& value) {
  return out << Printable(ToString(value));
}

std::string_view ToString(ModelPackagingJobStatus value) {
  return FindName(internal::kModelPackagingJobStatusNames, value);
}
void FromString(std::string_view name, ModelPackagingJobStatus& value) {
  value = FindValue(internal::kModelPackagingJobStatusNames, name);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<ModelPackagingJobStatus>& value) {
  return out << Printable(ToString(value));
}

}  // namespace lookoutvision
