// Tests of job descriptions whose members are missing, unusual, out of range or of the wrong type.
#include <chrono>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/hostile_calls.h"

namespace lookoutvision {
namespace {

using std::chrono::microseconds;
using test::ExpectFailure;
using test::RawResponse;
using test::Repeat;
using testing::MockService;

constexpr std::size_t kMany = 200'000;

// The members of a ModelPackagingDescription and the expected outcome.
struct Description {
  const char* name;
  std::string members;
  ModelPackagingDescription expected = {};
  /// The invalid member and the reason; empty if the description is read.
  std::string says = {};
};

void PrintTo(const Description& row, std::ostream* out) {
  *out << row.name;
}

Description CreatedAt(const char* name, const std::string& number, microseconds expected) {
  ModelPackagingDescription description;
  description.creation_timestamp = std::chrono::system_clock::time_point(expected);
  return {name, R"("CreationTimestamp":)" + number, description};
}

Description NotCreatedAt(const char* name, const std::string& value, const std::string& why) {
  return {name, R"("CreationTimestamp":)" + value, {}, ".CreationTimestamp is " + why};
}

std::vector<Description> Descriptions() {
  const std::string not_a_time = "not a number of seconds between the years 1677 and 2262";
  return {
      {"Nulls",
       R"("JobName":null,"Status":null,"CreationTimestamp":null,"ModelPackagingOutputDetails":null)"},
      {"UnknownMembers", R"("JobName":"a","New":[{"x":[[1e308]]}],"":null)", {.job_name = "a"}},
      {"MembersInAnotherCase", R"("jobName":"a","JOBNAME":"b")"},
      {"DuplicateKeys", R"("JobName":7,"JobName":"first","JobName":"last")", {.job_name = "last"}},
      {"BracketsInAString",
       R"("JobName":")" + std::string(kMany, '[') + "\"",
       {.job_name = std::string(kMany, '[')}},
      {"MaximumDepth",
       R"("JobName":"a","New":)" + std::string(62, '[') + std::string(62, ']'),
       {.job_name = "a"}},
      {"EscapesOfEveryKind",
       R"("JobName":"\u0000\u001b\ud83d\ude00\/\n")",
       {.job_name = std::string("\0\x1b\xF0\x9F\x98\x80/\n", 8)}},
      {"ManyNulls",
       R"("ModelPackagingConfiguration":{"Greengrass":{"Tags":[null)" + Repeat(9'000, ",null") + "]}}",
       {.model_packaging_configuration =
            ModelPackagingConfiguration{
                .greengrass = {.component_name = "", .s3_output_location = {.bucket = ""}}}}},
      {"NumberForAString", R"("JobName":7)", {}, ".JobName is not a string"},
      {"ObjectForAString", R"("Status":{})", {}, ".Status is not a string"},
      {"StringForAnObject",
       R"("ModelPackagingOutputDetails":"x")",
       {},
       ".ModelPackagingOutputDetails is not an object"},
      {"ObjectForAnArray",
       R"("ModelPackagingConfiguration":{"Greengrass":{"Tags":{}}})",
       {},
       ".ModelPackagingConfiguration.Greengrass.Tags is not an array"},

      CreatedAt("WholeSeconds", "1700000000", microseconds{1'700'000'000'000'000}),
      CreatedAt("SecondsWithFraction", "1700000000.123", microseconds{1'700'000'000'123'000}),
      CreatedAt("SecondsWithManyDigits", "0.1234560000000000000000000000000000001", microseconds{123'456}),
      CreatedAt("SecondsWithExponent", "17E+8", microseconds{1'700'000'000'000'000}),
      CreatedAt("SecondsWithNegativeExponent", "1e-6", microseconds{1}),
      CreatedAt("SecondsTooSmallForADouble", "1e-999", microseconds{0}),
      CreatedAt("SecondsBeforeTheEpoch", "-1.25", microseconds{-1'250'000}),
      CreatedAt("NegativeZeroSeconds", "-0.0", microseconds{0}),
      CreatedAt("SecondsFarAhead", "9000000000", microseconds{9'000'000'000'000'000}),
      NotCreatedAt("SecondsTooFarAhead", "9300000000", not_a_time),
      NotCreatedAt("SecondsTooFarBack", "-9300000000", not_a_time),
      NotCreatedAt("SecondsAboveEveryInteger", "99999999999999999999", not_a_time),
      NotCreatedAt("SmallestDouble", "-1.7976931348623157e308", not_a_time),
      NotCreatedAt("MillisecondsForSeconds", "1700000000000", not_a_time),
      NotCreatedAt("SecondsAsText", R"("1700000000")", not_a_time),
      NotCreatedAt("DateAsText", R"("2023-11-14T22:13:20Z")", not_a_time),
      NotCreatedAt("True", "true", not_a_time),
      NotCreatedAt("Array", "[1700000000]", not_a_time),
  };
}

class HostileDescription : public ::testing::TestWithParam<Description> {};

TEST_P(HostileDescription, HasTheExpectedOutcome) {
  const auto& [name, members, expected, says] = GetParam();
  MockService service;
  const auto described = test::Describe(
      service, RawResponse("200 OK", "", R"({"ModelPackagingDescription":{)" + members + "}}"));
  if (says.empty()) {
    ASSERT_TRUE(described) << described.error();
    EXPECT_EQ(described->model_packaging_description, expected);
  } else {
    ASSERT_FALSE(described) << *described;
    ExpectFailure(described.error(),
                  {ErrorKind::kUnreadableResponse,
                   1,
                   {"in the body of the response, ModelPackagingDescription" + says},
                   200},
                  service);
  }
}

INSTANTIATE_TEST_SUITE_P(OfEveryKind, HostileDescription, ::testing::ValuesIn(Descriptions()),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

}  // namespace
}  // namespace lookoutvision
