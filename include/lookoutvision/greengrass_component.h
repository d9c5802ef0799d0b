// GreengrassComponent: the component of a finished job, for a deployment by AWS IoT Greengrass.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include <lookoutvision/export.h>
#include <lookoutvision/shapes.h>

namespace lookoutvision {

/// A component version, for CreateDeployment of AWS IoT Greengrass V2: an entry of its map `components`,
/// `"<component_name>": {"componentVersion": "<component_version>"}`.
struct GreengrassComponent {
  std::string component_name;     ///< For example `BottleInspection`.
  std::string component_version;  ///< For example `1.0.0`.

  /// Compares all members.
  friend bool operator==(const GreengrassComponent&, const GreengrassComponent&) = default;
};

/// The component that the job made; absent unless the job has SUCCEEDED and its description has both members.
LOOKOUTVISION_EXPORT std::optional<GreengrassComponent> ComponentOf(const ModelPackagingDescription& job);

/// Prints one line for logs.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const GreengrassComponent& component);

}  // namespace lookoutvision
