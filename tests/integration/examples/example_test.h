// ExampleTest: runs the examples as programs against a mock service.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/testing/mock_service.h>

#include "support/program.h"

namespace lookoutvision::test {

using Words = std::vector<std::string>;

class ExampleTest : public ::testing::Test {
 protected:
  testing::MockService& Service(testing::MockServiceOptions options = {}) {
    service_ = std::make_unique<testing::MockService>(std::move(options));
    const Credentials credentials = testing::MakeTestCredentials();
    program_.environment = {{"AWS_ENDPOINT_URL_LOOKOUTVISION", service_->endpoint_url()},
                            {"AWS_REGION", "eu-west-1"},
                            {"AWS_ACCESS_KEY_ID", credentials.access_key_id},
                            {"AWS_SECRET_ACCESS_KEY", credentials.secret_access_key}};
    return *service_;
  }

  /// Starts a program, which the test can interrupt.
  std::unique_ptr<Program> Launch(const Words& command) const {
    return std::make_unique<Program>(command, program_);
  }
  ProgramResult Run(const Words& command) const { return Launch(command)->Wait(); }

  /// The options of the programs; Service() sets the environment.
  Program::Options program_;

 private:
  std::unique_ptr<testing::MockService> service_;
};

/// Runs the command-line tool.
class PackageModel : public ExampleTest {
 protected:
  ProgramResult Tool(const Words& words) const { return Run(Command(words)); }
  std::unique_ptr<Program> LaunchTool(const Words& words) const { return Launch(Command(words)); }

  static Words Command(const Words& words) {
    Words command{PACKAGE_MODEL};
    command.insert(command.end(), words.begin(), words.end());
    return command;
  }

  /// `start` with all required options and `more`.
  static Words Start(const Words& more = {}) {
    Words words{"start",
                "--project-name",
                "circuit-boards",
                "--model-version",
                "1",
                "--component-name",
                "com.example.BoardInspector",
                "--s3-bucket",
                "my-bucket",
                "--target-device",
                "jetson_xavier"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  /// `start --wait` with `more`, which polls without delay.
  static Words StartAndWait(const Words& more = {}) {
    Words words = Start({"--wait", "--poll-interval", "0.001"});
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  /// The command in the shell that the tool prints after "to continue:".
  static Words CommandToContinue(const std::string& printed) {
    const std::string before = "\nto continue: ";
    const auto at = printed.find(before);
    const std::string command = at == std::string::npos ? "false" : printed.substr(at + before.size());
    return {"/bin/bash", "-c", "package_model() { '" PACKAGE_MODEL "' \"$@\"; }; " + command};
  }

  static Words OfJob(const std::string& command, const std::string& job_name, const Words& more = {}) {
    Words words{command, "--project-name", "circuit-boards", "--job-name", job_name};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

}  // namespace lookoutvision::test
