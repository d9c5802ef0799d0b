// Credentials that a process writes to its standard output. What it writes there is never shown; what it
// writes to its standard error is.
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <lookoutvision/credentials_providers.h>

#include "base/real_platform.h"
#include "base/redactor.h"
#include "base/secrets.h"
#include "base/text.h"
#include "credentials/answers.h"
#include "credentials/calls.h"

namespace lookoutvision {
namespace {

constexpr std::size_t kMostShown = 512;

class ProcessProvider : public CredentialsProvider {
 public:
  ProcessProvider(std::string command, CredentialsOptions options)
      : command_(std::move(command)), platform_(internal::WithRealParts(std::move(options.platform))) {}

  LoadResult Load(const LoadContext& context) override {
    auto result = platform_.run_process(command_, internal::IoLimitsOf(context, platform_));
    const internal::CleanseAtExit cleanse_output(result.output);
    if (!result.exit_status) return Failed(context, result.problem, result);
    if (*result.exit_status != 0) {
      return Failed(context, "it ended with status " + std::to_string(*result.exit_status), result);
    }
    auto credentials = internal::ReadProcessCredentials(result.output);
    if (!credentials) return Failed(context, credentials.error().message, result);
    credentials->user_agent_features = "w";
    return *std::move(credentials);
  }

 private:
  Error Failed(const LoadContext& context, std::string why, const ProcessResult& result) const {
    std::string errors(internal::Trim(result.error_output));
    // A shell that traces its commands repeats there what they write to the standard output.
    const std::string_view output = result.output;
    internal::Redactor redactor;
    redactor.Add(output.substr(0, output.find_last_not_of(" \r\n") + 1));
    redactor.Redact(errors);
    if (!errors.empty()) why += "; it wrote: " + internal::Printable(errors, kMostShown);
    return internal::MarkIfOver(internal::Broken("credential_process failed: " + why), context, platform_);
  }

  const std::string command_;
  const Platform platform_;
};

}  // namespace

std::shared_ptr<CredentialsProvider> ProcessCredentials(std::string command, CredentialsOptions options) {
  return std::make_shared<ProcessProvider>(std::move(command), std::move(options));
}

}  // namespace lookoutvision
