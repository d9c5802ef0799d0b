// Fuzz target: an answer of any status, headers and body, through the parsers of all results. What they make
// of it is compared with the JSON itself, member by member. Errors: errors_fuzz.cpp.
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json.h"
#include "input.h"
#include "protocol/rest_json.h"

namespace lookoutvision {
namespace {

using fuzz::Must;
using nlohmann::json;

constexpr std::size_t kMaxDepth = 64;

std::size_t DepthOf(const json& value) {
  std::size_t deepest = 0;
  for (const json& inner : value) {
    if (inner.is_structured()) deepest = std::max(deepest, DepthOf(inner));
  }
  return deepest + 1;
}

// What RFC 8259 says of every JSON text, whatever parses it.
void MustBeJson(std::string_view text, const json& value) {
  Must(internal::IsUtf8(text), "JSON is UTF-8");
  Must(text.find_first_not_of(" \t\r\n") != text.npos, "JSON is not blank");
  for (const char c : text) {
    Must(static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\r' || c == '\n',
         "JSON holds no control characters");
  }
  if (value.is_structured()) Must(DepthOf(value) <= kMaxDepth, "JSON that is accepted is not deep");
}

// The code unit of the escape `\u....` at `at`; 0 if there is none.
unsigned long UnitAt(const std::string& text, std::size_t at) {
  if (text.compare(at, 2, "\\u") != 0) return 0;
  return std::strtoul(text.substr(at + 2, 4).c_str(), nullptr, 16);
}

// With each escape of half a surrogate pair replaced, as the library does: nlohmann/json rejects those.
std::string WithoutLoneSurrogates(std::string text) {
  for (std::size_t i = text.find('\\'); i < text.size(); i = text.find('\\', i)) {
    const unsigned long unit = UnitAt(text, i);
    const bool is_surrogate = unit >= 0xD800 && unit <= 0xDFFF;
    const unsigned long next = is_surrogate && i + 6 < text.size() ? UnitAt(text, i + 6) : 0;
    if (is_surrogate && unit < 0xDC00 && next >= 0xDC00 && next <= 0xDFFF) {
      i += 12;
      continue;
    }
    if (is_surrogate) text.replace(i, 6, "\\ufffd");
    i += 2;
  }
  return text;
}

// The body as an object; absent where it is none.
std::optional<json> BodyOf(const HttpResponse& response) {
  if (response.body.empty()) return std::optional(json::object());
  if (const auto parsed = internal::ParseJson(response.body); !parsed) {
    Must(fuzz::IsPrintable(parsed.problem()) && !parsed.problem().empty(), "an error has a printable reason");
    return std::nullopt;
  }
  auto body = json::parse(WithoutLoneSurrogates(response.body));
  MustBeJson(response.body, body);
  return body.is_object() ? std::optional(std::move(body)) : std::nullopt;
}

const json& MemberOf(const json& object, const char* name) {
  static const auto* const kNothing = new json();
  const auto found = object.find(name);
  return found == object.end() ? *kNothing : *found;
}

// Compares a result with the JSON it was read from, one structure at a time.
class Mirror {
 public:
  explicit Mirror(const json& object) : object_(object) {
    Must(object.is_object() || object.is_null(), "a structure is read from an object");
  }

  Mirror Of(const char* name) const { return Mirror(MemberOf(object_, name)); }

  template <typename T>
  bool Shows(const char* name, const std::optional<T>& member) const {
    const bool present = !MemberOf(object_, name).is_null();
    Must(present == member.has_value(), "a member is present where the JSON has it, and only there");
    return present;
  }

  void Required(const char* name, std::string_view text) const {
    const json& member = MemberOf(object_, name);
    if (member.is_null()) return Must(text.empty(), "a missing text is empty");
    Must(member.is_string() && member.get_ref<const std::string&>() == text, "a text arrives as it was sent");
  }

  void Text(const char* name, const std::optional<std::string>& text) const {
    if (Shows(name, text)) Required(name, *text);
  }

  template <typename E>
  void Text(const char* name, const std::optional<OpenEnum<E>>& value) const {
    if (Shows(name, value)) Required(name, ToString(*value));
  }

  void Time(const char* name, const std::optional<internal::SystemTime>& time) const {
    if (!Shows(name, time)) return;
    const double sent = MemberOf(object_, name).get<double>();
    const double read = std::chrono::duration<double>(time->time_since_epoch()).count();
    Must(std::abs(read - sent) <= 1e-6 + std::abs(sent) * 1e-15, "a time arrives to the microsecond");
  }

