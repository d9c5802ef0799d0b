// Tests of the credentials of an ordinary program and of a setgid program.
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "support/program.h"
#include "support/temporary_folder.h"

namespace lookoutvision {
namespace {

constexpr gid_t kOtherGroup = 65534;

class LoadCredentials : public ::testing::Test {
 protected:
  LoadCredentials() {
    std::filesystem::create_directory(folder_.PathOf(".aws"));
    std::ofstream(folder_.PathOf(".aws/config"))
        << "[default]\ncredential_process = touch '" << folder_.PathOf("ran") << "'; echo '"
        << R"({"Version":1,"AccessKeyId":"process","SecretAccessKey":"secret"})"
        << "'\n";
    std::filesystem::copy_file(LOOKOUTVISION_LOAD_CREDENTIALS, program_);
  }

  std::string Output() const {
    const test::ProgramResult ended =
        test::Program({program_}, {.environment = {{"HOME", folder_.path()},
                                                   {"AWS_ACCESS_KEY_ID", "variable"},
                                                   {"AWS_SECRET_ACCESS_KEY", "secret"}}})
            .Wait();
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ended.out;
  }

  bool ProcessHasRun() const { return std::filesystem::exists(folder_.PathOf("ran")); }

  const test::TemporaryFolder folder_;
  const std::string program_ = folder_.PathOf("program");
};

TEST_F(LoadCredentials, ReadsTheEnvironment) {
  EXPECT_EQ(Output(), "environment: variable\nprofile: process\n");
  EXPECT_TRUE(ProcessHasRun());
}

TEST_F(LoadCredentials, IgnoresTheEnvironmentInASetgidProgram) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can make a program of another group";
  if (::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1) GTEST_SKIP() << "no process may gain rights here";
  struct statvfs file_system {};
  ASSERT_EQ(::statvfs(folder_.path().c_str(), &file_system), 0);
  if ((file_system.f_flag & ST_NOSUID) != 0) GTEST_SKIP() << folder_.path() << " is mounted with nosuid";
  if (::chown(program_.c_str(), 0, kOtherGroup) != 0 && (errno == EPERM || errno == EINVAL)) {
    GTEST_SKIP() << "root may not give a file to another group here";
  }
  ASSERT_EQ(::chmod(program_.c_str(), 02755), 0);
  EXPECT_EQ(Output(), "environment: none\nprofile: none\n");
  EXPECT_FALSE(ProcessHasRun());
}

}  // namespace
}  // namespace lookoutvision
