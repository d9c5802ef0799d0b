// Tests of parsing the command line, its errors, and the help.
#include "package_model/arguments.h"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lookoutvision/version.h>

namespace package_model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

CommandLine Parse(std::vector<const char*> words) {
  words.insert(words.begin(), "package_model");
  return ParseCommandLine(static_cast<int>(words.size()), words.data());
}

TEST(ParseCommandLine, ParsesEveryOptionOfStart) {
  const CommandLine line = Parse({"start",
                                  "--project-name",
                                  "boards",
                                  "--model-version",
                                  "1",
                                  "--job-name",
                                  "job",
                                  "--description",
                                  "of job",
                                  "--client-token",
                                  "token",
                                  "--wait",
                                  "--component-name",
                                  "c",
                                  "--component-version",
                                  "1.0.0",
                                  "--component-description",
                                  "of c",
                                  "--s3-bucket",
                                  "bucket",
                                  "--s3-prefix",
                                  "prefix",
                                  "--target-device",
                                  "device",
                                  "--target-os",
                                  "os",
                                  "--target-arch",
                                  "arch",
                                  "--target-accelerator",
                                  "accelerator",
                                  "--compiler-options",
                                  R"({"mcpu": "core-avx2"})"});

  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_FALSE(line.help);
  const Arguments& read = line.arguments;
  EXPECT_EQ(read.command, Command::kStart);
  EXPECT_EQ(read.project_name, "boards");
  EXPECT_EQ(read.model_version, "1");
  EXPECT_EQ(read.job_name, "job");
  EXPECT_EQ(read.description, "of job");
  EXPECT_EQ(read.client_token, "token");
  EXPECT_TRUE(read.wait);
  EXPECT_EQ(read.component_name, "c");
  EXPECT_EQ(read.component_version, "1.0.0");
  EXPECT_EQ(read.component_description, "of c");
  EXPECT_EQ(read.s3_bucket, "bucket");
  EXPECT_EQ(read.s3_prefix, "prefix");
  EXPECT_EQ(read.target_device, "device");
  EXPECT_EQ(read.target_os, "os");
  EXPECT_EQ(read.target_arch, "arch");
  EXPECT_EQ(read.target_accelerator, "accelerator");
  EXPECT_EQ(read.compiler_options, R"({"mcpu": "core-avx2"})");
}

TEST(ParseCommandLine, ParsesTheJobOfDescribe) {
  const CommandLine line = Parse({"describe", "--project-name", "boards", "--job-name", "job"});
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_EQ(line.arguments.command, Command::kDescribe);
  EXPECT_EQ(line.arguments.project_name, "boards");
  EXPECT_EQ(line.arguments.job_name, "job");
}

TEST(ParseCommandLine, ParsesTheJobsOfWait) {
  const CommandLine line = Parse({"wait", "--project-name", "boards", "--job-name", "a", "--job-name=b"});
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_EQ(line.arguments.command, Command::kWait);
  EXPECT_EQ(line.arguments.project_name, "boards");
  EXPECT_THAT(line.arguments.job_names, ElementsAre("a", "b"));
}

TEST(ParseCommandLine, ParsesEveryOptionOfList) {
  const CommandLine line = Parse({"list", "--project-name", "boards", "--page-size", "7", "--max-items", "9",
                                  "--status", "FAILED", "--status=RUNNING"});
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_EQ(line.arguments.command, Command::kList);
  EXPECT_EQ(line.arguments.project_name, "boards");
  EXPECT_EQ(line.arguments.page_size, "7");
  EXPECT_EQ(line.arguments.max_items, "9");
  EXPECT_THAT(line.arguments.statuses, ElementsAre("FAILED", "RUNNING"));
}

TEST(ParseCommandLine, AcceptsJsonForEachCommand) {
  for (const char* command : {"start", "describe", "wait", "list"}) {
    const CommandLine line = Parse({command, "--cli-input-json", "-", "--generate-cli-skeleton"});
    EXPECT_EQ(line.arguments.cli_input_json, "-");
    EXPECT_TRUE(line.arguments.generate_cli_skeleton);
    EXPECT_THAT(line.problems, IsEmpty()) << command;
  }
}

