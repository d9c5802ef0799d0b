// A job for a target platform instead of a device, with compiler options, and tags on the component.
#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

lfv::StartModelPackagingJobRequest RequestForArmWithNvidia() {
  const lfv::NvidiaCompilerOptions compiler{.gpu_code = "sm_75", .trt_ver = "7.1.3", .cuda_ver = "10.2"};
  const lfv::GreengrassConfiguration component{
      .component_name = "com.example.BoardInspector",
      .s3_output_location = {.bucket = "my-bucket", .prefix = "models"},
      .target_platform = lfv::TargetPlatform{.os = lfv::TargetPlatformOs::kLinux,
                                             .arch = lfv::TargetPlatformArch::kArm64,
                                             .accelerator = lfv::TargetPlatformAccelerator::kNvidia},
      .compiler_options = compiler.ToJson(),
      .tags = {{"line", "7"}, {"plant", "Linz"}}};
  return lfv::StartModelPackagingJobRequest()
      .WithProjectName("boards")
      .WithModelVersion("3")
      .WithConfiguration({.greengrass = component});
}
