// FromJson: reads requests, results and configurations.
#include <algorithm>
#include <climits>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <lookoutvision/json.h>

#include "base/json.h"
#include "protocol/rest_json.h"
#include "protocol/rest_json_service.h"

namespace lookoutvision {
namespace internal {
namespace {

constexpr std::string_view kConfigurationSkeleton =
    R"({"Greengrass":{"CompilerOptions":"","TargetDevice":"jetson_xavier","TargetPlatform":{"Os":"LINUX",)"
    R"("Arch":"ARM64","Accelerator":"NVIDIA"},"S3OutputLocation":{"Bucket":"","Prefix":""},)"
    R"("ComponentName":"","ComponentVersion":"","ComponentDescription":"","Tags":[{"Key":"","Value":""}]}})";

void Read(JsonReader& reader, ModelPackagingConfiguration& configuration) {
  std::vector<Violation> not_checked;
  configuration = ReadConfiguration(reader, not_checked);
}

void Read(JsonReader& reader, StartModelPackagingJobRequest& request) {
  request = ReadStartModelPackagingJob(reader).request;
}

void Read(JsonReader& reader, DescribeModelPackagingJobRequest& request) {
  request.WithProjectName(reader.String("ProjectName").value_or(""))
      .WithJobName(reader.String("JobName").value_or(""));
}

void Read(JsonReader& reader, ListModelPackagingJobsRequest& request) {
  request.WithProjectName(reader.String("ProjectName").value_or(""))
      .WithNextToken(reader.String("NextToken"));
  const auto max_results = reader.Integer("MaxResults", INT_MIN, INT_MAX);
  if (max_results) request.WithMaxResults(static_cast<int>(*max_results));
}

// ` (line 3, column 14)`, or nothing if the position is not known.
std::string PlaceOf(std::size_t position, std::string_view text) {
  if (position == 0) return "";
  text = text.substr(0, position - 1);
  return " (line " + std::to_string(std::count(text.begin(), text.end(), '\n') + 1) + ", column " +
         std::to_string(text.size() - text.rfind('\n')) + ")";  // npos is -1
}

// The first member that the skeleton does not have.
std::optional<JsonMismatch> FindUnknown(const JsonValue& value, const JsonValue& skeleton,
                                        const std::string& path) {
  const bool in_array = skeleton.type == JsonValue::Type::kArray;
  for (std::size_t i = 0; i < value.values.size(); ++i) {
    const JsonValue& part = value.values[i];
    const std::string name = in_array ? '[' + std::to_string(i) + ']' : (path.empty() ? "" : ".") + part.name;
    const JsonValue* const known = in_array ? &skeleton.values.front() : skeleton.Find(part.name);
    if (known == nullptr) {
      std::string names;
      for (const JsonValue& member : skeleton.values) {
        names += (names.empty() ? "one of " : ", ") + member.name;
      }
      return JsonMismatch{path + name, std::move(names), "an unknown member"};
    }
    if (auto unknown = FindUnknown(part, *known, path + name)) return unknown;
  }
  return std::nullopt;
}

}  // namespace

std::string SkeletonOf(const StartModelPackagingJobRequest& /*any*/) {
  return R"({"ProjectName":"","ModelVersion":"","JobName":"","Configuration":)" +
         std::string(kConfigurationSkeleton) + R"(,"Description":"","ClientToken":""})";
}

std::string SkeletonOf(const DescribeModelPackagingJobRequest& /*any*/) {
  return R"({"ProjectName":"","JobName":""})";
}

std::string SkeletonOf(const ListModelPackagingJobsRequest& /*any*/) {
  return R"({"ProjectName":"","NextToken":"","MaxResults":0})";
}

std::string SkeletonOf(const ModelPackagingConfiguration& /*any*/) {
  return std::string(kConfigurationSkeleton);
}

}  // namespace internal

template <typename T, typename>
Outcome<T> FromJson(std::string_view text) {
  using namespace internal;
  const auto fail = [](std::string message) {
    return Failure({.kind = ErrorKind::kInvalidRequest, .message = std::move(message)});
  };
  std::size_t position = 0;
  auto json = ParseJson(text, text.size(), &position);
  if (!json) return fail("the JSON " + json.problem() + PlaceOf(position, text));
  std::optional<JsonMismatch> mismatch;
  JsonReader reader(*json, "", mismatch);
  T value;
  Read(reader, value);
  if constexpr (requires { SkeletonOf(value); }) {
    if (!mismatch) mismatch = FindUnknown(*json, *ParseJson(SkeletonOf(value)), "");
  }
  if (!mismatch) return value;
  std::string place = mismatch->path + (mismatch->path.empty() ? "" : ": ");
  return fail(place + "expected " + mismatch->expected + ", got " + std::string(mismatch->actual));
}

template LOOKOUTVISION_EXPORT Outcome<StartModelPackagingJobRequest> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<DescribeModelPackagingJobRequest> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<ListModelPackagingJobsRequest> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<StartModelPackagingJobResult> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<DescribeModelPackagingJobResult> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<ListModelPackagingJobsResult> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<ModelPackagingConfiguration> FromJson(std::string_view);

}  // namespace lookoutvision
