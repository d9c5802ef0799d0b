// Shapes: the structures and enumerations of requests and results.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/export.h>
#include <lookoutvision/open_enum.h>

// The constraints are the service's: lengths count Unicode code points, patterns match the whole value. The
// client does not enforce them; Validate() reports violations.

namespace lookoutvision {

/// The device that a component is compiled for.
enum class TargetDevice {
  kUnknown,       ///< Not a value of the service's model.
  kJetsonXavier,  ///< `jetson_xavier`
};

/// The operating system of a target platform.
enum class TargetPlatformOs {
  kUnknown,  ///< Not a value of the service's model.
  kLinux,    ///< `LINUX`
};

/// The processor architecture of a target platform.
enum class TargetPlatformArch {
  kUnknown,  ///< Not a value of the service's model.
  kArm64,    ///< `ARM64`
  kX86_64,   ///< `X86_64`
};

/// The accelerator of a target platform.
enum class TargetPlatformAccelerator {
  kUnknown,  ///< Not a value of the service's model.
  kNvidia,   ///< `NVIDIA`
};

/// The status of a job. A job has ended when it has succeeded or failed.
enum class ModelPackagingJobStatus {
  kUnknown,    ///< Not a value of the service's model.
  kCreated,    ///< `CREATED`
  kRunning,    ///< `RUNNING`
  kSucceeded,  ///< `SUCCEEDED`
  kFailed,     ///< `FAILED`
};

/// Where the component's artifacts are stored: a bucket in the region and account of AWS IoT Greengrass.
struct S3Location {
  /// 3-63 of `0-9A-Za-z.-_`.
  std::string bucket;
  /// At most 1024 of `/a-zA-Z0-9!_.*'()-`, not beginning with `/`.
  std::optional<std::string> prefix = {};

  friend bool operator==(const S3Location&, const S3Location&) = default;  ///< Compares all members.
};

/// A platform to compile for, instead of a device.
struct TargetPlatform {
  OpenEnum<TargetPlatformOs> os;                                        ///< Required.
  OpenEnum<TargetPlatformArch> arch;                                    ///< Required.
  std::optional<OpenEnum<TargetPlatformAccelerator>> accelerator = {};  ///< Absent: the CPU.

  friend bool operator==(const TargetPlatform&, const TargetPlatform&) = default;  ///< Compares all members.
};

/// A tag of the component.
struct Tag {
  /// 1-128 letters, separators and digits of any script, and `_.:/=+-@`.
  std::string key;
  /// 0-256 of the same.
  std::string value;

  friend bool operator==(const Tag&, const Tag&) = default;  ///< Compares all members.
};

/// The Greengrass component to make. Has a target device or a target platform, never both.
struct GreengrassConfiguration {
  /// 1-128 of `a-zA-Z0-9-_.`. A component with this name and version must not exist yet.
  std::string component_name;
  /// Where the artifacts are stored. Required.
  S3Location s3_output_location;
  /// The device to compile for.
  std::optional<OpenEnum<TargetDevice>> target_device = {};
  /// The platform to compile for.
  std::optional<TargetPlatform> target_platform = {};
  /// 3-1024 characters of JSON, without line breaks, for a target platform. An NVIDIA accelerator needs all
  /// three of `{"gpu-code": "sm_75", "trt-ver": "7.1.3", "cuda-ver": "10.2"}`; a CPU may have `{"mcpu":
  /// "core-avx2"}`. `NvidiaCompilerOptions` and `CpuCompilerOptions` produce them.
  std::optional<std::string> compiler_options = {};
  /// `N.N.N`, each of 1-6 digits. Absent: the service makes `<model version>.0.0`.
  std::optional<std::string> component_version = {};
  /// 1-256 of `a-zA-Z0-9-_. ()':,;?`.
  std::optional<std::string> component_description = {};
  /// At most 200, for example `{{"line", "7"}, {"plant", "Linz"}}`. An empty list is not sent.
  std::vector<Tag> tags = {};

  /// Compares all members.
  friend bool operator==(const GreengrassConfiguration&, const GreengrassConfiguration&) = default;
};

/// How to package the model.
struct ModelPackagingConfiguration {
  GreengrassConfiguration greengrass;  ///< The component to make. Required.

