// What a finished job leaves to be deployed; see the public header.
#include <lookoutvision/greengrass_component.h>

namespace lookoutvision {

std::optional<GreengrassComponent> ComponentOf(const ModelPackagingDescription& job) {
  if (job.status != ModelPackagingJobStatus::kSucceeded) return std::nullopt;
  const auto& details = job.model_packaging_output_details;
  if (!details || !details->greengrass) return std::nullopt;
  const auto& made = *details->greengrass;
  if (made.component_name.value_or("").empty() || made.component_version.value_or("").empty()) {
    return std::nullopt;
  }
  return GreengrassComponent{.component_name = *made.component_name,
                             .component_version = *made.component_version};
}

}  // namespace lookoutvision
