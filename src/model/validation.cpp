// Validates requests against the constraints on members, and the rules between members.
#include <cstddef>
#include <optional>
#include <ostream>
#include <utility>

#include <lookoutvision/validation.h>

#include "base/text.h"
#include "model/constraints.h"

namespace lookoutvision {
namespace {

namespace constraints = internal::constraints;
using internal::TextConstraint;

constexpr std::size_t kMaxGivenBytes = 64;

// Absent if the text is not well-formed UTF-8.
std::optional<std::size_t> CountCodePoints(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t pos = 0; pos < text.size(); ++count) {
    if (!internal::NextCodePoint(text, pos)) return std::nullopt;
  }
  return count;
}

std::string Counted(std::size_t count, const std::string& singular) {
  return std::to_string(count) + " " + (count == 1 ? singular : singular + "s");
}

std::string AtMost(std::size_t max) {
  return "at most " + std::to_string(max) + " are allowed";
}

// Validates the members of one structure, which share a path.
class Checker {
 public:
  explicit Checker(std::vector<Violation>& violations) : violations_(violations) {}

  // For the members of the structure `member`.
  Checker Within(std::string_view member) const {
    Checker inner(violations_);
    inner.path_ = PathOf(member);
    return inner;
  }

  // Without a member, the violation is one of the structure itself.
  void Add(std::string_view member, std::string_view given, std::string message) const {
    violations_.push_back({.path = PathOf(member),
                           .given = internal::Printable(given, kMaxGivenBytes),
                           .message = std::move(message)});
  }

  void Text(const TextConstraint& constraint, const std::optional<std::string>& text) const {
    TextOrNull(constraint, text ? &*text : nullptr);
  }

  // A plain string is absent if it is empty.
  void Text(const TextConstraint& constraint, const std::string& text) const {
    TextOrNull(constraint, text.empty() && constraint.min_length > 0 ? nullptr : &text);
  }

  template <typename E>
  void Required(std::string_view member, const OpenEnum<E>& value) const {
    if (ToString(value).empty()) {
      Add(member, "", "is required, allowed: " + Listed<E>());
    } else {
      Optional(member, std::optional(value));
    }
  }

  template <typename E>
  void Optional(std::string_view member, const std::optional<OpenEnum<E>>& value) const {
    if (!value || value->value() != E::kUnknown) return;
    Add(member, ToString(*value), "is unknown, allowed: " + Listed<E>());
  }

 private:
  std::string PathOf(std::string_view member) const {
    return path_ + (path_.empty() || member.empty() ? "" : ".") + std::string(member);
  }

  template <typename E>
  static std::string Listed() {
    std::string list;
    for (int i = 1; !ToString(static_cast<E>(i)).empty(); ++i) {
      if (i > 1) list += ", ";
      list += ToString(static_cast<E>(i));
    }
    return list;
  }

  void TextOrNull(const TextConstraint& constraint, const std::string* text) const {
    if (text != nullptr) {
      ValidateText(constraint, *text);
    } else if (constraint.required) {
      Add(constraint.member, "", "is required");
    }
  }

  void ValidateText(const TextConstraint& constraint, const std::string& text) const {
    const auto length = CountCodePoints(text);
    if (!length) {
      Add(constraint.member, text, "is not well-formed UTF-8");
      return;
    }
    if (*length < constraint.min_length) {
      Add(constraint.member, text,
          "has " + Counted(*length, "character") + ", at least " + std::to_string(constraint.min_length) +
              (constraint.min_length == 1 ? " is needed" : " are needed"));
    }
    if (*length > constraint.max_length) {
      Add(constraint.member, text,
          "has " + Counted(*length, "character") + ", " + AtMost(constraint.max_length));
    }
    if (!text.empty() && !internal::Matches(constraint.pattern, text)) {
      Add(constraint.member, text, std::string(internal::Describe(constraint.pattern)));
    }
  }

