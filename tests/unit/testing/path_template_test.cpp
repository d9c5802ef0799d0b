// Tests of path templates.
#include "testing/path_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lookoutvision::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(PathTemplate, ReturnsTheDecodedLabels) {
  EXPECT_THAT(MatchPath("/v1/projects/{Project}/jobs/{Job}", "/v1/projects/a%2Fb/jobs/%7Bc").value(),
              ElementsAre(Pair("Job", "{c"), Pair("Project", "a/b")));
  EXPECT_TRUE(MatchPath("/v1", "/v1").value().empty());
}

TEST(PathTemplate, MatchesWholePathsOnly) {
  for (const char* path : {"", "/", "v1/p/a/jobs", "/v1/p/a", "/v1/p/a/", "/v1/p/a/job", "/v1/p/a/jobs/",
                           "/v1/p/a/jobs/b", "/v1/p/a/b/jobs", "//v1/p/a/jobs", "/v2/p/a/jobs"}) {
    EXPECT_FALSE(MatchPath("/v1/p/{P}/jobs", path)) << path;
  }
}

TEST(PathTemplate, RejectsEmptyLabels) {
  EXPECT_FALSE(MatchPath("/p/{P}/jobs", "/p//jobs"));
  EXPECT_FALSE(MatchPath("/p/{P}", "/p/"));
}

}  // namespace
}  // namespace lookoutvision::testing
