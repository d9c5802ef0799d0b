// Tests of LiveTable with and without a terminal.
#include "package_model/live_table.h"

#include <chrono>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace package_model {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class LiveTableTest : public testing::Test {
 protected:
  // The output since the last call.
  std::string Printed() {
    std::string text = out_.str();
    out_.str("");
    return text;
  }

  // The lines that were drawn since the last call, without control sequences.
  std::vector<std::string> Drawn() {
    std::vector<std::string> lines;
    std::string text = Printed();
    text.erase(0, text.rfind('\r') + 1);
    for (std::size_t at; (at = text.find("\x1b[K")) != std::string::npos; text.erase(0, at + 3)) {
      lines.push_back(text.substr(text.starts_with('\n') ? 1 : 0, at - (text.starts_with('\n') ? 1 : 0)));
    }
    return lines;
  }

  TerminalSize size_;
  std::chrono::steady_clock::time_point now_{};
  std::ostringstream out_;
  LiveTable table_{out_, [this] { return size_; }, [this] { return now_; }};
};

class LiveLineTest : public LiveTableTest {};

TEST_F(LiveLineTest, IsPrintedPerChangeIfThereIsNoTerminal) {
  table_.Begin({"job-1"});
  EXPECT_EQ(Printed(), "");
  table_.Show(0, "CREATED");
  EXPECT_EQ(Printed(), "CREATED, 0 s, job job-1\n");
  now_ += 2s;
  table_.Show(0, "CREATED");
  table_.Refresh();
  EXPECT_EQ(Printed(), "");
  now_ += 3s;
  table_.Show(0, "RUNNING");
  EXPECT_EQ(Printed(), "RUNNING, 5 s, job job-1\n");
  table_.Print("error: no");
  table_.End();
  EXPECT_EQ(Printed(), "error: no\n");
}

TEST_F(LiveLineTest, IsPrintedEachMinuteWithoutAChangeIfThereIsNoTerminal) {
  table_.Begin({"job-1"});
  now_ += 50s;
  table_.Show(0, "RUNNING");
  now_ += 59s;
  table_.Show(0, "RUNNING");
  EXPECT_EQ(Printed(), "RUNNING, 50 s, job job-1\n");
  now_ += 1s;
  table_.Show(0, "RUNNING");
  table_.Show(0, "RUNNING");
  EXPECT_EQ(Printed(), "RUNNING, 1 min 50 s, job job-1\n");
  size_ = {.columns = 80, .rows = 24};
  now_ += 1h;
  table_.Show(0, "RUNNING");
  EXPECT_EQ(Printed(), "\rRUNNING, 1 h 1 min, job job-1\x1b[K");
}

TEST_F(LiveTableTest, IsOneLineForAllJobsEachMinuteIfThereIsNoTerminal) {
  table_.Begin({"a", "b", "c", "d"});
  table_.Show(0, "SUCCEEDED");
  table_.Finish(0);
  table_.Show(1, "RUNNING");
  table_.Show(2, "RUNNING");
  Printed();
  now_ += 61s;
  table_.Show(1, "RUNNING");
  table_.Show(2, "RUNNING");
  EXPECT_EQ(Printed(), "1 -, 2 RUNNING, 1 SUCCEEDED, 1 min 1 s, 4 jobs\n");
}

TEST_F(LiveLineTest, IsRewrittenOnATerminal) {
  size_ = {.columns = 80, .rows = 24};
  table_.Begin({"job-1"});
  EXPECT_EQ(Printed(), "");
  table_.Show(0, "CREATED");
  EXPECT_EQ(Printed(), "\rCREATED, 0 s, job job-1\x1b[K");
  now_ += 61s;
  table_.Show(0, "RUNNING");
  EXPECT_EQ(Printed(), "\rRUNNING, 1 min 1 s, job job-1\x1b[K");
  now_ += 1s;
  table_.Refresh();
  EXPECT_EQ(Printed(), "\rRUNNING, 1 min 2 s, job job-1\x1b[K");
  table_.End();
  EXPECT_EQ(Printed(), "\rRUNNING, 1 min 2 s, job job-1\x1b[K\n");
}

TEST_F(LiveLineTest, RemainsBelowOtherLines) {
  size_ = {.columns = 80, .rows = 24};
  table_.Refresh();
  table_.End();
  table_.Print("before");
  EXPECT_EQ(Printed(), "before\n");
  table_.Begin({"job-1"});
  table_.Show(0, "RUNNING");
  Printed();
  table_.Print("debug: attempt");
  EXPECT_EQ(Printed(), "\r\x1b[Jdebug: attempt\n\rRUNNING, 0 s, job job-1\x1b[K");
  table_.End();
  Printed();
  table_.Refresh();
  table_.Print("after");
  EXPECT_EQ(Printed(), "after\n");
}

TEST_F(LiveLineTest, IsNarrowerThanTheTerminal) {
  size_ = {.columns = 14, .rows = 24};
  table_.Begin({"a-job-with-a-long-name"});
  table_.Show(0, "RUNNING");
  EXPECT_EQ(Printed(), "\rRUNNING, 0 s,\x1b[K");
  table_.End();
  Printed();
  size_.columns = 1;
  table_.Begin({"a-job-with-a-long-name"});
  table_.Show(0, "RUNNING");
  EXPECT_EQ(Printed(), "\r\x1b[K");
}

TEST_F(LiveLineTest, EscapesTextOfTheService) {
  table_.Begin({"job\n"});
  table_.Show(0, "PAUSED\x1b[2J");
  EXPECT_EQ(Printed(), "\"PAUSED\\u001b[2J\", 0 s, job \"job\\n\"\n");
}

