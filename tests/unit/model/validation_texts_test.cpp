// Tests of Validate for every text member: its length in code points, its pattern and its encoding.
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include <lookoutvision/validation.h>

#include "model/constraints.h"

namespace lookoutvision {
namespace {

using internal::Pattern;

// A text member of a request and its constraints.
struct Case {
  std::string name;
  std::string path;
  // Validates a request that is valid except for this member.
  std::function<std::vector<Violation>(const std::string&)> validate;
  std::size_t min_length;
  std::size_t max_length;
  // A text of the given length that matches the pattern.
  std::function<std::string(std::size_t)> text_of_length;
  Pattern pattern;
  // A text of valid length that does not match the pattern.
  std::string mismatch;
  bool required = false;
};

void PrintTo(const Case& test_case, std::ostream* out) {
  *out << test_case.path;
}

std::function<std::string(std::size_t)> Repeated(std::string character) {
  return [character](std::size_t length) {
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += character;
    return text;
  };
}

// A number of `length` digits.
std::string Number(std::size_t length) {
  return std::string(length, '7');
}

// A JSON object of `length` code points, many of them not ASCII; `length` is 3 or at least 12.
std::string Options(std::size_t length) {
  if (length == 3) return "{ }";
  return R"({"mcpu": ")" + Repeated("\u00e9")(length - 12) + "\"}";
}

StartModelPackagingJobRequest Start() {
  return StartModelPackagingJobRequest().WithProjectName("p").WithModelVersion("1");
}

using SetGreengrass = std::function<void(GreengrassConfiguration&, const std::string&)>;

std::function<std::vector<Violation>(const std::string&)> InGreengrass(SetGreengrass set) {
  return [set](const std::string& text) {
    GreengrassConfiguration greengrass{.component_name = "c",
                                       .s3_output_location = {.bucket = "bucket"},
                                       .target_platform = TargetPlatform{.os = TargetPlatformOs::kLinux,
                                                                         .arch = TargetPlatformArch::kArm64}};
    set(greengrass, text);
    return Validate(Start().WithConfiguration({.greengrass = greengrass}));
  };
}

using SetStart = std::function<void(StartModelPackagingJobRequest&, const std::string&)>;

std::function<std::vector<Violation>(const std::string&)> InStart(SetStart set) {
  return [set](const std::string& text) {
    auto request = Start().WithConfiguration({.greengrass = {.component_name = "c",
                                                             .s3_output_location = {.bucket = "bucket"},
                                                             .target_device = TargetDevice::kJetsonXavier}});
    set(request, text);
    return Validate(request);
  };
}

std::vector<Case> StartCases() {
  using Request = StartModelPackagingJobRequest;
  const auto project_name = [](Request& r, const std::string& text) { r.WithProjectName(text); };
  const auto model_version = [](Request& r, const std::string& text) { r.WithModelVersion(text); };
  const auto job_name = [](Request& r, const std::string& text) { r.WithJobName(text); };
  const auto description = [](Request& r, const std::string& text) { r.WithDescription(text); };
  const auto client_token = [](Request& r, const std::string& text) { r.WithClientToken(text); };
  return {
      {"StartProjectName", "ProjectName", InStart(project_name), 1, 255, Repeated("p"), Pattern::kProjectName,
       "_p", true},
      {"StartModelVersion", "ModelVersion", InStart(model_version), 1, 10, Number, Pattern::kModelVersion,
       "01", true},
      {"StartJobName", "JobName", InStart(job_name), 1, 64, Repeated("-"), Pattern::kJobName, "a_b"},
      {"StartDescription", "Description", InStart(description), 1, 256, Repeated("?"), Pattern::kDescription,
       "a!"},
      {"StartClientToken", "ClientToken", InStart(client_token), 1, 64, Repeated("f"), Pattern::kJobName,
       "a.b"},
  };
}

std::vector<Case> DescribeCases() {
  using Request = DescribeModelPackagingJobRequest;
  const auto project_name = [](const std::string& text) {
    return Validate(Request().WithProjectName(text).WithJobName("j"));
  };
  const auto job_name = [](const std::string& text) {
    return Validate(Request().WithProjectName("p").WithJobName(text));
  };
  return {
      {"DescribeProjectName", "ProjectName", project_name, 1, 255, Repeated("p"), Pattern::kProjectName,
       "a.b", true},
      {"DescribeJobName", "JobName", job_name, 1, 64, Repeated("j"), Pattern::kJobName, "a/b", true},
  };
}

std::vector<Case> GreengrassCases() {
  using Greengrass = GreengrassConfiguration;
  const auto name = [](Greengrass& g, const std::string& text) { g.component_name = text; };
  const auto bucket = [](Greengrass& g, const std::string& text) { g.s3_output_location.bucket = text; };
  const auto prefix = [](Greengrass& g, const std::string& text) { g.s3_output_location.prefix = text; };
  const auto options = [](Greengrass& g, const std::string& text) { g.compiler_options = text; };
  const auto description = [](Greengrass& g, const std::string& text) { g.component_description = text; };
  const auto tag_key = [](Greengrass& g, const std::string& text) {
    g.tags =
        std::vector<Tag>{{.key = "k", .value = ""}, {.key = "k", .value = ""}, {.key = text, .value = ""}};
  };
  const auto tag_value = [](Greengrass& g, const std::string& text) {
    g.tags = std::vector<Tag>{{.key = "k", .value = text}};
  };
  const std::string path = "Configuration.Greengrass.";
  return {
      {"ComponentName", path + "ComponentName", InGreengrass(name), 1, 128, Repeated("."),
       Pattern::kComponentName, "a/b", true},
      {"Bucket", path + "S3OutputLocation.Bucket", InGreengrass(bucket), 3, 63, Repeated("b"),
       Pattern::kBucket, "a/b", true},
      {"Prefix", path + "S3OutputLocation.Prefix", InGreengrass(prefix), 0, 1024, Repeated("*"),
       Pattern::kPrefix, "/a"},
      {"CompilerOptions", path + "CompilerOptions", InGreengrass(options), 3, 1024, Options,
       Pattern::kCompilerOptions, "{\n}"},
      {"ComponentDescription", path + "ComponentDescription", InGreengrass(description), 1, 256,
       Repeated(";"), Pattern::kDescription, "a\nb"},
      {"TagKey", path + "Tags[2].Key", InGreengrass(tag_key), 1, 128, Repeated("\u88fd"), Pattern::kTag,
       "a#b", true},
      {"TagValue", path + "Tags[0].Value", InGreengrass(tag_value), 0, 256, Repeated("\U00020000"),
       Pattern::kTag, "a#b"},
  };
}

class ValidateText : public testing::TestWithParam<Case> {
 protected:
  // The message of the only violation for `text`.
  static std::string MessageOn(const std::string& text) {
    const auto violations = GetParam().validate(text);
    EXPECT_EQ(violations.size(), 1u);
    if (violations.empty()) return "";
    EXPECT_EQ(violations[0].path, GetParam().path);
    return violations[0].message;
  }
};

TEST_P(ValidateText, AcceptsBothEndsOfItsLength) {
  const Case& c = GetParam();
  EXPECT_EQ(c.validate(c.text_of_length(c.min_length)), std::vector<Violation>());
  EXPECT_EQ(c.validate(c.text_of_length(c.max_length)), std::vector<Violation>());
}

TEST_P(ValidateText, RejectsOneCharacterTooMany) {
  const Case& c = GetParam();
  EXPECT_EQ(MessageOn(c.text_of_length(c.max_length + 1)), "has " + std::to_string(c.max_length + 1) +
                                                               " characters, at most " +
                                                               std::to_string(c.max_length) + " are allowed");
}

TEST_P(ValidateText, RejectsAnEmptyTextBelowItsMinimum) {
  const Case& c = GetParam();
  if (c.min_length == 0) {
    EXPECT_EQ(c.validate(""), std::vector<Violation>());
  } else if (c.required) {
    EXPECT_EQ(MessageOn(""), "is required");
  } else {
    EXPECT_EQ(MessageOn(""), "has 0 characters, at least " + std::to_string(c.min_length) +
                                 (c.min_length == 1 ? " is needed" : " are needed"));
  }
}

TEST_P(ValidateText, RejectsTextThatDoesNotMatchItsPattern) {
  const Case& c = GetParam();
  EXPECT_EQ(MessageOn(c.mismatch), internal::Describe(c.pattern));
}

TEST_P(ValidateText, RejectsInvalidUtf8) {
  // A stray byte, a truncated character, an overlong form and a surrogate.
  for (const char* const text : {"aaa\x80", "aaa\xe2\x82", "aaa\xc0\xaf", "aaa\xed\xa0\x80"}) {
    EXPECT_EQ(MessageOn(text), "is not well-formed UTF-8");
  }
}

std::string NameOfCase(const testing::TestParamInfo<Case>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Start, ValidateText, testing::ValuesIn(StartCases()), NameOfCase);
INSTANTIATE_TEST_SUITE_P(Describe, ValidateText, testing::ValuesIn(DescribeCases()), NameOfCase);
INSTANTIATE_TEST_SUITE_P(Greengrass, ValidateText, testing::ValuesIn(GreengrassCases()), NameOfCase);

TEST(ValidateBucket, RejectsTwoCharacters) {
  const auto bucket = [](GreengrassConfiguration& g, const std::string& text) {
    g.s3_output_location.bucket = text;
  };
  const auto violations = InGreengrass(bucket)("bb");
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].message, "has 2 characters, at least 3 are needed");
}

