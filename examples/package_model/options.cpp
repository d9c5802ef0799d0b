// Makes requests and configuration of the arguments, and collects all errors in them.
#include "package_model/options.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <sstream>
#include <system_error>
#include <utility>

#include <lookoutvision/validation.h>

#include "package_model/printable.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;

constexpr std::int64_t kYearInMilliseconds = std::int64_t{365} * 24 * 3600 * 1000;

// Members of the requests, and the options that set them.
constexpr std::pair<std::string_view, std::string_view> kOptions[] = {
    {"ProjectName", "--project-name"},
    {"ModelVersion", "--model-version"},
    {"JobName", "--job-name"},
    {"Description", "--description"},
    {"ClientToken", "--client-token"},
    {"MaxResults", "--page-size"},
    {"Configuration.Greengrass", "--target-device or --target-os"},
    {"Configuration.Greengrass.ComponentName", "--component-name"},
    {"Configuration.Greengrass.ComponentVersion", "--component-version"},
    {"Configuration.Greengrass.ComponentDescription", "--component-description"},
    {"Configuration.Greengrass.S3OutputLocation.Bucket", "--s3-bucket"},
    {"Configuration.Greengrass.S3OutputLocation.Prefix", "--s3-prefix"},
    {"Configuration.Greengrass.TargetDevice", "--target-device"},
    {"Configuration.Greengrass.TargetPlatform.Os", "--target-os"},
    {"Configuration.Greengrass.TargetPlatform.Arch", "--target-arch"},
    {"Configuration.Greengrass.TargetPlatform.Accelerator", "--target-accelerator"},
    {"Configuration.Greengrass.CompilerOptions", "--compiler-options"},
};

// Empty if no option sets the member.
std::string_view OptionOf(std::string_view path) {
  for (const auto& [member, option] : kOptions) {
    if (path == member) return option;
  }
  return path.starts_with("Configuration.Greengrass.Tags") ? "--tag" : "";
}

bool IsReported(std::string_view option, const std::vector<std::string>& problems) {
  return std::any_of(problems.begin(), problems.end(), [option](std::string_view problem) {
    return problem.starts_with(option) && problem.substr(option.size()).starts_with(':');
  });
}

// A line per violation, such as `--s3-bucket, Configuration.Greengrass.S3OutputLocation.Bucket: ...`. A
// violation of several requests is added once.
template <typename Request>
void AddViolations(const Request& request, std::vector<std::string>& problems) {
  for (const lfv::Violation& violation : lfv::Validate(request)) {
    std::ostringstream line;
    const std::string_view option = OptionOf(violation.path);
    // The member is missing because the value of its option could not be parsed.
    if (violation.given.empty() && IsReported(option, problems)) continue;
    if (!option.empty()) line << option << ", ";
    line << violation;
    if (std::find(problems.begin(), problems.end(), line.str()) == problems.end()) {
      problems.push_back(std::move(line).str());
    }
  }
}

void AddProblem(std::string_view option, std::string_view expected, std::string_view given,
                std::vector<std::string>& problems) {
  problems.push_back(std::string(option) + ": " + std::string(expected) + " (given: " + Printable(given) +
                     ")");
}

template <typename E>
std::optional<lfv::OpenEnum<E>> EnumOf(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return lfv::OpenEnum<E>(*text);
}

std::vector<lfv::Tag> TagsOf(const std::vector<std::string>& texts, std::vector<std::string>& problems) {
  std::vector<lfv::Tag> tags;
  for (const std::string& text : texts) {
    const auto equals = text.find('=');
    const bool has_value = equals != std::string::npos;
    if (!has_value) AddProblem("--tag", "must be KEY=VALUE", text, problems);
    tags.push_back({.key = text.substr(0, equals), .value = has_value ? text.substr(equals + 1) : ""});
  }
  return tags;
}

