// StatusLine: one line rewritten on a terminal, one line a change elsewhere.
#include "package_model/status_line.h"

#include <chrono>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace package_model {
namespace {

using namespace std::chrono_literals;

class StatusLineTest : public testing::Test {
 protected:
  // What was printed since the last call.
  std::string Printed() {
    std::string text = out_.str();
    out_.str("");
    return text;
  }

  int columns_ = 0;
  std::chrono::steady_clock::time_point now_{};
  std::ostringstream out_;
  StatusLine line_{out_, [this] { return columns_; }, [this] { return now_; }};
};

TEST_F(StatusLineTest, PrintsALineForEachChangeElsewhereThanOnATerminal) {
  line_.Show("job-1", "CREATED");
  EXPECT_EQ(Printed(), "CREATED, 0 s, job job-1\n");
  now_ += 2s;
  line_.Show("job-1", "CREATED");
  line_.Refresh();
  EXPECT_EQ(Printed(), "");
  now_ += 3s;
  line_.Show("job-1", "RUNNING");
  EXPECT_EQ(Printed(), "RUNNING, 5 s, job job-1\n");
  line_.Print("error: no");
  line_.End();
  EXPECT_EQ(Printed(), "error: no\n");
}

TEST_F(StatusLineTest, RewritesOneLineOnATerminal) {
  columns_ = 80;
  line_.Show("job-1", "CREATED");
  EXPECT_EQ(Printed(), "\rCREATED, 0 s, job job-1\x1b[K");
  now_ += 61s;
  line_.Show("job-1", "RUNNING");
  EXPECT_EQ(Printed(), "\rRUNNING, 1 min 1 s, job job-1\x1b[K");
  now_ += 1s;
  line_.Refresh();
  EXPECT_EQ(Printed(), "\rRUNNING, 1 min 2 s, job job-1\x1b[K");
  line_.End();
  EXPECT_EQ(Printed(), "\n");
}

TEST_F(StatusLineTest, PrintsOtherLinesAboveTheRewrittenOne) {
  columns_ = 80;
  line_.Show("job-1", "RUNNING");
  Printed();
  line_.Print("debug: attempt");
  EXPECT_EQ(Printed(), "\r\x1b[Kdebug: attempt\n\rRUNNING, 0 s, job job-1\x1b[K");
}

TEST_F(StatusLineTest, PrintsOtherLinesAsTheyAreBeforeAndAfterTheRewrittenOne) {
  columns_ = 80;
  line_.Refresh();
  line_.End();
  line_.Print("before");
  EXPECT_EQ(Printed(), "before\n");
  line_.Show("job-1", "RUNNING");
  line_.End();
  Printed();
  line_.Refresh();
  line_.Print("after");
  EXPECT_EQ(Printed(), "after\n");
}

TEST_F(StatusLineTest, StaysOneColumnNarrowerThanTheTerminal) {
  columns_ = 14;
  line_.Show("a-job-with-a-long-name", "RUNNING");
  EXPECT_EQ(Printed(), "\rRUNNING, 0 s,\x1b[K");
  columns_ = 1;
  line_.Refresh();
  EXPECT_EQ(Printed(), "\r\x1b[K");
}

TEST_F(StatusLineTest, EscapesWhatTheServiceWrote) {
  line_.Show("job\n", "PAUSED\x1b[2J");
  EXPECT_EQ(Printed(), "\"PAUSED\\u001b[2J\", 0 s, job \"job\\n\"\n");
}

}  // namespace
}  // namespace package_model
