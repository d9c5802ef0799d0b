// FromJson and ToJson: requests, results and configurations as JSON, in the service's own syntax.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/describe_model_packaging_job.h>
#include <lookoutvision/export.h>
#include <lookoutvision/list_model_packaging_jobs.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/shapes.h>
#include <lookoutvision/start_model_packaging_job.h>

namespace lookoutvision {

/// Writes compact JSON that FromJson() reads: the members that are set, which must be well-formed UTF-8.
/// Times are epoch seconds, to the microsecond until the year 2100. `request_id` and `client_token` of a
/// result are not part of the service's syntax, and are not written.
LOOKOUTVISION_EXPORT std::string ToJson(const StartModelPackagingJobRequest& request);
LOOKOUTVISION_EXPORT std::string ToJson(const DescribeModelPackagingJobRequest& request);   ///< @overload
LOOKOUTVISION_EXPORT std::string ToJson(const ListModelPackagingJobsRequest& request);      ///< @overload
LOOKOUTVISION_EXPORT std::string ToJson(const StartModelPackagingJobResult& result);        ///< @overload
LOOKOUTVISION_EXPORT std::string ToJson(const DescribeModelPackagingJobResult& result);     ///< @overload
LOOKOUTVISION_EXPORT std::string ToJson(const ListModelPackagingJobsResult& result);        ///< @overload
LOOKOUTVISION_EXPORT std::string ToJson(const ModelPackagingConfiguration& configuration);  ///< @overload

/// Reads a request as the AWS CLI's `--cli-input-json` takes it, a result as the service sends it, or a
/// configuration: any type that ToJson() writes.
///
///     const auto request = FromJson<StartModelPackagingJobRequest>(text);
///     if (!request) std::cerr << request.error() << '\n';
///
/// Fails with `kInvalidRequest`, and the message names the member: `Configuration.Greengrass.Tags[0].Key:
/// expected a string, got a number`. Missing and null members are not set; of several members with the same
/// name, the last counts. An unknown member is an error, except in a result, which ignores it. A list of more
/// than 100 jobs is an error. Constraints are not checked: see Validate().
template <typename T, typename = decltype(ToJson(std::declval<const T&>()))>
LOOKOUTVISION_EXPORT Outcome<T> FromJson(std::string_view json);

}  // namespace lookoutvision
