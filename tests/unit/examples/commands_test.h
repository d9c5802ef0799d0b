// CommandsTest: runs commands of the tool with a scripted transport and fake clocks.
#pragma once

#include <memory>
#include <sstream>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <lookoutvision/credentials_providers.h>

#include "package_model/commands.h"
#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace package_model {

inline constexpr const char* kStarted = R"({"JobName": "job-1"})";

inline std::string Described(const std::string& status, const std::string& job = "job-1") {
  return R"({"ModelPackagingDescription": {"JobName": ")" + job + R"(", "Status": ")" + status +
         R"(", "StatusMessage": "so it is"}})";
}

class CommandsTest : public testing::Test {
 protected:
  CommandsTest() {
    options_.config.region = "eu-west-1";
    options_.config.endpoint_url = "https://vision.example";
    options_.config.credentials = lookoutvision::MakeAnonymousCredentials();
    options_.config.transport = transport_;
    options_.config.platform = platform_.platform();
    options_.job.WithProjectName("boards").WithJobName("job-1");
    options_.jobs = {options_.job};
    options_.list.WithProjectName("boards");
    options_.start.WithProjectName("boards").WithModelVersion("1").WithConfiguration(
        {.greengrass = {.component_name = "c", .s3_output_location = {.bucket = "bucket"}}});
  }

  ExitStatus RunCommand(Command command) {
    options_.command = command;
    LiveTable table(
        status_, [] { return TerminalSize{}; }, [this] { return platform_.steady_now; });
    return package_model::Run(options_, stop_.get_token(), out_, table);
  }

  nlohmann::json Json() const { return nlohmann::json::parse(out_.str()); }

  lookoutvision::test::FakePlatform platform_;
  std::shared_ptr<lookoutvision::test::ScriptedTransport> transport_ =
      std::make_shared<lookoutvision::test::ScriptedTransport>();
  Options options_;
  std::stop_source stop_;
  std::ostringstream out_;
  std::ostringstream status_;
};

}  // namespace package_model