TEST_F(LiveTableTest, IsALinePerChangeOfAnyJobIfThereIsNoTerminal) {
  table_.Begin({"a", "b"});
  table_.Show(1, "CREATED");
  now_ += 1s;
  table_.Show(0, "CREATED");
  table_.Show(1, "CREATED");
  table_.End();
  EXPECT_EQ(Printed(), "CREATED, 0 s, job b\nCREATED, 1 s, job a\n");
}

TEST_F(LiveTableTest, IsRewrittenInPlaceOnATerminal) {
  size_ = {.columns = 80, .rows = 24};
  table_.Begin({"job-1", "job-2"});
  EXPECT_EQ(Printed(), "\rSTATUS  TIME  JOB\x1b[K\n-       0 s   job-1\x1b[K\n-       0 s   job-2\x1b[K");
  now_ += 5s;
  table_.Show(1, "RUNNING");
  EXPECT_EQ(Printed(),
            "\x1b[2A\rSTATUS   TIME  JOB\x1b[K\n-        5 s   job-1\x1b[K\nRUNNING  5 s   job-2\x1b[K");
  table_.Print("debug: attempt");
  EXPECT_EQ(Printed(),
            "\x1b[2A\r\x1b[Jdebug: attempt\n\rSTATUS   TIME  JOB\x1b[K\n-        5 s   job-1\x1b[K\n"
            "RUNNING  5 s   job-2\x1b[K");
  table_.End();
  EXPECT_THAT(Printed(), testing::EndsWith("job-2\x1b[K\n"));
}

TEST_F(LiveTableTest, StopsTheClockWhenAJobEnds) {
  size_ = {.columns = 80, .rows = 24};
  table_.Begin({"a", "b"});
  now_ += 5s;
  table_.Show(0, "SUCCEEDED");
  table_.Finish(0);
  now_ += 2min;
  table_.Refresh();
  EXPECT_THAT(Drawn(), testing::Contains("SUCCEEDED  5 s        a"));
}

TEST_F(LiveTableTest, ShortensNamesInTheirMiddle) {
  size_ = {.columns = 40, .rows = 24};
  table_.Begin({"model-packaging-job-1", std::string(60, 'x') + "end"});
  table_.Show(0, "SUCCEEDED");
  EXPECT_THAT(Drawn(), ElementsAre("STATUS     TIME  JOB", "SUCCEEDED  0 s   model-packaging-job-1",
                                   "-          0 s   xxxxxxxxxx..xxxxxxxend"));
  table_.Show(1, "COMPILING_FOR_ALL_DEVICES");
  EXPECT_THAT(Drawn(), testing::Contains("COMPILI..DEVICES  0 s   xxxxxxx..xxxend"));
}

TEST_F(LiveTableTest, IsNarrowerThanAnyTerminal) {
  table_.Begin({"model-packaging-job-1", "model-packaging-job-2"});
  table_.Show(0, "SUCCEEDED");
  for (size_.columns = 1; size_.columns <= 45; ++size_.columns) {
    size_.rows = 24;
    table_.Refresh();
    const auto lines = Drawn();
    ASSERT_EQ(lines.size(), 3U);
    for (const std::string& line : lines) EXPECT_LT(line.size(), static_cast<std::size_t>(size_.columns));
  }
}

TEST_F(LiveTableTest, FindsItsFirstLineAfterANarrowerTerminalHasWrappedIt) {
  size_ = {.columns = 80, .rows = 24};
  table_.Begin({std::string(40, 'a'), std::string(10, 'b')});
  Printed();
  // The heading has 17 columns, the rows 54 and 24: one, three and two rows of 20.
  size_.columns = 20;
  table_.Refresh();
  const std::string narrow = Printed();
  EXPECT_THAT(narrow, testing::StartsWith("\x1b[5A\r"));
  EXPECT_THAT(narrow, testing::EndsWith("\x1b[K\x1b[J"));
  // A wider terminal does not wrap.
  size_.columns = 80;
  table_.Refresh();
  EXPECT_THAT(Printed(), testing::StartsWith("\x1b[2A\r"));
}

TEST_F(LiveTableTest, OmitsJobsThatHaveEndedIfTheTerminalHasTooFewRows) {
  size_ = {.columns = 80, .rows = 4};
  table_.Begin({"a", "b", "c", "d", "e"});
  table_.Show(0, "SUCCEEDED");
  table_.Finish(0);
  table_.Show(1, "RUNNING");
  table_.Show(3, "FAILED");
  table_.Finish(3);
  table_.Refresh();
  EXPECT_THAT(Drawn(), ElementsAre("STATUS   TIME  JOB", "RUNNING  0 s   b", "-        0 s   c",
                                   "and 3 more: 1 -, 1 FAILED, 1 SUCCEEDED"));
  size_.rows = 1;
  table_.Refresh();
  EXPECT_THAT(Drawn(), ElementsAre("and 5 more: 2 -, 1 FAILED, 1 RUNNING, 1 SUCCEEDED"));
  // At the end, the table is complete.
  table_.End();
  EXPECT_EQ(Drawn().size(), 6U);
}

TEST_F(LiveTableTest, MovesUpByTheHeightOfTheScreenAtMost) {
  size_ = {.columns = 80, .rows = 24};
  table_.Begin({"a", "b", "c", "d", "e"});
  Printed();
  size_.rows = 3;
  table_.Refresh();
  EXPECT_THAT(Printed(), testing::StartsWith("\x1b[2A\r"));
}

}  // namespace
}  // namespace package_model
