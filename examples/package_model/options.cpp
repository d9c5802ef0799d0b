// Makes requests and configuration of the arguments, and collects all errors in them.
#include "package_model/options.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include <lookoutvision/json.h>
#include <lookoutvision/validation.h>

#include "package_model/client_options.h"
#include "package_model/option_values.h"
#include "package_model/printable.h"
#include "package_model/request_json.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;

constexpr std::string_view kInputOption = "--cli-input-json";

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
    // The member is missing because the value of its option, or the file, could not be parsed.
    const bool unknown = IsReported(option, problems) || IsReported(kInputOption, problems);
    if (violation.given.empty() && unknown) continue;
    if (!option.empty()) line << option << ", ";
    line << violation;
    if (std::find(problems.begin(), problems.end(), line.str()) == problems.end()) {
      problems.push_back(std::move(line).str());
    }
  }
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

// The request of --cli-input-json; without it, one without members.
template <typename Request>
Request InputOf(const Arguments& from, std::vector<std::string>& problems) {
  if (!from.cli_input_json) return {};
  const auto add_problem = [&](std::string_view problem) {
    problems.push_back(std::string(kInputOption) + ": " + Printable(*from.cli_input_json) + ": " +
                       Printable(problem));
  };
  const auto text = ReadInput(*from.cli_input_json);
  if (!text) {
    add_problem(text.problem());
    return {};
  }
  const auto request = lfv::FromJson<Request>(*text);
  if (!request) add_problem(request.error().message);
  return request.value_or(Request());
}

template <typename T>
std::optional<T> Either(std::optional<T> option, const std::optional<T>& member) {
  return option ? std::move(option) : member;
}

std::optional<lfv::TargetPlatform> PlatformOf(const Arguments& from,
                                              const std::optional<lfv::TargetPlatform>& input) {
  if (!from.target_os && !from.target_arch && !from.target_accelerator) return input;
  const lfv::TargetPlatform platform = input.value_or(lfv::TargetPlatform{});
  return lfv::TargetPlatform{
      .os = EnumOf<lfv::TargetPlatformOs>(from.target_os).value_or(platform.os),
      .arch = EnumOf<lfv::TargetPlatformArch>(from.target_arch).value_or(platform.arch),
      .accelerator =
          Either(EnumOf<lfv::TargetPlatformAccelerator>(from.target_accelerator), platform.accelerator)};
}

lfv::GreengrassConfiguration GreengrassOf(const Arguments& from, lfv::GreengrassConfiguration input,
                                          std::vector<std::string>& problems) {
  // A device replaces a platform with its compiler options, and the reverse.
  if (from.target_device) {
    input.target_platform.reset();
    input.compiler_options.reset();
  }
  if (from.target_os || from.target_arch || from.target_accelerator) input.target_device.reset();
  return {.component_name = from.component_name.value_or(input.component_name),
          .s3_output_location = {.bucket = from.s3_bucket.value_or(input.s3_output_location.bucket),
                                 .prefix = Either(from.s3_prefix, input.s3_output_location.prefix)},
          .target_device = Either(EnumOf<lfv::TargetDevice>(from.target_device), input.target_device),
          .target_platform = PlatformOf(from, input.target_platform),
          .compiler_options = Either(from.compiler_options, input.compiler_options),
          .component_version = Either(from.component_version, input.component_version),
          .component_description = Either(from.component_description, input.component_description),
          .tags = from.tags.empty() ? input.tags : TagsOf(from.tags, problems)};
}

lfv::StartModelPackagingJobRequest StartRequestOf(const Arguments& from, std::vector<std::string>& problems) {
  const auto input = InputOf<lfv::StartModelPackagingJobRequest>(from, problems);
  return lfv::StartModelPackagingJobRequest()
      .WithProjectName(from.project_name.value_or(input.project_name()))
      .WithModelVersion(from.model_version.value_or(input.model_version()))
      .WithConfiguration({.greengrass = GreengrassOf(from, input.configuration().greengrass, problems)})
      .WithJobName(Either(from.job_name, input.job_name()))
      .WithDescription(Either(from.description, input.description()))
      .WithClientToken(Either(from.client_token, input.client_token()));
}

