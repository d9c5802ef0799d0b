// Fuzz target: validates, serialises and prints any request. Validate is compared with the service's model as
// regular expressions, the serialised request with the original.
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

using fuzz::Require;
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

// A text member and its constraints in the model.
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

// The members whose patterns std::regex can match, since they contain only ASCII.
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

void CheckPrinted(const std::vector<Violation>& violations) {
  for (const Violation& violation : violations) {
    Require(!violation.path.empty() && !violation.message.empty(), "a violation has a path and a message");
    Require(violation.given.size() <= 64, "the length of a quoted value is limited");
    fuzz::Print(violation);
  }
}

std::vector<Violation> CheckViolations(const StartModelPackagingJobRequest& request) {
  auto violations = Validate(request);
  CheckPrinted(violations);
  std::set<std::string_view> paths;
  for (const Violation& violation : violations) paths.insert(violation.path);
  for (const Rule& rule : RulesOf(request)) {
    Require(paths.contains(rule.path) != Allows(rule),
            "exactly the values that the model forbids are violations");
  }
  return violations;
}

void SetPresent(json& object, const char* name, const std::optional<std::string>& member) {
  if (member) object[name] = *member;
}

// The body as nlohmann/json writes it.
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

// The decoded label, which must be one segment of the path.
std::string DecodedLabel(std::string_view label) {
  const bool plain = std::all_of(label.begin(), label.end(), [](char c) {
    return internal::IsTokenCharacter(c) && std::string_view("!#$&'*+^`|").find(c) == std::string_view::npos;
  });
  Require(plain && label != "." && label != "..", "a label is one segment of the path");
  return internal::PercentDecode(label);
}

// Removes `expected` from the front of `path`.
void RemovePrefix(std::string_view& path, std::string_view expected) {
  Require(path.starts_with(expected), "the path is that of the operation");
  path.remove_prefix(expected.size());
}

void RequireRejection(const Error& error, const std::vector<Violation>& violations) {
  Require(error.kind == ErrorKind::kInvalidRequest && error.attempts == 0, "an invalid request is not sent");
  Require(fuzz::IsPrintable(error.message) && !error.message.empty(), "an error has a printable message");
  Require(!violations.empty(), "a request without violations is sent");
}

void CheckStart(const StartModelPackagingJobRequest& request) {
  const auto violations = CheckViolations(request);
  fuzz::Print(request);
  const auto http = internal::Serialize(request);
  if (!http) return RequireRejection(http.error(), violations);
  Require(json::parse(http->body) == BodyOf(request), "the body is the request");
  std::string_view path = http->path;
  RemovePrefix(path, "/2020-11-20/projects/");
  Require(DecodedLabel(fuzz::TakeUntil('/', path)) == request.project_name(),
          "the label is the project name");
  Require(path == "modelpackagingjobs", "the path is that of the operation");
  Require(http->query.empty() && http->token == request.client_token().value_or(""),
          "the token is that of the request");
  Require(!internal::HasControlCharacters(http->token), "a header contains no control characters");
}

void CheckDescribe(const DescribeModelPackagingJobRequest& request) {
  const auto violations = Validate(request);
  CheckPrinted(violations);
  fuzz::Print(request);
  const auto http = internal::Serialize(request);
  if (!http) return RequireRejection(http.error(), violations);
  std::string_view path = http->path;
  RemovePrefix(path, "/2020-11-20/projects/");
  Require(DecodedLabel(fuzz::TakeUntil('/', path)) == request.project_name(),
          "the label is the project name");
  RemovePrefix(path, "modelpackagingjobs/");
  Require(DecodedLabel(path) == request.job_name(), "the label is the job name");
  Require(http->query.empty() && http->body.empty(), "a describe has neither query nor body");
}

void CheckList(const ListModelPackagingJobsRequest& request) {
  static const std::regex kPageToken("[a-zA-Z0-9/+=]*");
  const auto violations = Validate(request);
  CheckPrinted(violations);
  fuzz::Print(request);
  const bool found = std::any_of(violations.begin(), violations.end(),
                                 [](const Violation& violation) { return violation.path == "NextToken"; });
  Require(found != Allows({"NextToken", request.next_token(), 0, 2048, kPageToken}),
          "exactly the values that the model forbids are violations");
  const auto http = internal::Serialize(request);
  if (!http) return RequireRejection(http.error(), violations);
  std::string_view path = http->path;
  RemovePrefix(path, "/2020-11-20/projects/");
  Require(DecodedLabel(fuzz::TakeUntil('/', path)) == request.project_name(),
          "the label is the project name");
  Require(path == "modelpackagingjobs" && http->body.empty(), "the path is that of the operation");
  std::string_view query = http->query;
  if (request.next_token()) {
    RemovePrefix(query, "nextToken=");
    const auto value = fuzz::TakeUntil('&', query);
    Require(value.find_first_of("#+ ") == std::string_view::npos, "a value is encoded");
    Require(internal::PercentDecode(value) == *request.next_token(), "the query contains the token");
  }
  Require(query == (request.max_results() ? "maxResults=" + std::to_string(*request.max_results()) : ""),
          "the query contains the page size");
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
