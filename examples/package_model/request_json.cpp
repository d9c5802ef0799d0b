// Reads the JSON of requests, and writes skeletons.
#include "package_model/request_json.h"

#include <chrono>
#include <iostream>
#include <iterator>
#include <string_view>
#include <utility>

#include "base/files.h"
#include "base/json.h"
#include "base/json_writer.h"
#include "protocol/rest_json_service.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;

// A program that writes to a pipe may take long.
constexpr std::chrono::hours kTimeout{24};

template <typename Request>
std::string SkeletonText() {
  const auto skeleton = lfv::internal::ParseJson(lfv::internal::SkeletonOf(Request()));
  return std::move(lfv::internal::JsonWriter(4).Value(*skeleton)).Take() + '\n';
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
      return SkeletonText<lfv::StartModelPackagingJobRequest>();
    case Command::kDescribe:
    case Command::kWait:
      return SkeletonText<lfv::DescribeModelPackagingJobRequest>();
    case Command::kList:
      return SkeletonText<lfv::ListModelPackagingJobsRequest>();
  }
  return "";
}

}  // namespace package_model
