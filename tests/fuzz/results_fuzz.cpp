// Fuzz target: parses a response as each result, and compares each member with the JSON as nlohmann/json
// parses it.
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

using fuzz::Require;
using nlohmann::json;

constexpr std::size_t kMaxDepth = 64;

std::size_t DepthOf(const json& value) {
  std::size_t deepest = 0;
  for (const json& inner : value) {
    if (inner.is_structured()) deepest = std::max(deepest, DepthOf(inner));
  }
  return deepest + 1;
}

// The requirements of RFC 8259 for a JSON text.
void RequireJson(std::string_view text, const json& value) {
  Require(internal::IsUtf8(text), "JSON is UTF-8");
  Require(text.find_first_not_of(" \t\r\n") != text.npos, "JSON is not blank");
  for (const char c : text) {
    Require(static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\r' || c == '\n',
            "JSON contains no control characters");
  }
  if (value.is_structured()) Require(DepthOf(value) <= kMaxDepth, "the depth of JSON is limited");
}

// The code unit of the escape `\u....` at `at`; 0 if there is none.
unsigned long UnitAt(const std::string& text, std::size_t at) {
  if (text.compare(at, 2, "\\u") != 0) return 0;
  return std::strtoul(text.substr(at + 2, 4).c_str(), nullptr, 16);
}

// Replaces lone surrogates as the library does, because nlohmann/json rejects them.
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

// The body as an object; absent if it is not an object.
std::optional<json> BodyOf(const HttpResponse& response) {
  if (response.body.empty()) return std::optional(json::object());
  if (const auto parsed = internal::ParseJson(response.body); !parsed) {
    Require(fuzz::IsPrintable(parsed.problem()) && !parsed.problem().empty(),
            "an error has a printable reason");
    return std::nullopt;
  }
  auto body = json::parse(WithoutLoneSurrogates(response.body));
  RequireJson(response.body, body);
  return body.is_object() ? std::optional(std::move(body)) : std::nullopt;
}

const json& MemberOf(const json& object, const char* name) {
  static const auto* const kAbsent = new json();
  const auto found = object.find(name);
  return found == object.end() ? *kAbsent : *found;
}

// Compares the members of a structure with the JSON object that it was parsed from.
class JsonChecker {
 public:
  explicit JsonChecker(const json& object) : object_(object) {
    Require(object.is_object() || object.is_null(), "a structure is parsed from an object");
  }

  JsonChecker Member(const char* name) const { return JsonChecker(MemberOf(object_, name)); }

  template <typename T>
  bool CheckPresence(const char* name, const std::optional<T>& member) const {
    const bool present = !MemberOf(object_, name).is_null();
    Require(present == member.has_value(), "a member is present exactly if the JSON has it");
    return present;
  }

  void Required(const char* name, std::string_view text) const {
    const json& member = MemberOf(object_, name);
    if (member.is_null()) return Require(text.empty(), "a missing text is empty");
    Require(member.is_string() && member.get_ref<const std::string&>() == text, "a text is unchanged");
  }

  void Text(const char* name, const std::optional<std::string>& text) const {
    if (CheckPresence(name, text)) Required(name, *text);
  }

  template <typename E>
  void Text(const char* name, const std::optional<OpenEnum<E>>& value) const {
    if (CheckPresence(name, value)) Required(name, ToString(*value));
  }

  void Time(const char* name, const std::optional<internal::SystemTime>& time) const {
    if (!CheckPresence(name, time)) return;
    const double sent = MemberOf(object_, name).get<double>();
    const double read = std::chrono::duration<double>(time->time_since_epoch()).count();
    Require(std::abs(read - sent) <= 1e-6 + std::abs(sent) * 1e-15, "a time is accurate to the microsecond");
  }

 private:
  const json& object_;
};

void RequireMatch(const std::vector<Tag>& tags, const json& array) {
  std::size_t count = 0;
  for (const json& element : array) {
    if (element.is_null()) continue;
    Require(count < tags.size(), "no tag is lost");
    const Tag& tag = tags[count++];
    const JsonChecker checker(element);
    checker.Required("Key", tag.key);
    checker.Required("Value", tag.value);
  }
  Require(count == tags.size(), "no tag is added");
}

void RequireMatch(const GreengrassConfiguration& greengrass, const json& object) {
  const JsonChecker checker(object);
  checker.Required("ComponentName", greengrass.component_name);
  checker.Member("S3OutputLocation").Required("Bucket", greengrass.s3_output_location.bucket);
  checker.Member("S3OutputLocation").Text("Prefix", greengrass.s3_output_location.prefix);
  checker.Text("TargetDevice", greengrass.target_device);
  if (checker.CheckPresence("TargetPlatform", greengrass.target_platform)) {
    const JsonChecker platform = checker.Member("TargetPlatform");
    platform.Required("Os", ToString(greengrass.target_platform->os));
    platform.Required("Arch", ToString(greengrass.target_platform->arch));
    platform.Text("Accelerator", greengrass.target_platform->accelerator);
  }
  checker.Text("CompilerOptions", greengrass.compiler_options);
  checker.Text("ComponentVersion", greengrass.component_version);
  checker.Text("ComponentDescription", greengrass.component_description);
  RequireMatch(greengrass.tags, MemberOf(object, "Tags"));
}