TEST(ParseCommandLine, AcceptsCommonOptionsBeforeAndAfterTheCommand) {
  const std::vector<const char*> common{"--region=r",
                                        "--profile=p",
                                        "--endpoint-url=u",
                                        "--ca-bundle=b",
                                        "--client-certificate=c",
                                        "--client-key=k",
                                        "--bearer-token-file=t",
                                        "--header",
                                        "x-a=1",
                                        "--header=x-b=2",
                                        "--timeout=30",
                                        "--connect-timeout=2",
                                        "--max-attempts=5",
                                        "--output=json",
                                        "--no-sign-request",
                                        "--debug",
                                        "--allow-plaintext-http"};
  std::vector<const char*> before = common;
  before.push_back("wait");
  std::vector<const char*> after = common;
  after.insert(after.begin(), "start");
  for (const auto& words : {before, after}) {
    const CommandLine line = Parse(words);
    EXPECT_THAT(line.problems, IsEmpty());
    EXPECT_EQ(line.arguments.region, "r");
    EXPECT_EQ(line.arguments.profile, "p");
    EXPECT_EQ(line.arguments.endpoint_url, "u");
    EXPECT_EQ(line.arguments.ca_bundle, "b");
    EXPECT_EQ(line.arguments.client_certificate, "c");
    EXPECT_EQ(line.arguments.client_key, "k");
    EXPECT_EQ(line.arguments.bearer_token_file, "t");
    EXPECT_THAT(line.arguments.headers, ElementsAre("x-a=1", "x-b=2"));
    EXPECT_EQ(line.arguments.timeout, "30");
    EXPECT_EQ(line.arguments.connect_timeout, "2");
    EXPECT_EQ(line.arguments.max_attempts, "5");
    EXPECT_EQ(line.arguments.output, "json");
    EXPECT_TRUE(line.arguments.no_sign_request);
    EXPECT_TRUE(line.arguments.debug);
    EXPECT_TRUE(line.arguments.allow_plaintext_http);
  }
}

TEST(ParseCommandLine, AcceptsHeadersBeforeAndAfterTheCommand) {
  const CommandLine line = Parse({"--header", "x-a=1", "list", "--header", "x-b=[2,3]"});
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_THAT(line.arguments.headers, ElementsAre("x-a=1", "x-b=[2,3]"));
}

TEST(ParseCommandLine, AcceptsAPollIntervalForCommandsThatPoll) {
  for (const char* command : {"start", "wait"}) {
    const CommandLine line = Parse({command, "--poll-interval", "0.5"});
    EXPECT_THAT(line.problems, IsEmpty());
    EXPECT_EQ(line.arguments.poll_interval, "0.5");
  }
  for (const char* command : {"describe", "list"}) {
    EXPECT_THAT(Parse({command, "--poll-interval=0.5"}).problems,
                ElementsAre("unknown argument: --poll-interval=0.5 (an option of start, wait)"));
  }
}

TEST(ParseCommandLine, NamesTheCommandOfAnOptionOfAnotherCommand) {
  EXPECT_THAT(Parse({"wait", "--status=FAILED", "--max-items=1"}).problems,
              ElementsAre("unknown argument: --status=FAILED (an option of list)",
                          "unknown argument: --max-items=1 (an option of list)"));
  EXPECT_THAT(Parse({"--page-size=7", "list"}).problems,
              ElementsAre("unknown argument: --page-size=7 (give it after list)"));
}

TEST(ParseCommandLine, KeepsTagsUnchanged) {
  const CommandLine line =
      Parse({"start", "--tag", "line=7", "--tag", "[a=b,c=d]", "--tag", "", "--tag=x=y=z"});
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_THAT(line.arguments.tags, ElementsAre("line=7", "[a=b,c=d]", "", "x=y=z"));
}

TEST(ParseCommandLine, TakesOneValuePerTagOption) {
  const CommandLine line = Parse({"start", "--tag", "line=7", "stray"});
  EXPECT_THAT(line.problems, ElementsAre("unknown argument: stray"));
  EXPECT_THAT(line.arguments.tags, ElementsAre("line=7"));
}

TEST(ParseCommandLine, AcceptsValuesThatLookLikeOptions) {
  const CommandLine line = Parse({"start", "--description", "--wait", "--s3-prefix", "-x"});
  EXPECT_THAT(line.problems, IsEmpty());
  EXPECT_EQ(line.arguments.description, "--wait");
  EXPECT_EQ(line.arguments.s3_prefix, "-x");
  EXPECT_FALSE(line.arguments.wait);
}

