// Fuzz target: any request through Validate, Serialize and print. Validate is compared with the patterns of
// the service's model as regular expressions, the serialised request against the one it was made of.
#include <algorithm>
#include <regex>
#include <set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <lookoutvision/validation.h>

#include "base/json.h"
#include "input.h"
#include "protocol/rest_json.h"

namespace lookoutvision {
namespace {

using fuzz::Must;
using nlohmann::json;

StartModelPackagingJobRequest RequestFrom(fuzz::Fields& fields) {
  StartModelPackagingJobRequest request;
  request.WithProjectName(fields.Text())
      .WithModelVersion(fields.Text())
      .WithJobName(fields.OptionalText())
      .WithDescription(fields.OptionalText())
      .WithClientToken(fields.OptionalText());
  GreengrassConfiguration greengrass;
  greengrass.component_name = fields.Text();
  greengrass.s3_output_location = {.bucket = fields.Text(), .prefix = fields.OptionalText()};
  if (auto device = fields.OptionalText()) {
    greengrass.target_device = OpenEnum<TargetDevice>(*std::move(device));
  }
  auto os = fields.OptionalText();
  auto arch = fields.Text();
  auto accelerator = fields.OptionalText();
  if (os) {
    auto& platform = greengrass.target_platform.emplace();
    platform.os = OpenEnum<TargetPlatformOs>(*std::move(os));
    platform.arch = OpenEnum<TargetPlatformArch>(std::move(arch));
    if (accelerator) {
      platform.accelerator = OpenEnum<TargetPlatformAccelerator>(*std::move(accelerator));
    }
  }
  greengrass.compiler_options = fields.OptionalText();
  greengrass.component_version = fields.OptionalText();
  greengrass.component_description = fields.OptionalText();
  while (!fields.empty()) {
    auto key = fields.Text();
    greengrass.tags.push_back({.key = std::move(key), .value = fields.Text()});
  }
  return request.WithConfiguration({.greengrass = std::move(greengrass)});
}

// One text member and what the model says of it.
struct Rule {
  std::string path;
  std::optional<std::string> given;
  std::size_t min;
  std::size_t max;
  const std::regex& pattern;
};

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool Allows(const Rule& rule) {
  if (!rule.given) return true;
  const std::string& text = *rule.given;
  return text.size() >= rule.min && text.size() <= rule.max && IsAscii(text) &&
         std::regex_match(text, rule.pattern);
}

// The members whose patterns are of ASCII alone, so that the standard library can judge them.
std::vector<Rule> RulesOf(const StartModelPackagingJobRequest& request) {
  static const std::regex kProjectName("[a-zA-Z0-9][-a-zA-Z0-9_]*");
  static const std::regex kModelVersion("([1-9][0-9]*|latest)");
  static const std::regex kJobName("[-a-zA-Z0-9]+");
  static const std::regex kDescription("[-a-zA-Z0-9_. ()':,;?]+");
  static const std::regex kComponentName("[-a-zA-Z0-9_.]+");
  static const std::regex kBucket("[-0-9A-Za-z._]*");
  static const std::regex kPrefix("([-a-zA-Z0-9!_.*'()][-/a-zA-Z0-9!_.*'()]*)?");
  static const std::regex kComponentVersion("[0-9]{1,6}\\.[0-9]{1,6}\\.[0-9]{1,6}");
  static const std::regex kTag("[a-zA-Z0-9 _.:/=+@-]*");
  static const std::string kGreengrass = "Configuration.Greengrass.";

  const auto& greengrass = request.configuration().greengrass;
  std::vector<Rule> rules{
      {"ProjectName", request.project_name(), 1, 255, kProjectName},
      {"ModelVersion", request.model_version(), 1, 10, kModelVersion},
      {"JobName", request.job_name(), 1, 64, kJobName},
      {"Description", request.description(), 1, 256, kDescription},
      {"ClientToken", request.client_token(), 1, 64, kJobName},
      {kGreengrass + "ComponentName", greengrass.component_name, 1, 128, kComponentName},
      {kGreengrass + "S3OutputLocation.Bucket", greengrass.s3_output_location.bucket, 3, 63, kBucket},
      {kGreengrass + "S3OutputLocation.Prefix", greengrass.s3_output_location.prefix, 0, 1024, kPrefix},
      {kGreengrass + "ComponentVersion", greengrass.component_version, 1, 64, kComponentVersion},
      {kGreengrass + "ComponentDescription", greengrass.component_description, 1, 256, kDescription}};
  for (std::size_t i = 0; i < greengrass.tags.size(); ++i) {
    const auto& [key, value] = greengrass.tags[i];
    const auto path = kGreengrass + "Tags[" + std::to_string(i) + "].";
    if (IsAscii(key)) rules.push_back({path + "Key", key, 1, 128, kTag});
    if (IsAscii(value)) rules.push_back({path + "Value", value, 0, 256, kTag});
  }
  return rules;
}

void CheckShown(const std::vector<Violation>& violations) {
  for (const Violation& violation : violations) {
    Must(!violation.path.empty() && !violation.message.empty(), "a violation says what is wrong where");
    Must(violation.given.size() <= 64, "what was given is shown within bounds");
    fuzz::Print(violation);
  }
}

std::vector<Violation> CheckViolations(const StartModelPackagingJobRequest& request) {
  auto violations = Validate(request);
  CheckShown(violations);
  std::set<std::string_view> paths;
  for (const Violation& violation : violations) paths.insert(violation.path);
  for (const Rule& rule : RulesOf(request)) {
    Must(paths.contains(rule.path) != Allows(rule), "what the model forbids is found, and nothing else");
  }
  return violations;
}

void SetPresent(json& object, const char* name, const std::optional<std::string>& member) {
  if (member) object[name] = *member;
}

// The body as another writer of JSON would make it.
json BodyOf(const StartModelPackagingJobRequest& request) {
  const auto& greengrass = request.configuration().greengrass;
  json component{{"ComponentName", greengrass.component_name},
                 {"S3OutputLocation", {{"Bucket", greengrass.s3_output_location.bucket}}}};
  SetPresent(component["S3OutputLocation"], "Prefix", greengrass.s3_output_location.prefix);
  if (const auto& device = greengrass.target_device) component["TargetDevice"] = ToString(*device);
  if (const auto& platform = greengrass.target_platform) {
    component["TargetPlatform"] = {{"Os", ToString(platform->os)}, {"Arch", ToString(platform->arch)}};
    if (platform->accelerator) component["TargetPlatform"]["Accelerator"] = ToString(*platform->accelerator);
  }
  SetPresent(component, "CompilerOptions", greengrass.compiler_options);
  SetPresent(component, "ComponentVersion", greengrass.component_version);
  SetPresent(component, "ComponentDescription", greengrass.component_description);
  if (!greengrass.tags.empty()) {
    json& tags = component["Tags"] = json::array();
    for (const auto& [key, value] : greengrass.tags) tags.push_back({{"Key", key}, {"Value", value}});
  }
  json body{{"ModelVersion", request.model_version()}, {"Configuration", {{"Greengrass", component}}}};
  SetPresent(body, "JobName", request.job_name());
  SetPresent(body, "Description", request.description());
  return body;
}

// The text that a label stands for. It must be encoded so that the path keeps its shape.
std::string DecodedLabel(std::string_view label) {
  const bool plain = std::all_of(label.begin(), label.end(), [](char c) {
    return internal::IsTokenCharacter(c) && std::string_view("!#$&'*+^`|").find(c) == std::string_view::npos;
  });
  Must(plain && label != "." && label != "..", "a label is one segment of the path");
  return internal::PercentDecode(label);
}

// Takes `expected` from the front of `path`.
void TakePrefix(std::string_view& path, std::string_view expected) {
  Must(path.starts_with(expected), "a path is that of its operation");
  path.remove_prefix(expected.size());
}

void MustBeRefusal(const Error& error, const std::vector<Violation>& violations) {
  Must(error.kind == ErrorKind::kInvalidRequest && error.attempts == 0, "nothing was sent");
  Must(fuzz::IsPrintable(error.message) && !error.message.empty(), "a refusal says why");
  Must(!violations.empty(), "what Validate passes is sent");
}

void CheckStart(const StartModelPackagingJobRequest& request) {
  const auto violations = CheckViolations(request);
  fuzz::Print(request);
  const auto http = internal::Serialize(request);
  if (!http) return MustBeRefusal(http.error(), violations);
  Must(json::parse(http->body) == BodyOf(request), "the body is the request");
  std::string_view path = http->path;
  TakePrefix(path, "/2020-11-20/projects/");
  Must(DecodedLabel(fuzz::TakeUntil('/', path)) == request.project_name(), "the label is the project's name");
  Must(path == "modelpackagingjobs", "a path is that of its operation");
  Must(http->query.empty() && http->token == request.client_token().value_or(""),
       "the token is the request's");
  Must(!internal::HasControlCharacters(http->token), "a header holds no control characters");
}

void CheckDescribe(const DescribeModelPackagingJobRequest& request) {
  const auto violations = Validate(request);
  CheckShown(violations);
  fuzz::Print(request);
  const auto http = internal::Serialize(request);
  if (!http) return MustBeRefusal(http.error(), violations);
  std::string_view path = http->path;
  TakePrefix(path, "/2020-11-20/projects/");
  Must(DecodedLabel(fuzz::TakeUntil('/', path)) == request.project_name(), "the label is the project's name");
  TakePrefix(path, "modelpackagingjobs/");
  Must(DecodedLabel(path) == request.job_name(), "the label is the job's name");
  Must(http->query.empty() && http->body.empty(), "a look at a job has neither query nor body");
}

void CheckList(const ListModelPackagingJobsRequest& request) {
  static const std::regex kPageToken("[a-zA-Z0-9/+=]*");
  const auto violations = Validate(request);
  CheckShown(violations);
  fuzz::Print(request);
  const bool found = std::any_of(violations.begin(), violations.end(),
                                 [](const Violation& violation) { return violation.path == "NextToken"; });
  Must(found != Allows({"NextToken", request.next_token(), 0, 2048, kPageToken}),
       "what the model forbids is found, and nothing else");
  const auto http = internal::Serialize(request);
  if (!http) return MustBeRefusal(http.error(), violations);
  std::string_view path = http->path;
  TakePrefix(path, "/2020-11-20/projects/");
  Must(DecodedLabel(fuzz::TakeUntil('/', path)) == request.project_name(), "the label is the project's name");
  Must(path == "modelpackagingjobs" && http->body.empty(), "a path is that of its operation");
  std::string_view query = http->query;
  if (request.next_token()) {
    TakePrefix(query, "nextToken=");
    const auto value = fuzz::TakeUntil('&', query);
    Must(value.find_first_of("#+ ") == std::string_view::npos, "a value is encoded");
    Must(internal::PercentDecode(value) == *request.next_token(), "the query holds the token");
  }
  Must(query == (request.max_results() ? "maxResults=" + std::to_string(*request.max_results()) : ""),
       "the query holds the size of a page");
}

}  // namespace
}  // namespace lookoutvision

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lookoutvision::fuzz::Fields fields(lookoutvision::fuzz::AsText(data, size));
  const auto request = lookoutvision::RequestFrom(fields);
  lookoutvision::CheckStart(request);
  lookoutvision::CheckDescribe(lookoutvision::DescribeModelPackagingJobRequest()
                                   .WithProjectName(request.project_name())
                                   .WithJobName(request.job_name().value_or("")));
  lookoutvision::CheckList(lookoutvision::ListModelPackagingJobsRequest()
                               .WithProjectName(request.project_name())
                               .WithNextToken(request.client_token())
                               .WithMaxResults(static_cast<int>(size)));
  return 0;
}
