// Validate: a request held against every constraint of the service's model, before anything is sent.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/export.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/start_model_packaging_job.h>

namespace lookoutvision {

/// One thing that is wrong with a request.
struct Violation {
  /// The member in the service's own names, for example `Configuration.Greengrass.Tags[2].Key`.
  std::string path;
  /// What was given: printable and cut to a bounded length; empty where nothing was.
  std::string given;
  /// What is wrong and what is allowed, for example `has 300 characters, at most 255 are allowed`.
  std::string message;

  friend bool operator==(const Violation&, const Violation&) = default;
};

/// `path: message (given: "...")`
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const Violation& violation);

/// Everything that the service's model forbids in the request, in the order of its members; empty when all is
/// well.
LOOKOUTVISION_EXPORT std::vector<Violation> Validate(const StartModelPackagingJobRequest& request);
LOOKOUTVISION_EXPORT std::vector<Violation> Validate(const DescribeModelPackagingJobRequest& request);
LOOKOUTVISION_EXPORT std::vector<Violation> Validate(const ListModelPackagingJobsRequest& request);

}  // namespace lookoutvision