TEST(ValidateCompilerOptions, RejectsTwoCharactersOfManyBytes) {
  const auto options = [](GreengrassConfiguration& g, const std::string& text) { g.compiler_options = text; };
  const auto violations = InGreengrass(options)("\u88fd\u9020");
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].message, "has 2 characters, at least 3 are needed");
  EXPECT_EQ(violations[1].message, "is not well-formed JSON, a JSON object is required");
}

TEST(ValidateComponentVersion, IsLimitedByItsPattern) {
  const auto version = [](GreengrassConfiguration& g, const std::string& text) {
    g.component_version = text;
  };
  EXPECT_EQ(InGreengrass(version)("999999.999999.999999"), std::vector<Violation>());
  const auto empty = InGreengrass(version)("");
  ASSERT_EQ(empty.size(), 1u);
  EXPECT_EQ(empty[0].message, "has 0 characters, at least 1 is needed");
  const auto long_number = InGreengrass(version)("1000000.0.0");
  ASSERT_EQ(long_number.size(), 1u);
  EXPECT_EQ(long_number[0].path, "Configuration.Greengrass.ComponentVersion");
  const auto too_long = InGreengrass(version)(std::string(65, '1'));
  ASSERT_EQ(too_long.size(), 2u);
  EXPECT_EQ(too_long[0].message, "has 65 characters, at most 64 are allowed");
}