 private:
  const json& object_;
};

void MustMirror(const std::vector<Tag>& tags, const json& array) {
  std::size_t count = 0;
  for (const json& element : array) {
    if (element.is_null()) continue;
    Must(count < tags.size(), "no tag is lost");
    const Tag& tag = tags[count++];
    const Mirror mirror(element);
    mirror.Required("Key", tag.key);
    mirror.Required("Value", tag.value);
  }
  Must(count == tags.size(), "no tag is made up");
}

void MustMirror(const GreengrassConfiguration& greengrass, const json& object) {
  const Mirror mirror(object);
  mirror.Required("ComponentName", greengrass.component_name);
  mirror.Of("S3OutputLocation").Required("Bucket", greengrass.s3_output_location.bucket);
  mirror.Of("S3OutputLocation").Text("Prefix", greengrass.s3_output_location.prefix);
  mirror.Text("TargetDevice", greengrass.target_device);
  if (mirror.Shows("TargetPlatform", greengrass.target_platform)) {
    const Mirror platform = mirror.Of("TargetPlatform");
    platform.Required("Os", ToString(greengrass.target_platform->os));
    platform.Required("Arch", ToString(greengrass.target_platform->arch));
    platform.Text("Accelerator", greengrass.target_platform->accelerator);
  }
  mirror.Text("CompilerOptions", greengrass.compiler_options);
  mirror.Text("ComponentVersion", greengrass.component_version);
  mirror.Text("ComponentDescription", greengrass.component_description);
  MustMirror(greengrass.tags, MemberOf(object, "Tags"));
}

void MustMirror(const ModelPackagingDescription& description, const json& object) {
  const Mirror mirror(object);
  mirror.Text("JobName", description.job_name);
  mirror.Text("ProjectName", description.project_name);
  mirror.Text("ModelVersion", description.model_version);
  const auto& configuration = description.model_packaging_configuration;
  if (mirror.Shows("ModelPackagingConfiguration", configuration)) {
    const json& member = MemberOf(object, "ModelPackagingConfiguration");
    MustMirror(configuration->greengrass, MemberOf(member, "Greengrass"));
  }
  mirror.Text("ModelPackagingJobDescription", description.model_packaging_job_description);
  mirror.Text("ModelPackagingMethod", description.model_packaging_method);
  const auto& output = description.model_packaging_output_details;
  if (mirror.Shows("ModelPackagingOutputDetails", output)) {
    const Mirror details = mirror.Of("ModelPackagingOutputDetails");
    if (details.Shows("Greengrass", output->greengrass)) {
      const Mirror component = details.Of("Greengrass");
      component.Text("ComponentVersionArn", output->greengrass->component_version_arn);
      component.Text("ComponentName", output->greengrass->component_name);
      component.Text("ComponentVersion", output->greengrass->component_version);
    }
  }
  mirror.Text("Status", description.status);
  mirror.Text("StatusMessage", description.status_message);
  mirror.Time("CreationTimestamp", description.creation_timestamp);
  mirror.Time("LastUpdatedTimestamp", description.last_updated_timestamp);
}

void MustMirror(const ModelPackagingJobMetadata& job, const json& object) {
  const Mirror mirror(object);
  mirror.Text("JobName", job.job_name);
  mirror.Text("ProjectName", job.project_name);
  mirror.Text("ModelVersion", job.model_version);
  mirror.Text("ModelPackagingJobDescription", job.model_packaging_job_description);
  mirror.Text("ModelPackagingMethod", job.model_packaging_method);
  mirror.Text("Status", job.status);
  mirror.Text("StatusMessage", job.status_message);
  mirror.Time("CreationTimestamp", job.creation_timestamp);
  mirror.Time("LastUpdatedTimestamp", job.last_updated_timestamp);
}

void MustBeUnreadable(const Error& error, const HttpResponse& response) {
  Must(error.kind == ErrorKind::kUnreadableResponse, "a result that cannot be read is unreadable");
  Must(error.http_status == response.status, "the error has the answer's status");
  Must(error.request_id == internal::RequestIdOf(response.headers), "the error has the answer's request id");
  Must(fuzz::IsPrintable(error.message), "the message is printable");
  Must(!error.message.empty() && error.message.size() <= 512, "the message is there, and bounded");
  fuzz::Print(error);
}

void CheckStart(const HttpResponse& response, const std::optional<json>& body) {
  const auto result = internal::ParseStartModelPackagingJob(response);
  const json name = body ? MemberOf(*body, "JobName") : json();
  const bool readable = name.is_string() && !name.get_ref<const std::string&>().empty();
  Must(result.has_value() == readable, "a start succeeded where a job is named, and only there");
  if (!result) return MustBeUnreadable(result.error(), response);
  Must(result->job_name == name.get_ref<const std::string&>(), "the job's name arrives as it was sent");
  Must(result->request_id == internal::RequestIdOf(response.headers), "the result has the request id");
  fuzz::Print(*result);
}

void CheckDescribe(const HttpResponse& response, const std::optional<json>& body) {
  const auto result = internal::ParseDescribeModelPackagingJob(response);
  if (!result) return MustBeUnreadable(result.error(), response);
  Must(body.has_value(), "a description is read from a JSON object");
  MustMirror(result->model_packaging_description, MemberOf(*body, "ModelPackagingDescription"));
  Must(result->request_id == internal::RequestIdOf(response.headers), "the result has the request id");
  fuzz::Print(*result);
}

void CheckList(const HttpResponse& response, const std::optional<json>& body) {
  const auto result = internal::ParseListModelPackagingJobs(response);
  if (!result) return MustBeUnreadable(result.error(), response);
  Must(body.has_value(), "a list is read from a JSON object");
  std::vector<json> jobs;
  for (const json& job : MemberOf(*body, "ModelPackagingJobs")) {
    if (!job.is_null()) jobs.push_back(job);
  }
  Must(result->model_packaging_jobs.size() == jobs.size(), "each job is listed");
  for (std::size_t i = 0; i < jobs.size(); ++i) MustMirror(result->model_packaging_jobs[i], jobs[i]);
  Mirror(*body).Text("NextToken", result->next_token);
  Must(result->request_id == internal::RequestIdOf(response.headers), "the result has the request id");
  fuzz::Print(*result);
}

}  // namespace
}  // namespace lookoutvision

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto response = lookoutvision::fuzz::AnswerFrom(lookoutvision::fuzz::AsText(data, size));
  const auto body = lookoutvision::BodyOf(response);
  lookoutvision::CheckStart(response, body);
  lookoutvision::CheckDescribe(response, body);
  lookoutvision::CheckList(response, body);
  return 0;
}