void RequireMatch(const ModelPackagingDescription& description, const json& object) {
  const JsonChecker checker(object);
  checker.Text("JobName", description.job_name);
  checker.Text("ProjectName", description.project_name);
  checker.Text("ModelVersion", description.model_version);
  const auto& configuration = description.model_packaging_configuration;
  if (checker.CheckPresence("ModelPackagingConfiguration", configuration)) {
    const json& member = MemberOf(object, "ModelPackagingConfiguration");
    RequireMatch(configuration->greengrass, MemberOf(member, "Greengrass"));
  }
  checker.Text("ModelPackagingJobDescription", description.model_packaging_job_description);
  checker.Text("ModelPackagingMethod", description.model_packaging_method);
  const auto& output = description.model_packaging_output_details;
  if (checker.CheckPresence("ModelPackagingOutputDetails", output)) {
    const JsonChecker details = checker.Member("ModelPackagingOutputDetails");
    if (details.CheckPresence("Greengrass", output->greengrass)) {
      const JsonChecker component = details.Member("Greengrass");
      component.Text("ComponentVersionArn", output->greengrass->component_version_arn);
      component.Text("ComponentName", output->greengrass->component_name);
      component.Text("ComponentVersion", output->greengrass->component_version);
    }
  }
  checker.Text("Status", description.status);
  checker.Text("StatusMessage", description.status_message);
  checker.Time("CreationTimestamp", description.creation_timestamp);
  checker.Time("LastUpdatedTimestamp", description.last_updated_timestamp);
}

void RequireMatch(const ModelPackagingJobMetadata& job, const json& object) {
  const JsonChecker checker(object);
  checker.Text("JobName", job.job_name);
  checker.Text("ProjectName", job.project_name);
  checker.Text("ModelVersion", job.model_version);
  checker.Text("ModelPackagingJobDescription", job.model_packaging_job_description);
  checker.Text("ModelPackagingMethod", job.model_packaging_method);
  checker.Text("Status", job.status);
  checker.Text("StatusMessage", job.status_message);
  checker.Time("CreationTimestamp", job.creation_timestamp);
  checker.Time("LastUpdatedTimestamp", job.last_updated_timestamp);
}

void RequireUnreadable(const Error& error, const HttpResponse& response) {
  Require(error.kind == ErrorKind::kUnreadableResponse, "an invalid result is kUnreadableResponse");
  Require(error.http_status == response.status, "the error has the status of the response");
  Require(error.request_id == internal::RequestIdOf(response.headers),
          "the error has the request id of the response");
  Require(fuzz::IsPrintable(error.message), "the message is printable");
  Require(!error.message.empty() && error.message.size() <= 512, "the message has a limited length");
  fuzz::Print(error);
}

void CheckStart(const HttpResponse& response, const std::optional<json>& body) {
  const auto result = internal::ParseStartModelPackagingJob(response);
  const json name = body ? MemberOf(*body, "JobName") : json();
  const bool readable = name.is_string() && !name.get_ref<const std::string&>().empty();
  Require(result.has_value() == readable, "a start succeeds exactly if the body has a job name");
  if (!result) return RequireUnreadable(result.error(), response);
  Require(result->job_name == name.get_ref<const std::string&>(), "the job name is unchanged");
  Require(result->request_id == internal::RequestIdOf(response.headers), "the result has the request id");
  fuzz::Print(*result);
}

void CheckDescribe(const HttpResponse& response, const std::optional<json>& body) {
  const auto result = internal::ParseDescribeModelPackagingJob(response);
  if (!result) return RequireUnreadable(result.error(), response);
  Require(body.has_value(), "a description is parsed from a JSON object");
  RequireMatch(result->model_packaging_description, MemberOf(*body, "ModelPackagingDescription"));
  Require(result->request_id == internal::RequestIdOf(response.headers), "the result has the request id");
  fuzz::Print(*result);
}

void CheckList(const HttpResponse& response, const std::optional<json>& body) {
  const auto result = internal::ParseListModelPackagingJobs(response);
  if (!result) return RequireUnreadable(result.error(), response);
  Require(body.has_value(), "a list is parsed from a JSON object");
  std::vector<json> jobs;
  for (const json& job : MemberOf(*body, "ModelPackagingJobs")) {
    if (!job.is_null()) jobs.push_back(job);
  }
  Require(result->model_packaging_jobs.size() == jobs.size(), "no job is lost or added");
  for (std::size_t i = 0; i < jobs.size(); ++i) RequireMatch(result->model_packaging_jobs[i], jobs[i]);
  JsonChecker(*body).Text("NextToken", result->next_token);
  Require(result->request_id == internal::RequestIdOf(response.headers), "the result has the request id");
  fuzz::Print(*result);
}

}  // namespace
}  // namespace lookoutvision

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto response = lookoutvision::fuzz::ResponseFrom(lookoutvision::fuzz::AsText(data, size));
  const auto body = lookoutvision::BodyOf(response);
  lookoutvision::CheckStart(response, body);
  lookoutvision::CheckDescribe(response, body);
  lookoutvision::CheckList(response, body);
  return 0;
}
