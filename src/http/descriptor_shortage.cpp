// The error of a call that failed for lack of file descriptors; see descriptor_shortage.h.
#include "http/descriptor_shortage.h"

#include <system_error>
#include <utility>

#include "base/process.h"

namespace lookoutvision::internal {

std::optional<Error> ExplainDescriptorShortage(std::string text) {
  const int shortage = DescriptorShortage();
  if (shortage == 0) return std::nullopt;
  const std::string reason = std::generic_category().message(shortage);
  if (text.find(reason) == text.npos) text += " (" + reason + ")";
  text += "; nearly no file descriptor is left: close what is not needed, or raise the limit (ulimit -n)";
  return Error{.kind = ErrorKind::kTransport, .message = std::move(text), .retryable = true};
}

}  // namespace lookoutvision::internal
