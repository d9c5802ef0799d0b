// Prints shapes, requests and results, with the service's names of the members.
#include <ostream>

#include <lookoutvision/compiler_options.h>
#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/greengrass_component.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/shapes.h>
#include <lookoutvision/start_model_packaging_job.h>

#include "base/text.h"
#include "model/shape_printer.h"

namespace lookoutvision {
namespace internal {

void PrintValue(std::ostream& out, const std::string& text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  out << '"' << Printable(escaped, 256) << '"';
}

void PrintValue(std::ostream& out, std::chrono::system_clock::time_point time) {
  out << FormatIso8601(time);
}

}  // namespace internal

using internal::ShapePrinter;

std::ostream& operator<<(std::ostream& out, const S3Location& value) {
  return ShapePrinter(out, "S3Location").Member("Bucket", value.bucket).Member("Prefix", value.prefix).End();
}

std::ostream& operator<<(std::ostream& out, const TargetPlatform& value) {
  return ShapePrinter(out, "TargetPlatform")
      .Member("Os", value.os)
      .Member("Arch", value.arch)
      .Member("Accelerator", value.accelerator)
      .End();
}

std::ostream& operator<<(std::ostream& out, const Tag& value) {
  return ShapePrinter(out, "Tag").Member("Key", value.key).Member("Value", value.value).End();
}

std::ostream& operator<<(std::ostream& out, const GreengrassConfiguration& value) {
  return ShapePrinter(out, "GreengrassConfiguration")
      .Member("ComponentName", value.component_name)
      .Member("S3OutputLocation", value.s3_output_location)
      .Member("TargetDevice", value.target_device)
      .Member("TargetPlatform", value.target_platform)
      .Member("CompilerOptions", value.compiler_options)
      .Member("ComponentVersion", value.component_version)
      .Member("ComponentDescription", value.component_description)
      .Member("Tags", value.tags.empty() ? std::nullopt : std::optional(value.tags))
      .End();
}

std::ostream& operator<<(std::ostream& out, const ModelPackagingConfiguration& value) {
  return ShapePrinter(out, "ModelPackagingConfiguration").Member("Greengrass", value.greengrass).End();
}

std::ostream& operator<<(std::ostream& out, const GreengrassOutputDetails& value) {
  return ShapePrinter(out, "GreengrassOutputDetails")
      .Member("ComponentVersionArn", value.component_version_arn)
      .Member("ComponentName", value.component_name)
      .Member("ComponentVersion", value.component_version)
      .End();
}

std::ostream& operator<<(std::ostream& out, const ModelPackagingOutputDetails& value) {
  return ShapePrinter(out, "ModelPackagingOutputDetails").Member("Greengrass", value.greengrass).End();
}

std::ostream& operator<<(std::ostream& out, const ModelPackagingDescription& value) {
  return ShapePrinter(out, "ModelPackagingDescription")
      .Member("JobName", value.job_name)
      .Member("ProjectName", value.project_name)
      .Member("ModelVersion", value.model_version)
      .Member("ModelPackagingConfiguration", value.model_packaging_configuration)
      .Member("ModelPackagingJobDescription", value.model_packaging_job_description)
      .Member("ModelPackagingMethod", value.model_packaging_method)
      .Member("ModelPackagingOutputDetails", value.model_packaging_output_details)
      .Member("Status", value.status)
      .Member("StatusMessage", value.status_message)
      .Member("CreationTimestamp", value.creation_timestamp)
      .Member("LastUpdatedTimestamp", value.last_updated_timestamp)
      .End();
}

std::ostream& operator<<(std::ostream& out, const ModelPackagingJobMetadata& value) {
  return ShapePrinter(out, "ModelPackagingJobMetadata")
      .Member("JobName", value.job_name)
      .Member("ProjectName", value.project_name)
      .Member("ModelVersion", value.model_version)
      .Member("ModelPackagingJobDescription", value.model_packaging_job_description)
      .Member("ModelPackagingMethod", value.model_packaging_method)
      .Member("Status", value.status)
      .Member("StatusMessage", value.status_message)
      .Member("CreationTimestamp", value.creation_timestamp)
      .Member("LastUpdatedTimestamp", value.last_updated_timestamp)
      .End();
}

std::ostream& operator<<(std::ostream& out, const StartModelPackagingJobRequest& request) {
  return ShapePrinter(out, "StartModelPackagingJobRequest")
      .Member("ProjectName", request.project_name())
      .Member("ModelVersion", request.model_version())
      .Member("Configuration", request.configuration())
      .Member("JobName", request.job_name())
      .Member("Description", request.description())
      .Member("ClientToken", request.client_token())
      .End();
}

std::ostream& operator<<(std::ostream& out, const StartModelPackagingJobResult& result) {
  return ShapePrinter(out, "StartModelPackagingJobResult")
      .Member("JobName", result.job_name)
      .Member("ClientToken", result.client_token)
      .Member("RequestId", result.request_id)
      .End();
}

std::ostream& operator<<(std::ostream& out, const DescribeModelPackagingJobRequest& request) {
  return ShapePrinter(out, "DescribeModelPackagingJobRequest")
      .Member("ProjectName", request.project_name())
      .Member("JobName", request.job_name())
      .End();
}

std::ostream& operator<<(std::ostream& out, const DescribeModelPackagingJobResult& result) {
  return ShapePrinter(out, "DescribeModelPackagingJobResult")
      .Member("ModelPackagingDescription", result.model_packaging_description)
      .Member("RequestId", result.request_id)
      .End();
}

std::ostream& operator<<(std::ostream& out, const ListModelPackagingJobsRequest& request) {
  return ShapePrinter(out, "ListModelPackagingJobsRequest")
      .Member("ProjectName", request.project_name())
      .Member("NextToken", request.next_token())
      .Member("MaxResults", request.max_results())
      .End();
}

std::ostream& operator<<(std::ostream& out, const ListModelPackagingJobsResult& result) {
  return ShapePrinter(out, "ListModelPackagingJobsResult")
      .Member("ModelPackagingJobs", result.model_packaging_jobs)
      .Member("NextToken", result.next_token)
      .Member("RequestId", result.request_id)
      .End();
}

std::ostream& operator<<(std::ostream& out, const GreengrassComponent& component) {
  return ShapePrinter(out, "GreengrassComponent")
      .Member("ComponentName", component.component_name)
      .Member("ComponentVersion", component.component_version)
      .End();
}

std::ostream& operator<<(std::ostream& out, const NvidiaCompilerOptions& options) {
  return ShapePrinter(out, "NvidiaCompilerOptions")
      .Member("gpu-code", options.gpu_code)
      .Member("trt-ver", options.trt_ver)
      .Member("cuda-ver", options.cuda_ver)
      .End();
}

std::ostream& operator<<(std::ostream& out, const CpuCompilerOptions& options) {
  return ShapePrinter(out, "CpuCompilerOptions").Member("mcpu", options.mcpu).End();
}

}  // namespace lookoutvision