lfv::StartModelPackagingJobRequest StartRequestOf(const Arguments& from, std::vector<std::string>& problems) {
  lfv::GreengrassConfiguration greengrass{
      .component_name = from.component_name.value_or(""),
      .s3_output_location = {.bucket = from.s3_bucket.value_or(""), .prefix = from.s3_prefix},
      .target_device = EnumOf<lfv::TargetDevice>(from.target_device),
      .compiler_options = from.compiler_options,
      .component_version = from.component_version,
      .component_description = from.component_description,
      .tags = TagsOf(from.tags, problems)};
  if (from.target_os || from.target_arch || from.target_accelerator) {
    greengrass.target_platform = {
        .os = lfv::OpenEnum<lfv::TargetPlatformOs>(from.target_os.value_or("")),
        .arch = lfv::OpenEnum<lfv::TargetPlatformArch>(from.target_arch.value_or("")),
        .accelerator = EnumOf<lfv::TargetPlatformAccelerator>(from.target_accelerator)};
  }

  return lfv::StartModelPackagingJobRequest()
      .WithProjectName(from.project_name.value_or(""))
      .WithModelVersion(from.model_version.value_or(""))
      .WithConfiguration({.greengrass = std::move(greengrass)})
      .WithJobName(from.job_name)
      .WithDescription(from.description)
      .WithClientToken(from.client_token);
}

std::vector<lfv::DescribeModelPackagingJobRequest> JobsOf(const Arguments& from,
                                                          std::vector<std::string>& problems) {
  std::vector<lfv::DescribeModelPackagingJobRequest> jobs;
  const std::vector<std::string> nameless{""};
  for (const std::string& name : from.job_names.empty() ? nameless : from.job_names) {
    jobs.push_back(lfv::DescribeModelPackagingJobRequest()
                       .WithProjectName(from.project_name.value_or(""))
                       .WithJobName(name));
    if (std::count(jobs.begin(), jobs.end(), jobs.back()) == 2) {
      problems.push_back("--job-name: " + Printable(name) + " is given more than once");
    }
    AddViolations(jobs.back(), problems);
  }
  return jobs;
}

std::optional<int> PageSizeOf(const std::optional<std::string>& text, std::vector<std::string>& problems) {
  if (!text) return std::nullopt;
  int size = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), size);
  if (error == std::errc() && end == text->data() + text->size()) return size;
  AddProblem("--page-size", "must be a number from 1 to 100", *text, problems);
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> TimeOf(std::string_view option,
                                                const std::optional<std::string>& text,
                                                std::vector<std::string>& problems) {
  if (!text) return std::nullopt;
  const auto time = ParseSeconds(*text);
  if (!time) AddProblem(option, "must be a number of seconds, above 0", *text, problems);
  return time;
}

}  // namespace

// Parses the digits itself: std::strtod depends on the locale, and not every standard library has a
// std::from_chars for doubles.
std::optional<std::chrono::milliseconds> ParseSeconds(std::string_view text) {
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, point));
  digits += text.substr(std::min(point + 1, text.size()));
  if (digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
  digits.resize(point + 3, '0');  // milliseconds
  std::int64_t count = 0;
  const auto error = std::from_chars(digits.data(), digits.data() + digits.size(), count).ec;
  if (error != std::errc() || count < 1 || count > kYearInMilliseconds) return std::nullopt;
  return std::chrono::milliseconds(count);
}

Options Interpret(const Arguments& arguments, std::vector<std::string>& problems) {
  Options options;
  options.command = arguments.command;
  options.words = arguments.words;
  options.wait = arguments.wait;
  options.debug = arguments.debug;
  options.config.region = arguments.region;
  options.config.profile = arguments.profile;
  options.config.endpoint_url = arguments.endpoint_url;
  options.config.ca_bundle = arguments.ca_bundle;
  options.config.allow_plaintext_http = arguments.allow_plaintext_http;
  options.timeout = TimeOf("--timeout", arguments.timeout, problems);
  options.poll_interval = TimeOf("--poll-interval", arguments.poll_interval, problems);
  if (arguments.output == "json") {
    options.output = OutputFormat::kJson;
  } else if (arguments.output && arguments.output != "text") {
    AddProblem("--output", "must be text or json", *arguments.output, problems);
  }

  switch (arguments.command) {
    case Command::kNone:
      break;
    case Command::kStart:
      options.start = StartRequestOf(arguments, problems);
      AddViolations(options.start, problems);
      break;
    case Command::kDescribe:
      options.job.WithProjectName(arguments.project_name.value_or(""))
          .WithJobName(arguments.job_name.value_or(""));
      AddViolations(options.job, problems);
      break;
    case Command::kWait:
      options.jobs = JobsOf(arguments, problems);
      break;
    case Command::kList:
      options.list.WithProjectName(arguments.project_name.value_or(""))
          .WithMaxResults(PageSizeOf(arguments.page_size, problems));
      AddViolations(options.list, problems);
      break;
  }
  return options;
}

}  // namespace package_model
