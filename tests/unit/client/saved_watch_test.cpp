// Tests of the text in which a watch is saved, and of the watch that resumes from it.
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/packaging_job_watch.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision {
namespace {

// What version 1 writes. Later versions of the library read it: do not change it.
constexpr const char* kVersion1 = "lookoutvision-watch 1\nboards nightly token-1\nlabels weekly\n";

DescribeModelPackagingJobRequest Job(const std::string& project, const std::string& name) {
  return DescribeModelPackagingJobRequest().WithProjectName(project).WithJobName(name);
}

class SavedWatch : public ::testing::Test {
 protected:
  Outcome<PackagingJobWatch> Resume(const std::string& text, const CallOptions& call_options = {}) {
    return PackagingJobWatch::Resume(client_, text, {}, call_options);
  }
  // The jobs of a text, by a watch that is stopped at once.
  std::vector<EndedJob> JobsOf(const std::string& text) {
    std::stop_source stopped;
    stopped.request_stop();
    auto watch = Resume(text, {.stop_token = stopped.get_token()}).value();
    EXPECT_FALSE(watch.Step());
    return watch.TakeOutcomes();
  }

  test::FakePlatform fake_;
  std::shared_ptr<test::ScriptedTransport> transport_ = std::make_shared<test::ScriptedTransport>();
  const Client client_{ClientConfig{.endpoint_url = "https://vision.plant7.example",
                                    .credentials = MakeAnonymousCredentials(),
                                    .transport = transport_,
                                    .platform = fake_.platform()}};
};

TEST_F(SavedWatch, WritesVersion1) {
  PackagingJobWatch watch(client_);
  EXPECT_EQ(watch.Save(), "lookoutvision-watch 1\n");
  watch.Add(Job("boards", "nightly"), "token-1");
  watch.Add(Job("labels", "weekly"));
  EXPECT_EQ(watch.Save(), kVersion1);
}

TEST_F(SavedWatch, ResumesVersion1) {
  const auto jobs = JobsOf(kVersion1);
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(jobs[0].job, 0U);
  EXPECT_EQ(jobs[0].request, Job("boards", "nightly"));
  EXPECT_EQ(jobs[0].client_token, "token-1");
  EXPECT_EQ(jobs[1].job, 1U);
  EXPECT_EQ(jobs[1].request, Job("labels", "weekly"));
  EXPECT_EQ(jobs[1].client_token, "");
}

TEST_F(SavedWatch, PollsTheJobsThatItResumes) {
  auto watch = Resume(kVersion1).value();
  transport_->Then(200, R"({"ModelPackagingDescription":{"Status":"SUCCEEDED"}})");
  EXPECT_TRUE(watch.Step());
  EXPECT_EQ(transport_->sent().at(0).request.url,
            "https://vision.plant7.example/2020-11-20/projects/boards/modelpackagingjobs/nightly");
  EXPECT_TRUE(watch.TakeOutcomes().at(0).outcome);
  EXPECT_EQ(watch.remaining(), 1U);
}

TEST_F(SavedWatch, KeepsNamesOfAnyCharacters) {
  const std::vector<std::string> names = {"",
                                          " ",
                                          "a b",
                                          "%",
                                          "%20",
                                          "a\nb",
                                          "\r",
                                          "\t",
                                          "tr\xC3\xB6tchen",
                                          "\xFF\xFE",
                                          std::string("\0x", 2),
                                          "lookoutvision-watch 1\n"};
  PackagingJobWatch watch(client_);
  for (const std::string& name : names) {
    watch.Add(Job(name, "j"), "t");
    watch.Add(Job("p", name), "t");
    watch.Add(Job("p", "j"), name);
  }
  const auto jobs = JobsOf(watch.Save());
  ASSERT_EQ(jobs.size(), 3 * names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(jobs[3 * i].request, Job(names[i], "j")) << i;
    EXPECT_EQ(jobs[3 * i + 1].request, Job("p", names[i])) << i;
    EXPECT_EQ(jobs[3 * i + 2].client_token, names[i]) << i;
  }
}

TEST_F(SavedWatch, KeepsAJobUntilItsOutcomeIsTaken) {
  PackagingJobWatch watch(client_);
  watch.Add(Job("p", "j"));
  const std::string saved = watch.Save();
  transport_->Then(503);
  ASSERT_TRUE(watch.Step());
  EXPECT_EQ(watch.Save(), saved);
  fake_.Advance(std::chrono::seconds{1});
  transport_->Then(200, R"({"ModelPackagingDescription":{"Status":"SUCCEEDED"}})");
  ASSERT_FALSE(watch.Step());
  EXPECT_EQ(watch.Save(), saved);
  EXPECT_EQ(watch.TakeOutcomes().size(), 1U);
  EXPECT_EQ(watch.Save(), "lookoutvision-watch 1\n");
}

TEST_F(SavedWatch, ForgetsAJobThatItReported) {
  PackagingJobWatch watch(client_, {.on_end = [](std::size_t, const WaitOutcome&) {}});
  watch.Add(Job("p", "j"));
  transport_->Then(200, R"({"ModelPackagingDescription":{"Status":"SUCCEEDED"}})");
  ASSERT_FALSE(watch.Step());
  EXPECT_EQ(watch.Save(), "lookoutvision-watch 1\n");
}

TEST_F(SavedWatch, RejectsMalformedTextAndNamesTheLine) {
  const std::string first = "lookoutvision-watch 1\n";
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"", "line 1 "},
      {"\n", "line 1 "},
      {"boards nightly\n", "line 1 "},
      {"lookoutvision-watch\n", "line 1 "},
      {"lookoutvision-watch 1", "line 1 "},
      {"lookoutvision-watch 1\r\n", "line 1 "},
      {first + "\n", "line 2 "},
      {first + "boards\n", "line 2 "},
      {first + "boards nightly \n", "line 2 "},
      {first + "boards nightly secret-token more\n", "line 2 "},
      {first + "boards nightly\nboards weekly a b\nboards monthly secret-token", "line 3 "},
      {first + "boards nightly\nboards weekly\nboards monthly secret-token", "line 4 "},
      {first + "boards nightly\r\n", "line 2 "},
      {first + "boards 100% secret-token\n", "line 2 "},
      {first + "boards %c3%b6 secret-token\n", "line 2 "},
      {first + "boards \xC3\xB6\n", "line 2 "},
  };
  for (const auto& [text, line] : texts) {
    const auto watch = Resume(text);
    ASSERT_FALSE(watch) << text;
    EXPECT_EQ(watch.error().kind, ErrorKind::kInvalidRequest);
    EXPECT_EQ(watch.error().message.substr(0, line.size()), line) << watch.error() << '\n' << text;
    EXPECT_EQ(watch.error().message.find("secret-token"), std::string::npos) << watch.error();
  }
}

TEST_F(SavedWatch, RejectsTheTextOfANewerVersion) {
  const auto watch = Resume("lookoutvision-watch 2\nboards nightly\n");
  ASSERT_FALSE(watch);
  EXPECT_EQ(watch.error().kind, ErrorKind::kInvalidRequest);
  EXPECT_EQ(
      watch.error().message,
      "line 1 of the saved watch must be \"lookoutvision-watch 1\": a newer version of the library wrote "
      "another");
}

}  // namespace
}  // namespace lookoutvision