lfv::DescribeModelPackagingJobRequest DescribeRequestOf(const Arguments& from,
                                                        std::vector<std::string>& problems) {
  auto request = InputOf<lfv::DescribeModelPackagingJobRequest>(from, problems);
  if (from.project_name) request.WithProjectName(*from.project_name);
  if (from.job_name) request.WithJobName(*from.job_name);
  return request;
}

std::vector<lfv::DescribeModelPackagingJobRequest> JobsOf(const Arguments& from,
                                                          std::vector<std::string>& problems) {
  const auto input = DescribeRequestOf(from, problems);
  std::vector<lfv::DescribeModelPackagingJobRequest> jobs;
  const std::vector<std::string> named{input.job_name()};
  for (const std::string& name : from.job_names.empty() ? named : from.job_names) {
    jobs.push_back(lfv::DescribeModelPackagingJobRequest(input).WithJobName(name));
    if (std::count(jobs.begin(), jobs.end(), jobs.back()) == 2) {
      problems.push_back("--job-name: " + Printable(name) + " is given more than once");
    }
    AddViolations(jobs.back(), problems);
  }
  return jobs;
}

std::optional<int> PageSizeOf(const std::optional<std::string>& text, std::vector<std::string>& problems) {
  if (!text) return std::nullopt;
  const auto size = ParseInt(*text);
  if (!size) AddProblem("--page-size", "must be an integer from 1 to 100", *text, problems);
  return size;
}

lfv::ListModelPackagingJobsRequest ListRequestOf(const Arguments& from, std::vector<std::string>& problems) {
  auto request = InputOf<lfv::ListModelPackagingJobsRequest>(from, problems);
  if (from.project_name) request.WithProjectName(*from.project_name);
  return request.WithMaxResults(Either(PageSizeOf(from.page_size, problems), request.max_results()));
}

// A status that is not known here is a typing error, and would list nothing.
std::vector<lfv::ModelPackagingJobStatus> StatusesOf(const std::vector<std::string>& texts,
                                                     std::vector<std::string>& problems) {
  std::vector<lfv::ModelPackagingJobStatus> statuses;
  for (const std::string& text : texts) {
    statuses.push_back(lfv::FromString<lfv::ModelPackagingJobStatus>(text));
    if (statuses.back() == lfv::ModelPackagingJobStatus::kUnknown) {
      AddProblem("--status", "must be CREATED, RUNNING, SUCCEEDED or FAILED", text, problems);
    }
  }
  return statuses;
}

}  // namespace

Options Interpret(const Arguments& arguments, std::vector<std::string>& problems) {
  Options options;
  options.command = arguments.command;
  options.words = arguments.words;
  options.wait = arguments.wait;
  options.debug = arguments.debug;
  options.config = ClientConfigOf(arguments, problems);
  options.timeout = SecondsOf("--timeout", arguments.timeout, problems);
  options.poll_interval = SecondsOf("--poll-interval", arguments.poll_interval, problems);
  if (arguments.output == "json") {
    options.output = OutputFormat::kJson;
  } else if (arguments.output && arguments.output != "text") {
    AddProblem("--output", "must be text or json", *arguments.output, problems);
  }

  switch (arguments.command) {
    case Command::kNone:
      break;
    case Command::kStart:
      if (arguments.poll_interval && !arguments.wait) problems.emplace_back("--poll-interval: needs --wait");
      options.start = StartRequestOf(arguments, problems);
      AddViolations(options.start, problems);
      break;
    case Command::kDescribe:
      options.job = DescribeRequestOf(arguments, problems);
      AddViolations(options.job, problems);
      break;
    case Command::kWait:
      options.jobs = JobsOf(arguments, problems);
      break;
    case Command::kList:
      options.list = ListRequestOf(arguments, problems);
      AddViolations(options.list, problems);
      options.statuses = StatusesOf(arguments.statuses, problems);
      options.max_items = NumberOf("--max-items", arguments.max_items, {.least = 1}, problems);
      break;
  }
  return options;
}

}  // namespace package_model
