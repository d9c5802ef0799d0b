// Validate: checks a request against every constraint of the service's model, without sending it.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/export.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/start_model_packaging_job.h>

namespace lookoutvision {

/// One constraint that a request violates.
struct Violation {
  /// The path of the member, in the service's names, for example `Configuration.Greengrass.Tags[2].Key`.
  std::string path;
  /// The value: printable and truncated; empty if the member is not set.
  std::string given;
  /// What is wrong and what is allowed, for example `has 300 characters, at most 255 are allowed`.
  std::string message;

  friend bool operator==(const Violation&, const Violation&) = default;  ///< Compares all members.
};

/// Prints `path: message (given: "...")`.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const Violation& violation);

/// All violations of the request, in the order of its members; empty if it is valid. A client does not call
/// this: it leaves the decision to the service.
LOOKOUTVISION_EXPORT std::vector<Violation> Validate(const StartModelPackagingJobRequest& request);
/// @overload
LOOKOUTVISION_EXPORT std::vector<Violation> Validate(const DescribeModelPackagingJobRequest& request);
/// @overload
LOOKOUTVISION_EXPORT std::vector<Violation> Validate(const ListModelPackagingJobsRequest& request);

}  // namespace lookoutvision
