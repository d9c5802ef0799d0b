// GreengrassComponent: what a finished job leaves for AWS IoT Greengrass to deploy. Deploying is not done
// here.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include <lookoutvision/export.h>
#include <lookoutvision/shapes.h>

namespace lookoutvision {

/// A version of a component as CreateDeployment of AWS IoT Greengrass V2 takes it: an entry of its map
/// `components`, `"<component_name>": {"componentVersion": "<component_version>"}`.
struct GreengrassComponent {
  std::string component_name;
  std::string component_version;

  friend bool operator==(const GreengrassComponent&, const GreengrassComponent&) = default;
};

/// The component that the job made; absent unless the job has SUCCEEDED and its description names both.
LOOKOUTVISION_EXPORT std::optional<GreengrassComponent> ComponentOf(const ModelPackagingDescription& job);

LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const GreengrassComponent& component);

}  // namespace lookoutvision
