// Third-party tests of restJson1: the names of errors, and the escaping of labels.
#include "protocol/rest_json.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

// The cases of one file; null if the folder of the vectors does not exist.
nlohmann::json Cases(const std::string& name) {
  std::ifstream file(LOOKOUTVISION_CONFORMANCE_DIR "/rest_json/" + name);
  return file ? nlohmann::json::parse(file) : nlohmann::json();
}

constexpr const char* kNotice =
    "NOTICE: no conformance vectors in " LOOKOUTVISION_CONFORMANCE_DIR "/rest_json";

TEST(RestJsonConformance, FindsTheNameOfEveryError) {
  const auto cases = Cases("errors.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const auto& one : cases) {
    const auto& body = one.at("body");
    HttpResponse response{.status = one.at("status").get<int>(),
                          .body = body.is_string() ? body.get<std::string>() : body.dump()};
    for (const auto& [name, value] : one.at("headers").items()) {
      response.headers.Add(name, value.get<std::string>());
    }
    EXPECT_EQ(ParseError(response).code_name, one.at("error").get<std::string>()) << one.at("id");
  }
}

TEST(RestJsonConformance, EscapesEveryLabel) {
  const auto cases = Cases("labels.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const auto& one : cases) {
    const auto label = one.at("label").get<std::string>();
    EXPECT_EQ(PercentEncode(label), one.at("escaped").get<std::string>()) << one.at("id");
    const auto request =
        Serialize(DescribeModelPackagingJobRequest().WithProjectName(label).WithJobName("j"));
    ASSERT_TRUE(request) << one.at("id");
    EXPECT_EQ(request->path,
              "/2020-11-20/projects/" + one.at("escaped").get<std::string>() + "/modelpackagingjobs/j")
        << one.at("id");
  }
}

}  // namespace
}  // namespace lookoutvision::internal
