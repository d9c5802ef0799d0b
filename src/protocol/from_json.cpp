// FromJson: reads requests, results and configurations.
#include <algorithm>
#include <climits>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <lookoutvision/json.h>

#include "base/json.h"
#include "base/text.h"
#include "protocol/rest_json.h"
#include "protocol/rest_json_service.h"

namespace lookoutvision {
namespace internal {
namespace {

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

// The printable path of the first member that was not read; absent if there is none.
std::optional<std::string> FindUnread(const JsonValue& value, const std::string& path) {
  const bool in_array = value.type == JsonValue::Type::kArray;
  for (std::size_t i = 0; i < value.values.size(); ++i) {
    const JsonValue& part = value.values[i];
    // Of several members of one name, the last counts.
    if (!in_array && value.Find(part.name) != &part) continue;
    const std::string place = path + (in_array ? '[' + std::to_string(i) + ']'
                                               : (path.empty() ? "" : ".") + Printable(part.name, 64));
    if (!in_array && !part.was_read) return place;
    if (auto unread = FindUnread(part, place)) return unread;
  }
  return std::nullopt;
}

}  // namespace
}  // namespace internal

template <typename T, typename>
Outcome<T> FromJson(std::string_view text) {
  using namespace internal;  // NOLINT(google-build-using-namespace): for all overloads of Read
  const auto fail = [](std::string message) {
    return Failure({.kind = ErrorKind::kInvalidRequest, .message = std::move(message)});
  };
  std::size_t position = 0;
  auto json = ParseJson(text, text.size(), &position);
  if (!json) return fail("the text " + json.problem() + PlaceOf(position, text));
  std::optional<JsonMismatch> mismatch;
  JsonReader reader(*json, "", mismatch);
  T value;
  Read(reader, value);
  if (mismatch) {
    const std::string place = mismatch->path + (mismatch->path.empty() ? "" : ": ");
    return fail(place + "expected " + mismatch->expected + ", got " + std::string(mismatch->actual));
  }
  // A service may add members to its results.
  constexpr bool kIsResult = requires {
    value.request_id;
  };
  const auto unread = kIsResult ? std::nullopt : FindUnread(*json, "");
  if (unread) return fail(*unread + ": unknown member");
  return value;
}

template LOOKOUTVISION_EXPORT Outcome<StartModelPackagingJobRequest> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<DescribeModelPackagingJobRequest> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<ListModelPackagingJobsRequest> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<StartModelPackagingJobResult> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<DescribeModelPackagingJobResult> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<ListModelPackagingJobsResult> FromJson(std::string_view);
template LOOKOUTVISION_EXPORT Outcome<ModelPackagingConfiguration> FromJson(std::string_view);

}  // namespace lookoutvision
