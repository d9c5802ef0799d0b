// The constraints that the service's model puts on text members, one row per member.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/parsed.h"

namespace lookoutvision::internal {

/// What a whole text must match, with the regular expressions of the service's model.
enum class Pattern {
  kProjectName,       ///< `[a-zA-Z0-9][a-zA-Z0-9_\-]*`
  kModelVersion,      ///< `([1-9][0-9]*|latest)`
  kJobName,           ///< `[a-zA-Z0-9-]+`
  kDescription,       ///< `[a-zA-Z0-9-_. ()':,;?]+`
  kComponentName,     ///< `[a-zA-Z0-9-_.]+`
  kBucket,            ///< `[0-9A-Za-z\.\-_]*`
  kPrefix,            ///< `([a-zA-Z0-9!_.*'()-][/a-zA-Z0-9!_.*'()-]*)?`
  kCompilerOptions,   ///< `.*`: anything but line breaks, including those of Unicode
  kComponentVersion,  ///< `[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}`
  kPageToken,         ///< `[a-zA-Z0-9\/\+\=]*`
  kTag,               ///< `[\p{L}\p{Z}\p{N}_.:/=+\-@]*`
};

/// Whether all of `text`, which must be well-formed UTF-8 and not empty, matches.
bool Matches(Pattern pattern, std::string_view text);

/// The pattern for messages, worded to follow the name of a member: `may contain only ...`.
std::string_view Describe(Pattern pattern);

/// Whether `c` is in the general category L (letters), Z (separators) or N (numbers) of Unicode 14.0:
/// `[\p{L}\p{Z}\p{N}]` in a pattern. Independent of the locale.
bool IsLetterSeparatorOrNumber(char32_t c);

/// The options that an NVIDIA accelerator needs, for messages.
inline constexpr std::string_view kNvidiaOptions = "gpu-code, trt-ver and cuda-ver";

/// What is wrong with `text` as compiler options: it is not a JSON object, or lacks an option that an NVIDIA
/// accelerator needs. Absent if it is valid.
std::optional<Problem> ValidateCompilerOptions(std::string_view text, bool for_nvidia);

/// The constraints on one text member. Lengths count code points.
struct TextConstraint {
  /// The service's name of the member, without a path.
  std::string_view member;
  /// A required member that may be empty (`min_length` 0) is valid if absent, which looks the same.
  bool required;
  std::size_t min_length;
  std::size_t max_length;
  Pattern pattern;
};

namespace constraints {

inline constexpr bool kRequired = true;
inline constexpr bool kOptional = false;

// StartModelPackagingJob; DescribeModelPackagingJob also requires the job name.
inline constexpr TextConstraint kProjectName{"ProjectName", kRequired, 1, 255, Pattern::kProjectName};
inline constexpr TextConstraint kModelVersion{"ModelVersion", kRequired, 1, 10, Pattern::kModelVersion};
inline constexpr TextConstraint kNewJobName{"JobName", kOptional, 1, 64, Pattern::kJobName};
inline constexpr TextConstraint kDescribedJobName{"JobName", kRequired, 1, 64, Pattern::kJobName};
inline constexpr TextConstraint kDescription{"Description", kOptional, 1, 256, Pattern::kDescription};
inline constexpr TextConstraint kClientToken{"ClientToken", kOptional, 1, 64, Pattern::kJobName};

// ListModelPackagingJobs
inline constexpr TextConstraint kPageToken{"NextToken", kOptional, 0, 2048, Pattern::kPageToken};
inline constexpr int kMinResults = 1;
inline constexpr int kMaxResults = 100;

// Configuration.Greengrass
inline constexpr TextConstraint kComponentName{"ComponentName", kRequired, 1, 128, Pattern::kComponentName};
inline constexpr TextConstraint kCompilerOptions{"CompilerOptions", kOptional, 3, 1024,
                                                 Pattern::kCompilerOptions};
inline constexpr TextConstraint kComponentVersion{"ComponentVersion", kOptional, 1, 64,
                                                  Pattern::kComponentVersion};
inline constexpr TextConstraint kComponentDescription{"ComponentDescription", kOptional, 1, 256,
                                                      Pattern::kDescription};

// Configuration.Greengrass.S3OutputLocation
inline constexpr TextConstraint kBucket{"Bucket", kRequired, 3, 63, Pattern::kBucket};
inline constexpr TextConstraint kPrefix{"Prefix", kOptional, 0, 1024, Pattern::kPrefix};

// Configuration.Greengrass.Tags
inline constexpr std::size_t kMaxTags = 200;
inline constexpr TextConstraint kTagKey{"Key", kRequired, 1, 128, Pattern::kTag};
inline constexpr TextConstraint kTagValue{"Value", kRequired, 0, 256, Pattern::kTag};

}  // namespace constraints
}  // namespace lookoutvision::internal
