// Tests of reading and replacing files, in a temporary folder.
#include "base/files.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temporary_folder.h"

namespace lookoutvision::internal {
namespace {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return folder_.PathOf(name); }
  std::size_t CountFiles() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_.path()), {}));
  }

  test::TemporaryFolder folder_;
};

TEST_F(Files, ReadsEveryByte) {
  const std::string content = std::string("a\0\r\n\xFF", 5) + std::string(100'000, 'x');
  std::ofstream(Path("f"), std::ios::binary) << content;
  EXPECT_EQ(ReadWholeFile(Path("f")).content, content);
  std::ofstream(Path("empty"), std::ios::binary);
  EXPECT_EQ(ReadWholeFile(Path("empty")).content, "");
}

TEST_F(Files, DistinguishesAMissingFileFromAnUnreadableOne) {
  const FileRead missing = ReadWholeFile(Path("f"));
  EXPECT_TRUE(missing.missing);
  EXPECT_FALSE(missing.content);
  std::ofstream(Path("f")) << "x";
  EXPECT_TRUE(ReadWholeFile(Path("f/below")).missing);
  const FileRead folder = ReadWholeFile(folder_.path());
  EXPECT_FALSE(folder.missing);
  EXPECT_FALSE(folder.content);
  EXPECT_EQ(folder.problem, "Is a directory");
}

// The size of the content of a pipe is not known in advance.
TEST_F(Files, ReadsAPipeToItsEnd) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string content(20'000, 'p');
  ASSERT_EQ(write(ends[1], content.data(), content.size()), static_cast<ssize_t>(content.size()));
  close(ends[1]);
  EXPECT_EQ(ReadWholeFile("/dev/fd/" + std::to_string(ends[0])).content, content);
  close(ends[0]);
}

TEST_F(Files, ReadsSixteenMebibytesAndRejectsMore) {
  std::ofstream(Path("f")) << "x";
  fs::resize_file(Path("f"), std::uintmax_t{16} * 1024 * 1024);
  EXPECT_EQ(ReadWholeFile(Path("f")).content.value_or("").size(), std::size_t{16} * 1024 * 1024);
  fs::resize_file(Path("f"), std::uintmax_t{16} * 1024 * 1024 + 1);
  const FileRead read = ReadWholeFile(Path("f"));
  EXPECT_FALSE(read.content);
  EXPECT_EQ(read.problem, "it is longer than 16 MiB");
}

TEST_F(Files, CreatesAFileThatOnlyItsOwnerCanRead) {
  EXPECT_EQ(ReplaceFile(Path("f"), "new"), "");
  EXPECT_EQ(ReadWholeFile(Path("f")).content, "new");
  EXPECT_EQ(fs::status(Path("f")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(CountFiles(), 1u);
}

TEST_F(Files, ReplacesAFileAndKeepsItsMode) {
  std::ofstream(Path("f")) << "old and longer";
  const auto mode = fs::perms::owner_all | fs::perms::group_read;
  fs::permissions(Path("f"), mode);
  EXPECT_EQ(ReplaceFile(Path("f"), "new"), "");
  EXPECT_EQ(ReadWholeFile(Path("f")).content, "new");
  EXPECT_EQ(fs::status(Path("f")).permissions(), mode);
  EXPECT_EQ(CountFiles(), 1u);
}

TEST_F(Files, KeepsTheOwnerOfAReplacedFile) {
  std::ofstream(Path("f")) << "old";
  constexpr uid_t kUser = 12345;
  constexpr gid_t kGroup = 12346;
  if (chown(Path("f").c_str(), kUser, kGroup) != 0) GTEST_SKIP() << "only root can give a file away";
  EXPECT_EQ(ReplaceFile(Path("f"), "new"), "");
  struct stat status {};
  ASSERT_EQ(stat(Path("f").c_str(), &status), 0);
  EXPECT_EQ(status.st_uid, kUser);
  EXPECT_EQ(status.st_gid, kGroup);
}

TEST_F(Files, ReplacesTheTargetOfASymbolicLink) {
  fs::create_directory(Path("elsewhere"));
  std::ofstream(Path("elsewhere/f")) << "old";
  fs::create_symlink("elsewhere/f", Path("link"));
  EXPECT_EQ(ReplaceFile(Path("link"), "new"), "");
  EXPECT_TRUE(fs::is_symlink(Path("link")));
  EXPECT_EQ(ReadWholeFile(Path("elsewhere/f")).content, "new");
}

TEST_F(Files, RemovesTheTemporaryFileIfReplacingFails) {
  fs::create_directory(Path("f"));
  EXPECT_EQ(ReplaceFile(Path("f"), "new"), "Is a directory");
  EXPECT_EQ(CountFiles(), 1u);
  EXPECT_EQ(ReplaceFile(Path("missing/f"), "new"), "No such file or directory");
}

}  // namespace
}  // namespace lookoutvision::internal
