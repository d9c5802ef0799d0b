// The Greengrass component that a job has created.
#include <lookoutvision/greengrass_component.h>

namespace lookoutvision {

std::optional<GreengrassComponent> ComponentOf(const ModelPackagingDescription& job) {
  if (job.status != ModelPackagingJobStatus::kSucceeded) return std::nullopt;
  const auto& details = job.model_packaging_output_details;
  if (!details || !details->greengrass) return std::nullopt;
  const auto& output = *details->greengrass;
  if (output.component_name.value_or("").empty() || output.component_version.value_or("").empty()) {
    return std::nullopt;
  }
  return GreengrassComponent{.component_name = *output.component_name,
                             .component_version = *output.component_version};
}

}  // namespace lookoutvision
