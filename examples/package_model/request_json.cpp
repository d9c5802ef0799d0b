// Reads the JSON of requests, and writes skeletons.
#include "package_model/request_json.h"

#include <chrono>
#include <iostream>
#include <iterator>
#include <string_view>
#include <utility>

#include <lookoutvision/json.h>

#include "base/files.h"
#include "base/json.h"
#include "base/json_writer.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;

// A program that writes to a pipe may take long.
constexpr std::chrono::hours kTimeout{24};

template <typename Request>
std::string Indented(const Request& request) {
  const auto json = lfv::internal::ParseJson(lfv::ToJson(request));
  return std::move(lfv::internal::JsonWriter(4).Value(*json)).Take() + '\n';
}

// Every member, as the AWS CLI writes it: texts are empty, and an enumeration has its first value.
lfv::StartModelPackagingJobRequest StartSkeleton() {
  return lfv::StartModelPackagingJobRequest()
      .WithJobName("")
      .WithDescription("")
      .WithClientToken("")
      .WithConfiguration(
          {.greengrass = {
               .component_name = "",
               .s3_output_location = {.bucket = "", .prefix = ""},
               .target_device = lfv::TargetDevice::kJetsonXavier,
               .target_platform = lfv::TargetPlatform{.os = lfv::TargetPlatformOs::kLinux,
                                                      .arch = lfv::TargetPlatformArch::kArm64,
                                                      .accelerator = lfv::TargetPlatformAccelerator::kNvidia},
               .compiler_options = "",
               .component_version = "",
               .component_description = "",
               .tags = {lfv::Tag{}}}});
}

}  // namespace

lfv::internal::Parsed<std::string> ReadInput(const std::string& source) {
  constexpr std::string_view kScheme = "file://";
  if (source == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  if (source.starts_with('{')) return source;
  const std::string path = source.substr(source.starts_with(kScheme) ? kScheme.size() : 0);
  auto file = lfv::internal::ReadWholeFile(path, {.timeout = kTimeout});
  if (!file.content) return lfv::internal::Problem{std::move(file.problem)};
  return *std::move(file.content);
}

std::string Skeleton(Command command) {
  switch (command) {
    case Command::kNone:
      break;
    case Command::kStart:
      return Indented(StartSkeleton());
    case Command::kDescribe:
    case Command::kWait:
      return Indented(lfv::DescribeModelPackagingJobRequest());
    case Command::kList:
      return Indented(lfv::ListModelPackagingJobsRequest().WithNextToken("").WithMaxResults(0));
  }
  return "";
}

}  // namespace package_model