TEST(ValidateList, AcceptsTokensAndSizesOfTheModel) {
  for (const char* token : {"", "aZ09/+="}) {
    EXPECT_EQ(Validate(ListModelPackagingJobsRequest().WithProjectName("p").WithNextToken(token)),
              std::vector<Violation>());
  }
  for (const int size : {1, 100}) {
    EXPECT_EQ(Validate(ListModelPackagingJobsRequest().WithProjectName("p").WithMaxResults(size)),
              std::vector<Violation>());
  }
}

TEST(ValidateList, ReportsAllViolations) {
  const auto request = ListModelPackagingJobsRequest().WithNextToken("a-b" + std::string(2046, 'c'));
  for (const int size : {-1, 0, 101}) {
    const auto violations = Validate(ListModelPackagingJobsRequest(request).WithMaxResults(size));
    ASSERT_EQ(violations.size(), 4U);
    EXPECT_EQ(violations[0].path, "ProjectName");
    EXPECT_EQ(violations[1].path, "NextToken");
    EXPECT_EQ(violations[1].message, "has 2049 characters, at most 2048 are allowed");
    EXPECT_EQ(violations[2].message, "may contain only ASCII letters, digits and / + =");
    EXPECT_EQ(
        violations[3],
        (Violation{.path = "MaxResults", .given = std::to_string(size), .message = "must be from 1 to 100"}));
  }
}

}  // namespace
}  // namespace lookoutvision
