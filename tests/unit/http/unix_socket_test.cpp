// Tests of the errors of connections to Unix sockets.
#include "http/unix_socket.h"

#include <cerrno>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.h"
#include "support/text_file.h"

namespace lookoutvision::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kPath = "/nowhere/gateway.sock";

TEST(UnixSocket, IsRetryableUnlessTheFileMustChange) {
  // 0 is what libcurl reports of a full queue.
  for (const int reason : {ENOENT, ECONNREFUSED, EAGAIN, 0, EMFILE, ENOMEM}) {
    const Error error = ExplainUnixSocket("connecting", kPath, reason);
    EXPECT_EQ(error.kind, ErrorKind::kTransport);
    EXPECT_TRUE(error.retryable) << reason;
    EXPECT_THAT(error.message, StartsWith("connecting failed: "));
  }
}

TEST(UnixSocket, IsNotRetryableIfTheFileMustChange) {
  for (const int reason : {EACCES, ENOTDIR, ENOTSOCK, EPROTOTYPE, ELOOP}) {
    const Error error = ExplainUnixSocket("connecting", kPath, reason);
    EXPECT_EQ(error.kind, ErrorKind::kTransport);
    EXPECT_FALSE(error.retryable) << reason;
    EXPECT_THAT(error.message, StartsWith("connecting failed: "));
  }
}

TEST(UnixSocket, SaysWhatToDo) {
  const auto message = [](int reason) { return ExplainUnixSocket("connecting", kPath, reason).message; };
  EXPECT_EQ(message(ENOENT),
            "connecting failed: No such file or directory; start the server, or correct the path");
  EXPECT_EQ(message(ECONNREFUSED),
            "connecting failed: Connection refused; no server listens on it: start the server");
  EXPECT_EQ(message(EACCES),
            "connecting failed: Permission denied; allow this user to write to the socket, and to "
            "search the folders above it");
  EXPECT_EQ(message(0),
            "connecting failed: Resource temporarily unavailable; the server accepts connections too "
            "slowly: its queue is full");
  EXPECT_EQ(message(ENOTDIR),
            "connecting failed: Not a directory; the path must be that of a stream socket: correct it");
  EXPECT_EQ(message(ENOMEM), "connecting failed: Cannot allocate memory");
}

TEST(UnixSocket, ReportsAFileThatIsNotASocket) {
  const test::TextFile file("text");
  const test::TemporaryFolder folder;
  for (const std::string& path : {file.path(), folder.path()}) {
    const Error error = ExplainUnixSocket("connecting", path, ECONNREFUSED);
    EXPECT_FALSE(error.retryable);
    EXPECT_THAT(error.message,
                HasSubstr("Connection refused; the path must be that of a stream socket: correct it"));
  }
}

}  // namespace
}  // namespace lookoutvision::internal
