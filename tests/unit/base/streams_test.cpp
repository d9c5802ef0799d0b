// Tests of reading pipes and devices, which may wait for a writer.
#include <array>
#include <atomic>
#include <chrono>
#include <fstream>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>

#include <lookoutvision/platform.h>

#include "base/files.h"
#include "base/real_platform.h"
#include "support/fifo.h"
#include "support/fork.h"
#include "support/temporary_folder.h"

namespace lookoutvision::internal {
namespace {

using namespace std::chrono_literals;
using test::AnonymousPipe;
using test::Fifo;

constexpr const char* kStopped = "the caller's stop token requested a stop";

// Much longer than any test takes.
const IoOptions kGenerous{.timeout = 10min};

TEST(Streams, EndWithTheStopTokenWithoutAWriter) {
  const Fifo fifo;
  std::stop_source source;
  std::jthread stopper([&] { source.request_stop(); });
  const FileRead read = ReadWholeFile(fifo.path(), {source.get_token(), 10min});
  EXPECT_FALSE(read.content);
  EXPECT_FALSE(read.missing);
  EXPECT_EQ(read.problem, kStopped);
}

TEST(Streams, EndWithTheStopTokenWhileAWriterWrites) {
  const Fifo fifo;
  std::stop_source source;
  std::jthread writer([&] {
    // Blocks until the read has started.
    const int end = fifo.OpenForWriting();
    source.request_stop();
    while (test::WriteAll(end, "x")) std::this_thread::yield();
    close(end);
  });
  EXPECT_EQ(ReadWholeFile(fifo.path(), {source.get_token(), 10min}).problem, kStopped);
}

TEST(Streams, TimeOutWithoutAWriter) {
  const Fifo fifo;
  const FileRead read = ReadWholeFile(fifo.path(), {.timeout = 20ms});
  EXPECT_FALSE(read.content);
  EXPECT_EQ(read.problem, "nothing was written to it within 20 ms");
}

TEST(Streams, TimeOutWhileAWriterKeepsWriting) {
  const Fifo fifo;
  const Descriptor end(open(fifo.path().c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  ASSERT_TRUE(test::WriteAll(end.number(), "s3cret"));
  std::atomic<bool> done = false;
  std::jthread writer([&] {
    while (!done) {
      test::WriteAll(end.number(), "s3cret");
      std::this_thread::yield();
    }
  });
  EXPECT_EQ(ReadWholeFile(fifo.path(), {.timeout = 200ms}).problem, "it did not end within 200 ms");
  done = true;
}

TEST(Streams, AreReadToTheEndFromALaterWriter) {
  const Fifo fifo;
  const std::string content(200'000, 'f');
  std::jthread writer([&] { fifo.Serve(content); });
  EXPECT_EQ(ReadWholeFile(fifo.path(), kGenerous).content, content);
}

TEST(Streams, AreEmptyIfTheWriterWritesNothing) {
  const Fifo fifo;
  std::jthread writer([&] { fifo.Serve(""); });
  EXPECT_EQ(ReadWholeFile(fifo.path(), kGenerous).content, "");
  EXPECT_EQ(ReadWholeFile("/dev/null", kGenerous).content, "");
  const AnonymousPipe ended("");
  EXPECT_EQ(ReadWholeFile(ended.path(), kGenerous).content, "");
}

TEST(Streams, AreRejectedAboveSixteenMebibytes) {
  EXPECT_EQ(ReadWholeFile("/dev/zero", kGenerous).problem, "it is longer than 16 MiB");
}

TEST(Streams, DoNotAffectRegularFiles) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.PathOf("f")) << "text";
  std::stop_source source;
  source.request_stop();
  const IoOptions over{.stop_token = source.get_token(), .timeout = 0s};
  EXPECT_EQ(ReadWholeFile(folder.PathOf("f"), over).content, "text");
  EXPECT_EQ(ReadWholeFile(folder.path(), over).problem, "Is a directory");
  EXPECT_TRUE(ReadWholeFile(folder.PathOf("none"), over).missing);
}

TEST(Streams, AreDistinguishedFromRegularFiles) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.PathOf("f")) << "text";
  const Fifo fifo;
  const AnonymousPipe pipe;
  EXPECT_TRUE(IsStream(fifo.path()));
  EXPECT_TRUE(IsStream(pipe.path()));
  EXPECT_FALSE(IsStream(folder.PathOf("f")));
  EXPECT_FALSE(IsStream(folder.path()));
  EXPECT_FALSE(IsStream(folder.PathOf("none")));
}

TEST(OneShotStreams, AreCachedForCopiesOfThePlatform) {
  const AnonymousPipe pipe("[default]\n");
  const Platform platform = WithRealParts({});
  const Platform copy = platform;
  EXPECT_EQ(platform.read_file(pipe.path(), kGenerous).content, "[default]\n");
  EXPECT_EQ(platform.read_file(pipe.path(), kGenerous).content, "[default]\n");
  EXPECT_EQ(WithRealParts(copy).read_file(pipe.path(), kGenerous).content, "[default]\n");
}

TEST(OneShotStreams, AreCachedInAChildOfFork) {
  const AnonymousPipe pipe("[default]\n");
  const Platform platform = WithRealParts({});
  ASSERT_EQ(platform.read_file(pipe.path(), kGenerous).content, "[default]\n");
  EXPECT_TRUE(test::HoldsInChild(
      [&] { return platform.read_file(pipe.path(), kGenerous).content == "[default]\n"; }));
}

// Without coordination, each thread would read a part.
TEST(OneShotStreams, AreReadCompletelyByEachOfManyThreads) {
  AnonymousPipe pipe;
  const std::string content(500'000, 'p');
  const Platform platform = WithRealParts({});
  std::array<FileRead, 8> reads;
  {
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      test::WriteAll(pipe.write_end(), content);
      pipe.CloseWriteEnd();
    });
    for (FileRead& read : reads)
      threads.emplace_back([&] { read = platform.read_file(pipe.path(), kGenerous); });
  }
  for (const FileRead& read : reads) EXPECT_TRUE(read.content == content) << read.problem;
}

