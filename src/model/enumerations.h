// The service's names of the enumerators.
#pragma once

#include <lookoutvision/shapes.h>

#include "base/names.h"

namespace lookoutvision::internal {

inline constexpr Names<TargetDevice, 1> kTargetDeviceNames{{
    {TargetDevice::kJetsonXavier, "jetson_xavier"},
}};

inline constexpr Names<TargetPlatformOs, 1> kTargetPlatformOsNames{{
    {TargetPlatformOs::kLinux, "LINUX"},
}};

inline constexpr Names<TargetPlatformArch, 2> kTargetPlatformArchNames{{
    {TargetPlatformArch::kArm64, "ARM64"},
    {TargetPlatformArch::kX86_64, "X86_64"},
}};

inline constexpr Names<TargetPlatformAccelerator, 1> kTargetPlatformAcceleratorNames{{
    {TargetPlatformAccelerator::kNvidia, "NVIDIA"},
}};

inline constexpr Names<ModelPackagingJobStatus, 4> kModelPackagingJobStatusNames{{
    {ModelPackagingJobStatus::kCreated, "CREATED"},
    {ModelPackagingJobStatus::kRunning, "RUNNING"},
    {ModelPackagingJobStatus::kSucceeded, "SUCCEEDED"},
    {ModelPackagingJobStatus::kFailed, "FAILED"},
}};

}  // namespace lookoutvision::internal
