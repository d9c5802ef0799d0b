// Tests of the socket file of a mock service.
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/hostile_calls.h"
#include "support/temporary_folder.h"
#include "support/transport_calls.h"
#include "support/unix_server.h"

namespace lookoutvision {
namespace {

using testing::MockService;
using ::testing::StartsWith;

class MockServiceOnAUnixSocket : public ::testing::Test {
 protected:
  const test::TemporaryFolder folder_;
  const std::string path_ = folder_.PathOf("gateway.sock");
};

TEST_F(MockServiceOnAUnixSocket, RemovesItsSocketWhenItStops) {
  MockService service({.unix_socket = path_});
  EXPECT_TRUE(std::filesystem::is_socket(path_));
  service.Stop();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(MockServiceOnAUnixSocket, ReplacesTheSocketOfAServiceThatWasKilled) {
  test::UnixServer(path_).Close();
  MockService service({.unix_socket = path_});
  EXPECT_TRUE(Client(test::HastyConfig("unix:" + path_)).StartModelPackagingJob(test::SomeStart()));
}

TEST_F(MockServiceOnAUnixSocket, LeavesTheSocketOfAnotherService) {
  MockService first({.unix_socket = path_});
  EXPECT_THROW(MockService({.unix_socket = path_}), std::runtime_error);
  EXPECT_TRUE(Client(test::HastyConfig("unix:" + path_)).StartModelPackagingJob(test::SomeStart()));
}

TEST_F(MockServiceOnAUnixSocket, DoesNotWaitForAnotherServiceThatHangs) {
  test::UnixServer first(path_);
  first.FillQueue();
  EXPECT_THROW(MockService({.unix_socket = path_}), std::runtime_error);
  EXPECT_TRUE(std::filesystem::is_socket(path_));
}

TEST_F(MockServiceOnAUnixSocket, LeavesOtherFiles) {
  const auto is_refused = [this] {
    try {
      const MockService service({.unix_socket = path_});
    } catch (const std::runtime_error& error) {
      return error.what() == "the file " + path_ + " exists, and is not a socket";
    }
    return false;
  };
  std::ofstream(path_) << "text";
  EXPECT_TRUE(is_refused());
  EXPECT_EQ(std::filesystem::file_size(path_), 4U);
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  EXPECT_TRUE(is_refused());
  EXPECT_TRUE(std::filesystem::is_directory(path_));
  std::filesystem::remove(path_);
  std::filesystem::create_symlink(folder_.PathOf("gone"), path_);
  EXPECT_TRUE(is_refused());
  EXPECT_TRUE(std::filesystem::is_symlink(path_));
}

TEST_F(MockServiceOnAUnixSocket, LeavesAFileThatReplacedItsSocket) {
  MockService service({.unix_socket = path_});
  std::filesystem::remove(path_);
  std::ofstream(path_) << "text";
  service.Stop();
  EXPECT_TRUE(std::filesystem::is_regular_file(path_));
}

TEST_F(MockServiceOnAUnixSocket, HasItsAdminServerOnAPort) {
  MockService service({.unix_socket = path_, .admin_port = 0});
  EXPECT_THAT(service.admin_url(), StartsWith("http://127.0.0.1:"));
  const HttpRequest state{.method = "GET", .url = service.admin_url() + "/state"};
  EXPECT_EQ(test::ExpectResponse(*MakeCurlTransport(), state, test::Watchdog()).status, 200);
}

}  // namespace
}  // namespace lookoutvision
