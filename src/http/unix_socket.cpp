// Validates the paths of Unix sockets, and explains failed connections.
#include "http/unix_socket.h"

#include <cerrno>
#include <system_error>

#include <sys/stat.h>
#include <sys/un.h>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kMaxSize = sizeof(sockaddr_un::sun_path) - 1;

// Linux refuses connections to other files, too.
bool IsOtherFile(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && !S_ISSOCK(status.st_mode);
}

struct Advice {
  std::string_view text;
  bool retryable = false;
};

// A retry does not help if the file must change.
Advice AdviceOn(const std::string& path, int error) {
  switch (error) {
    case ENOENT:
      return {"; start the server, or correct the path", true};
    case EAGAIN:
      return {"; the server accepts connections too slowly: its queue is full", true};
    case EACCES:
      return {"; allow this user to write to the socket, and to search the folders above it"};
    case ECONNREFUSED:
      if (!IsOtherFile(path)) return {"; no server listens on it: start the server", true};
      [[fallthrough]];
    case ELOOP:
    case ENOTDIR:
    case ENOTSOCK:
    case EPROTOTYPE:
      return {"; the path must be that of a stream socket: correct it"};
    default:
      return {"", true};
  }
}

}  // namespace

std::optional<Problem> ValidateSocketPath(std::string_view path) {
  if (!path.starts_with('/') || path.starts_with("//"))
    return Problem{"must begin with one slash, as in unix:/run/gateway.sock"};
  if (path.size() > kMaxSize) return Problem{"must have at most " + std::to_string(kMaxSize) + " bytes"};
  if (Printable(path) != path) return Problem{"must be printable UTF-8"};
  return std::nullopt;
}

Error ExplainUnixSocket(const std::string& what, const std::string& path, int error) {
  // libcurl takes the EAGAIN of a full queue for progress, and reports no errno.
  if (error == 0) error = EAGAIN;
  const auto [advice, retryable] = AdviceOn(path, error);
  std::string message = what + " failed: " + std::generic_category().message(error);
  return {.kind = ErrorKind::kTransport, .message = message.append(advice), .retryable = retryable};
}

}  // namespace lookoutvision::internal
