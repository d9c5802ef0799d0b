// The process credentials source: a command writes credentials to its standard output.
#include <string>
#include <string_view>
#include <utility>

#include "base/redactor.h"
#include "base/secrets.h"
#include "base/text.h"
#include "credentials/calls.h"
#include "credentials/responses.h"
#include "credentials/sources.h"

namespace lookoutvision::internal {
namespace {

constexpr std::size_t kMaxShownBytes = 512;

// `; it wrote: ..` with the standard error, or an empty text. Never shows the standard output.
std::string ErrorsOf(const ProcessResult& result, std::string_view output) {
  std::string errors(Trim(result.error_output));
  // A shell that traces its commands repeats there what they write to the standard output.
  Redactor redactor;
  redactor.Add(output.substr(0, output.find_last_not_of(" \r\n") + 1));
  redactor.Redact(errors);
  return errors.empty() ? "" : "; it wrote: " + Printable(errors, kMaxShownBytes);
}

}  // namespace

LoadResult LoadFromProcess(const ProviderContext& context, const std::string& command) {
  auto result =
      context.platform().run_process(command, IoOptionsOf(context.load_context, context.platform()));
  const SecretString output(std::move(result.output));
  const auto failed = [&](const std::string& why) {
    Error error = Broken({"credential_process failed: ", why, ErrorsOf(result, output.view())});
    return MarkIfOver(std::move(error), context.load_context, context.platform());
  };
  if (!result.exit_status) return failed(result.problem);
  if (*result.exit_status != 0) return failed("it ended with status " + std::to_string(*result.exit_status));
  auto credentials = ReadProcessCredentials(output.view());
  if (!credentials) return failed(credentials.error().message);
  return WithFeatures(*std::move(credentials), "w");
}

}  // namespace lookoutvision::internal