  /// Compares all members.
  friend bool operator==(const ModelPackagingConfiguration&, const ModelPackagingConfiguration&) = default;
};

/// The component that a job made.
struct GreengrassOutputDetails {
  std::optional<std::string> component_version_arn = {};  ///< The ARN of the component version.
  std::optional<std::string> component_name = {};         ///< The name of the component.
  std::optional<std::string> component_version = {};      ///< The version of the component.

  /// Compares all members.
  friend bool operator==(const GreengrassOutputDetails&, const GreengrassOutputDetails&) = default;
};

/// The output of a job.
struct ModelPackagingOutputDetails {
  std::optional<GreengrassOutputDetails> greengrass = {};  ///< The component that the job made.

  /// Compares all members.
  friend bool operator==(const ModelPackagingOutputDetails&, const ModelPackagingOutputDetails&) = default;
};

/// A packaging job as DescribeModelPackagingJob returns it; a member that the service omitted is absent.
struct ModelPackagingDescription {
  /// The job's name.
  std::optional<std::string> job_name = {};
  /// The model's project.
  std::optional<std::string> project_name = {};
  /// The model's version.
  std::optional<std::string> model_version = {};
  /// As it was requested.
  std::optional<ModelPackagingConfiguration> model_packaging_configuration = {};
  /// As it was requested.
  std::optional<std::string> model_packaging_job_description = {};
  /// For example `AWS Greengrass`.
  std::optional<std::string> model_packaging_method = {};
  /// What the job made.
  std::optional<ModelPackagingOutputDetails> model_packaging_output_details = {};
  /// The job's status.
  std::optional<OpenEnum<ModelPackagingJobStatus>> status = {};
  /// For a person, about the status.
  std::optional<std::string> status_message = {};
  /// When the job was created, to the microsecond.
  std::optional<std::chrono::system_clock::time_point> creation_timestamp = {};
  /// When the job was last updated, to the microsecond.
  std::optional<std::chrono::system_clock::time_point> last_updated_timestamp = {};

  /// Compares all members.
  friend bool operator==(const ModelPackagingDescription&, const ModelPackagingDescription&) = default;
};

/// A packaging job as ListModelPackagingJobs returns it; a member that the service omitted is absent.
struct ModelPackagingJobMetadata {
  /// The job's name.
  std::optional<std::string> job_name = {};
  /// The model's project.
  std::optional<std::string> project_name = {};
  /// The model's version.
  std::optional<std::string> model_version = {};
  /// As it was requested.
  std::optional<std::string> model_packaging_job_description = {};
  /// For example `AWS Greengrass`.
  std::optional<std::string> model_packaging_method = {};
  /// The job's status.
  std::optional<OpenEnum<ModelPackagingJobStatus>> status = {};
  /// For a person, about the status.
  std::optional<std::string> status_message = {};
  /// When the job was created, to the microsecond.
  std::optional<std::chrono::system_clock::time_point> creation_timestamp = {};
  /// When the job was last updated, to the microsecond.
  std::optional<std::chrono::system_clock::time_point> last_updated_timestamp = {};

  /// Compares all members.
  friend bool operator==(const ModelPackagingJobMetadata&, const ModelPackagingJobMetadata&) = default;
};

/// The service's text for the enumerator, `"jetson_xavier"`; empty for `kUnknown`.
LOOKOUTVISION_EXPORT std::string_view ToString(TargetDevice value);
LOOKOUTVISION_EXPORT std::string_view ToString(TargetPlatformOs value);           ///< @overload
LOOKOUTVISION_EXPORT std::string_view ToString(TargetPlatformArch value);         ///< @overload
LOOKOUTVISION_EXPORT std::string_view ToString(TargetPlatformAccelerator value);  ///< @overload
LOOKOUTVISION_EXPORT std::string_view ToString(ModelPackagingJobStatus value);    ///< @overload

/// Prints the service's text, even of an unknown value.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetDevice>& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformOs>& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const OpenEnum<TargetPlatformArch>& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const OpenEnum<TargetPlatformAccelerator>& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out,
                                              const OpenEnum<ModelPackagingJobStatus>& value);

/// Prints one line for logs, `Tag{Key: "line", Value: "7"}`, without absent members and with control
/// characters escaped.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const S3Location& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const TargetPlatform& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const Tag& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const GreengrassConfiguration& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const ModelPackagingConfiguration& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const GreengrassOutputDetails& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const ModelPackagingOutputDetails& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const ModelPackagingDescription& value);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const ModelPackagingJobMetadata& value);

}  // namespace lookoutvision