  std::vector<Violation>& violations_;
  std::string path_;
};

void CheckS3OutputLocation(const S3Location& location, const Checker& check) {
  check.Text(constraints::kBucket, location.bucket);
  check.Text(constraints::kPrefix, location.prefix);
}

void CheckTargetPlatform(const TargetPlatform& platform, const Checker& check) {
  check.Required("Os", platform.os);
  check.Required("Arch", platform.arch);
  check.Optional("Accelerator", platform.accelerator);
}

void CheckTargets(const GreengrassConfiguration& greengrass, const Checker& check) {
  const auto& device = greengrass.target_device;
  const auto& platform = greengrass.target_platform;
  if (device && platform) {
    std::string given(ToString(*device));
    given.append(" and ").append(ToString(platform->os)).append(" ").append(ToString(platform->arch));
    check.Add("", given, "has both a TargetDevice and a TargetPlatform, exactly one of them is allowed");
  }
  if (!device && !platform) {
    check.Add("", "", "has neither a TargetDevice nor a TargetPlatform, exactly one of them is needed");
  }
  check.Optional("TargetDevice", device);
  if (platform) CheckTargetPlatform(*platform, check.Within("TargetPlatform"));
}

void CheckCompilerOptions(const GreengrassConfiguration& greengrass, const Checker& check) {
  const auto& platform = greengrass.target_platform;
  const bool for_nvidia = platform && platform->accelerator == TargetPlatformAccelerator::kNvidia;
  const auto& options = greengrass.compiler_options;
  const std::string_view member = constraints::kCompilerOptions.member;
  check.Text(constraints::kCompilerOptions, options);
  if (!options) {
    if (for_nvidia) {
      check.Add(member, "",
                "is required, the accelerator NVIDIA needs " + std::string(internal::kNvidiaOptions));
    }
    return;
  }
  if (!platform) check.Add(member, *options, "requires a TargetPlatform, but there is none");
  if (options->empty() || !internal::IsUtf8(*options)) return;
  if (auto problem = internal::ValidateCompilerOptions(*options, for_nvidia)) {
    check.Add(member, *options, std::move(problem->text));
  }
}

void CheckTags(const std::vector<Tag>& tags, const Checker& check) {
  if (tags.size() > constraints::kMaxTags) {
    const std::string count = Counted(tags.size(), "tag");
    check.Add("Tags", count, "has " + count + ", " + AtMost(constraints::kMaxTags));
  }
  for (std::size_t i = 0; i < tags.size(); ++i) {
    const Checker check_tag = check.Within("Tags[" + std::to_string(i) + "]");
    check_tag.Text(constraints::kTagKey, tags[i].key);
    check_tag.Text(constraints::kTagValue, tags[i].value);
  }
}

void CheckGreengrass(const GreengrassConfiguration& greengrass, const Checker& check) {
  check.Text(constraints::kComponentName, greengrass.component_name);
  CheckS3OutputLocation(greengrass.s3_output_location, check.Within("S3OutputLocation"));
  CheckTargets(greengrass, check);
  CheckCompilerOptions(greengrass, check);
  check.Text(constraints::kComponentVersion, greengrass.component_version);
  check.Text(constraints::kComponentDescription, greengrass.component_description);
  CheckTags(greengrass.tags, check);
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Violation& violation) {
  out << violation.path << ": " << violation.message;
  if (!violation.given.empty()) out << " (given: \"" << violation.given << "\")";
  return out;
}

std::vector<Violation> Validate(const StartModelPackagingJobRequest& request) {
  std::vector<Violation> violations;
  const Checker check(violations);
  check.Text(constraints::kProjectName, request.project_name());
  check.Text(constraints::kModelVersion, request.model_version());
  CheckGreengrass(request.configuration().greengrass, check.Within("Configuration.Greengrass"));
  check.Text(constraints::kNewJobName, request.job_name());
  check.Text(constraints::kDescription, request.description());
  check.Text(constraints::kClientToken, request.client_token());
  return violations;
}

std::vector<Violation> Validate(const DescribeModelPackagingJobRequest& request) {
  std::vector<Violation> violations;
  const Checker check(violations);
  check.Text(constraints::kProjectName, request.project_name());
  check.Text(constraints::kDescribedJobName, request.job_name());
  return violations;
}

std::vector<Violation> Validate(const ListModelPackagingJobsRequest& request) {
  std::vector<Violation> violations;
  const Checker check(violations);
  check.Text(constraints::kProjectName, request.project_name());
  check.Text(constraints::kPageToken, request.next_token());
  const auto& max = request.max_results();
  if (max && (*max < constraints::kMinResults || *max > constraints::kMaxResults)) {
    check.Add("MaxResults", std::to_string(*max),
              "must be from " + std::to_string(constraints::kMinResults) + " to " +
                  std::to_string(constraints::kMaxResults));
  }
  return violations;
}

}  // namespace lookoutvision
