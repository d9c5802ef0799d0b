// Reads a token from a file that another program keeps current.
#include <utility>

#include "base/deadline.h"
#include "base/text.h"
#include "credentials/calls.h"
#include "credentials/sources.h"

namespace lookoutvision::internal {

Outcome<SecretString> ReadTokenFile(const ProviderContext& context, std::string_view what,
                                    const std::string& path) {
  const Platform& platform = context.platform();
  const std::string expanded = ExpandHome(path, platform);
  const std::string file = std::string(what) + " " + Printable(expanded, 256);
  auto read = platform.read_file(expanded, IoOptionsOf(context.load_context, platform));
  if (!read.content) {
    return Failure(
        MarkIfOver(Broken({file, " cannot be read: ", read.problem}), context.load_context, platform));
  }
  const SecretString content(*std::move(read.content));
  std::string_view token = content.view();
  while (token.ends_with('\n') || token.ends_with('\r')) token.remove_suffix(1);
  if (token.empty()) return Failure(Broken({file, " is empty"}));
  return SecretString(token);
}

}  // namespace lookoutvision::internal
