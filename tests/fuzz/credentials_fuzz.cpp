// Fuzz target: parsing of credentials: XML of STS, and JSON of containers, instance metadata, SSO and
// processes. The first byte chooses the source.
#include <string>
#include <string_view>

#include "base/validate_credentials.h"
#include "credentials/responses.h"
#include "credentials/xml_reader.h"
#include "input.h"

namespace lookoutvision {
namespace {

using fuzz::Must;

// Parsed credentials can sign; an error contains nothing of the response.
void CheckCredentials(const Outcome<Credentials>& read, bool may_be_permanent) {
  if (!read) {
    Must(!read.error().message.empty(), "there is a message");
    Must(read.error().message.size() < 256, "a message is short");
    fuzz::Print(read.error());
    return;
  }
  Must(!read->access_key_id.empty() && !read->secret_access_key.empty(), "both keys are there");
  Must(!internal::ValidateCredentials(*read), "every part can be signed with");
  if (may_be_permanent) return;
  Must(!read->session_token.empty() && read->expiration.has_value(), "temporary credentials end");
}

void CheckSts(const HttpResponse& response) {
  if (const auto leaves = internal::ParseXml(response.body)) {
    std::size_t size = 0;
    for (const auto& leaf : *leaves) {
      Must(leaf.path.starts_with('/') && leaf.path.find(':') == leaf.path.npos, "a leaf has a path");
      size += leaf.text.view().size();
    }
    Must(size <= response.body.size(), "references do not grow");
  }
  CheckCredentials(internal::ReadStsCredentials("AssumeRole", response), false);
  const Error error = internal::ReadErrorResponse(response);
  Must(error.kind == ErrorKind::kService && !error.message.empty(), "there is a message");
  Must(fuzz::Print(error).size() <= 4096, "an error prints within bounds");
}

}  // namespace
}  // namespace lookoutvision

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace internal = lookoutvision::internal;
  if (size == 0) return 0;
  const std::string_view input = lookoutvision::fuzz::AsText(data + 1, size - 1);
  const lookoutvision::HttpResponse response{.status = 200, .headers = {}, .body = std::string(input)};
  switch (data[0]) {
    case 'c':
      lookoutvision::CheckCredentials(internal::ReadContainerCredentials(response), false);
      break;
    case 'm':
      lookoutvision::CheckCredentials(internal::ReadMetadataCredentials(response), false);
      break;
    case 's':
      lookoutvision::CheckCredentials(internal::ReadSsoCredentials(response), false);
      break;
    case 'p':
      lookoutvision::CheckCredentials(internal::ReadProcessCredentials(input), true);
      break;
    case 'e':
      lookoutvision::fuzz::Print(internal::ReadErrorResponse(response));
      break;
    default:
      lookoutvision::CheckSts(response);
  }
  return 0;
}
