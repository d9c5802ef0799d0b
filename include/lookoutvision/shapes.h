// Shapes: the structures and enumerations that requests and results are made of. How they travel is not known
// here.
#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/export.h>
#include <lookoutvision/open_enum.h>

// The constraints told here are the service's. Lengths count Unicode code points, patterns match the whole
// value. The client sends what breaks them all the same, for the service to judge; Validate() tells
// beforehand.

namespace lookoutvision {

/// The device a component is compiled for.
enum class TargetDevice { kUnknown, kJetsonXavier };

/// The operating system of a target platform.
enum class TargetPlatformOs { kUnknown, kLinux };

/// The processor architecture of a target platform.
enum class TargetPlatformArch { kUnknown, kArm64, kX86_64 };

/// The accelerator of a target platform.
enum class TargetPlatformAccelerator { kUnknown, kNvidia };

/// Where a job stands. A job is done when it has succeeded or failed.
enum class ModelPackagingJobStatus { kUnknown, kCreated, kRunning, kSucceeded, kFailed };

/// Where the component's artifacts are stored: a bucket in the region and account of AWS IoT Greengrass.
struct S3Location {
  /// 3-63 of `0-9A-Za-z.-_`.
  std::string bucket;
  /// At most 1024 of `/a-zA-Z0-9!_.*'()-`, not beginning with `/`.
  std::optional<std::string> prefix = {};

  friend bool operator==(const S3Location&, const S3Location&) = default;
};

/// A platform to compile for, instead of a device.
struct TargetPlatform {
  OpenEnum<TargetPlatformOs> os;
  OpenEnum<TargetPlatformArch> arch;
  std::optional<OpenEnum<TargetPlatformAccelerator>> accelerator = {};

  friend bool operator==(const TargetPlatform&, const TargetPlatform&) = default;
};

/// A tag of the component.
struct Tag {
  /// 1-128 letters, separators and digits of any script, and `_.:/=+-@`.
  std::string key;
  /// 0-256 of the same.
  std::string value;

  friend bool operator==(const Tag&, const Tag&) = default;
};

/// The Greengrass component to make. Has a target device or a target platform, never both.
struct GreengrassConfiguration {
  /// 1-128 of `a-zA-Z0-9-_.`. With its version it must not exist yet.
  std::string component_name;
  S3Location s3_output_location;
  std::optional<OpenEnum<TargetDevice>> target_device = {};
  std::optional<TargetPlatform> target_platform = {};
  /// 3-1024 characters of JSON, without line breaks; goes with a target platform. NVIDIA accelerators need
  /// all three of `{"gpu-code": "sm_75", "trt-ver": "7.1.3", "cuda-ver": "10.2"}`; a CPU may have `{"mcpu":
  /// "core-avx2"}`. `NvidiaCompilerOptions` and `CpuCompilerOptions` write them.
  std::optional<std::string> compiler_options = {};
  /// `N.N.N`, each of 1-6 digits. Absent: the service makes `<model version>.0.0`.
  std::optional<std::string> component_version = {};
  /// 1-256 of `a-zA-Z0-9-_. ()':,;?`.
  std::optional<std::string> component_description = {};
  /// At most 200, `{{"line", "7"}, {"plant", "Linz"}}`. None are sent as no list, not as an empty one.
  std::vector<Tag> tags = {};

  friend bool operator==(const GreengrassConfiguration&, const GreengrassConfiguration&) = default;
};

/// How to package the model.
struct ModelPackagingConfiguration {
  GreengrassConfiguration greengrass;

  friend bool operator==(const ModelPackagingConfiguration&, const ModelPackagingConfiguration&) = default;
};

/// The component that a job made.
struct GreengrassOutputDetails {
  std::optional<std::string> component_version_arn = {};
  std::optional<std::string> component_name = {};
  std::optional<std::string> component_version = {};

  friend bool operator==(const GreengrassOutputDetails&, const GreengrassOutputDetails&) = default;
};

/// What a job made.
struct ModelPackagingOutputDetails {
  std::optional<GreengrassOutputDetails> greengrass = {};

  friend bool operator==(const ModelPackagingOutputDetails&, const ModelPackagingOutputDetails&) = default;
};

/// A packaging job as the service describes it; a member that it left out is absent.
struct ModelPackagingDescription {
  std::optional<std::string> job_name = {};
  std::optional<std::string> project_name = {};
  std::optional<std::string> model_version = {};
  std::optional<ModelPackagingConfiguration> model_packaging_configuration = {};
  std::optional<std::string> model_packaging_job_description = {};
  /// `AWS Greengrass`, for example: an open text.
  std::optional<std::string> model_packaging_method = {};
  std::optional<ModelPackagingOutputDetails> model_packaging_output_details = {};
  std::optional<OpenEnum<ModelPackagingJobStatus>> status = {};
  std::optional<std::string> status_message = {};
  /// Kept to the microsecond.
  std::optional<std::chrono::system_clock::time_point> creation_timestamp = {};
  std::optional<std::chrono::system_clock::time_point> last_updated_timestamp = {};

  friend bool operator==(const ModelPackagingDescription&, const ModelPackagingDescription&) = default;
};

/// A packaging job as a list shows it; a member that the service left out is absent.
struct ModelPackagingJobMetadata {
  std::optional<std::string> job_name = {};
  std::optional<std::string> project_name = {};
  std::optional<std::string> model_version = {};
  std::optional<std::string> model_packaging_job_description = {};
  /// `AWS Greengrass`, for example: an open text.
  std::optional<std::string> model_packaging_method = {};
  std::optional<OpenEnum<ModelPackagingJobStatus>> status = {};
  std::optional<std::string> status_message = {};
  /// Kept to the microsecond.
  std::optional<std::chrono::system_clock::time_point> creation_timestamp = {};
  std::optional<std::chrono::system_clock::time_point> last_updated_timestamp = {};

  friend bool operator==(const ModelPackagingJobMetadata&, const ModelPackagingJobMetadata&) = default;
};

// Texts of the enumerators as the service writes them: "LINUX"; empty for kUnknown.
LOOKOUTVISION_EXPORT std::string_view ToString(TargetDevice value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetDevice>& value);
LOOKOUTVISION_EXPORT std::string_view ToString(TargetPlatformOs value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformOs>& value);
LOOKOUTVISION_EXPORT std::string_view ToString(TargetPlatformArch value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformArch>& value);
LOOKOUTVISION_EXPORT std::string_view ToString(TargetPlatformAccelerator value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const OpenEnum<TargetPlatformAccelerator>& value);
LOOKOUTVISION_EXPORT std::string_view ToString(ModelPackagingJobStatus value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const OpenEnum<ModelPackagingJobStatus>& value);

// One line each, for logs: `Tag{Key: "line", Value: "7"}`. Absent members are left out, control characters
// escaped.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const S3Location& value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const TargetPlatform& value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const Tag& value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const GreengrassConfiguration& value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const ModelPackagingConfiguration& value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const GreengrassOutputDetails& value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const ModelPackagingOutputDetails& value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const ModelPackagingDescription& value);
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const ModelPackagingJobMetadata& value);

}  // namespace lookoutvision