TEST(OneShotStreams, LoseNothingWhenAReadIsInterrupted) {
  AnonymousPipe pipe;
  const Platform platform = WithRealParts({});
  test::WriteAll(pipe.write_end(), "[defa");
  EXPECT_EQ(platform.read_file(pipe.path(), {.timeout = 200ms}).problem, "it did not end within 200 ms");
  test::WriteAll(pipe.write_end(), "ult]\n");
  pipe.CloseWriteEnd();
  EXPECT_EQ(platform.read_file(pipe.path(), kGenerous).content, "[default]\n");
}

TEST(OneShotStreams, TimeOutWhileAnotherThreadReadsThem) {
  const Fifo fifo;
  const Platform platform = WithRealParts({});
  std::stop_source source;
  std::jthread reader([&] { platform.read_file(fifo.path(), {source.get_token(), 10min}); });
  // The other thread is reading by now, and continues.
  const int end = fifo.OpenForWriting();
  EXPECT_EQ(platform.read_file(fifo.path(), {.timeout = 20ms}).problem,
            "another thread was still reading it after 20 ms");
  std::stop_source other;
  other.request_stop();
  EXPECT_EQ(platform.read_file(fifo.path(), {other.get_token(), 10min}).problem, kStopped);
  source.request_stop();
  close(end);
}

TEST(OneShotStreams, DoNotIncludeNamedPipes) {
  const Fifo fifo;
  const Platform platform = WithRealParts({});
  for (const char* content : {"first", "second"}) {
    std::jthread writer([&] { fifo.Serve(content); });
    EXPECT_EQ(platform.read_file(fifo.path(), kGenerous).content, content);
  }
}

TEST(OneShotStreams, DoNotIncludeRegularFilesOpenAsDescriptors) {
  const test::TemporaryFolder folder;
  std::ofstream(folder.PathOf("f")) << "old";
  const Descriptor file(open(folder.PathOf("f").c_str(), O_RDONLY | O_CLOEXEC));
  const std::string path = "/dev/fd/" + std::to_string(file.number());
  const Platform platform = WithRealParts({});
  EXPECT_EQ(platform.read_file(path, kGenerous).content, "old");
  std::ofstream(folder.PathOf("f")) << "new";
  EXPECT_EQ(platform.read_file(path, kGenerous).content, "new");
}

}  // namespace
}  // namespace lookoutvision::internal
