// The provider chain; see chain.h.
#include "credentials/chain.h"

#include <variant>

namespace lookoutvision::internal {

CredentialsSource FirstOf(NamedSources sources) {
  return [sources = std::move(sources)](const ProviderContext& context) -> LoadResult {
    std::string passed_over;
    for (const auto& [name, source] : sources) {
      auto loaded = source(context);
      if (std::holds_alternative<Credentials>(loaded)) return loaded;
      if (auto* error = std::get_if<Error>(&loaded)) {
        error->message = name + ": " + error->message;
        if (!passed_over.empty()) error->message += " (tried before: " + passed_over + ")";
        return loaded;
      }
      if (!passed_over.empty()) passed_over += "; ";
      passed_over += name + ": " + std::get<NotConfigured>(loaded).why;
    }
    return NotConfigured{passed_over.empty() ? "there is no provider to ask" : std::move(passed_over)};
  };
}

}  // namespace lookoutvision::internal
