// Third-party tests of restJson1: the names of errors, and the escaping of labels.
#include "protocol/rest_json.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "vectors.h"

namespace lookoutvision::conformance {
namespace {

TEST(RestJsonConformance, FindsTheNameOfEveryError) {
  const auto cases = ReadVectors("rest_json/errors.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const auto& one : cases) {
    RequireKnown(one, {"id", "status", "headers", "body", "error"});
    const auto& body = one.at("body");
    HttpResponse response{.status = one.at("status").get<int>(),
                          .body = body.is_string() ? body.get<std::string>() : body.dump()};
    for (const auto& [name, value] : one.at("headers").items()) {
      response.headers.Add(name, value.get<std::string>());
    }
    EXPECT_EQ(internal::ParseError(response).code_name, one.at("error").get<std::string>()) << one.at("id");
  }
}

TEST(RestJsonConformance, EscapesEveryLabel) {
  const auto cases = ReadVectors("rest_json/labels.json");
  if (cases.is_null()) GTEST_SKIP() << kNotice;
  ASSERT_FALSE(cases.empty());
  for (const auto& one : cases) {
    RequireKnown(one, {"id", "label", "escaped"});
    const auto label = one.at("label").get<std::string>();
    EXPECT_EQ(internal::PercentEncode(label), one.at("escaped").get<std::string>()) << one.at("id");
    const auto request =
        internal::Serialize(DescribeModelPackagingJobRequest().WithProjectName(label).WithJobName("j"));
    ASSERT_TRUE(request) << one.at("id");
    EXPECT_EQ(request->path,
              "/2020-11-20/projects/" + one.at("escaped").get<std::string>() + "/modelpackagingjobs/j")
        << one.at("id");
  }
}

}  // namespace
}  // namespace lookoutvision::conformance