TEST(ParseCommandLine, ReportsEveryUnknownWord) {
  const CommandLine line = Parse({"wait", "--colour", "job-\x1b[2J", "--job-name", "j"});
  EXPECT_THAT(line.problems,
              ElementsAre("unknown argument: --colour", R"(unknown argument: "job-\u001b[2J")"));
  EXPECT_THAT(line.arguments.job_names, ElementsAre("j"));
}

TEST(ParseCommandLine, SuggestsTheOptionThatWasMeant) {
  EXPECT_THAT(Parse({"start", "--project-nme", "boards", "--tga=a=b", "-job-name", "j"}).problems,
              ElementsAre("unknown argument: --project-nme (did you mean --project-name?)",
                          "unknown argument: boards", "unknown argument: --tga=a=b (did you mean --tag?)",
                          "unknown argument: -job-name (did you mean --job-name?)", "unknown argument: j"));
}

TEST(ParseCommandLine, SuggestsOnlyOptionsOfTheCommand) {
  EXPECT_THAT(Parse({"list", "--job-nam"}).problems, ElementsAre("unknown argument: --job-nam"));
}

TEST(ParseCommandLine, SuggestsTheCommandThatWasMeant) {
  EXPECT_THAT(Parse({"strat"}).problems, ElementsAre("no command: start, describe, wait or list",
                                                     "unknown argument: strat (did you mean start?)"));
}

TEST(ParseCommandLine, RequiresACommand) {
  EXPECT_THAT(Parse({}).problems, ElementsAre("no command: start, describe, wait or list"));
  EXPECT_THAT(Parse({"stop"}).problems,
              ElementsAre("no command: start, describe, wait or list", "unknown argument: stop"));
  EXPECT_THAT(Parse({"describe", "wait"}).problems, ElementsAre("unknown argument: wait"));
}

TEST(ParseCommandLine, ReportsARepeatedOptionAlongWithOtherErrors) {
  EXPECT_THAT(
      Parse({"--region", "r", "describe", "--job-name", "a", "--region", "s", "--colour", "--job-name", "b"})
          .problems,
      testing::UnorderedElementsAre("--region: is given more than once",
                                    "--job-name: is given more than once", "unknown argument: --colour"));
}

TEST(ParseCommandLine, ReportsAMissingValueAlongWithOtherErrors) {
  const CommandLine line = Parse({"describe", "stray", "--region", "r", "--region", "s", "--job-name"});
  EXPECT_THAT(line.problems, ElementsAre("--job-name: its value is missing",
                                         "--region: is given more than once", "unknown argument: stray"));
  EXPECT_EQ(line.arguments.command, Command::kDescribe);
  EXPECT_FALSE(line.arguments.job_name);
}

TEST(ParseCommandLine, ReportsAFlagWithAValueAlongWithOtherErrors) {
  const CommandLine line = Parse({"start", "--wait=soon", "--debug=soon", "--colour", "--region"});
  EXPECT_THAT(line.problems,
              ElementsAre("--region: its value is missing", "--wait=soon: its value is not valid",
                          "--debug=soon: its value is not valid", "unknown argument: --colour"));
  EXPECT_EQ(line.arguments.command, Command::kStart);
}

TEST(ParseCommandLine, ReportsAFlagWithAValueAndNoOtherError) {
  EXPECT_THAT(Parse({"list", "--debug=soon", "--project-name", "boards"}).problems,
              ElementsAre("--debug=soon: its value is not valid"));
}

TEST(ParseCommandLine, ReturnsTheVersion) {
  EXPECT_EQ(Parse({"--version"}).help, std::string(lookoutvision::kVersion) + "\n");
}

TEST(ParseCommandLine, ReturnsHelpWithExitStatusAndEnvironment) {
  const std::string help = Parse({"--help"}).help.value_or("");
  for (const char* expected :
       {"start", "describe", "wait", "list", "--endpoint-url", "252", "130", "AWS_CA_BUNDLE"}) {
    EXPECT_THAT(help, HasSubstr(expected));
  }
}

TEST(ParseCommandLine, ReturnsHelpOfACommandWithItsOptionsAndTheCommonOnes) {
  for (const char* command : {"start", "describe", "wait", "list"}) {
    const std::string help = Parse({command, "--help"}).help.value_or("");
    EXPECT_THAT(help, HasSubstr("--project-name NAME"));
    EXPECT_THAT(help, HasSubstr("--connect-timeout SECONDS"));
  }
}

TEST(ParseCommandLine, KeepsTheLinesOfTheHelpsTableAndExample) {
  const std::string help = Parse({"--help"}).help.value_or("");
  EXPECT_THAT(help, HasSubstr("\n  0    done\n  252  bad input: "));
  EXPECT_THAT(help, HasSubstr(" --model-version 1 \\\n    --component-name "));
}

TEST(ParseCommandLine, ReturnsHelpThatFitsEightyColumnsWithoutDoubleEmptyLines) {
  for (const std::vector<const char*>& words :
       {std::vector{"--help"}, {"start", "--help"}, {"describe", "--help"}, {"wait", "-h"}, {"list", "-h"}}) {
    const std::string help = Parse(words).help.value_or("");
    EXPECT_THAT(help, testing::Not(HasSubstr("\n\n\n")));
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  }
}

}  // namespace
}  // namespace package_model
