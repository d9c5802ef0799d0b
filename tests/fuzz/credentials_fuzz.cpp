// Fuzz target: parses credentials in the XML of STS, and in the JSON of containers, instance metadata, SSO
// and processes. The first byte of the input selects the source.
#include <string>
#include <string_view>

#include "base/validate_credentials.h"
#include "credentials/responses.h"
#include "credentials/xml_reader.h"
#include "input.h"

namespace lookoutvision {
namespace {

using fuzz::Require;

// Parsed credentials can sign; an error is short and printable.
void CheckCredentials(const Outcome<Credentials>& read, bool may_be_permanent) {
  if (!read) {
    Require(!read.error().message.empty(), "an error has a message");
    Require(read.error().message.size() < 256, "a message is short");
    fuzz::Print(read.error());
    return;
  }
  Require(!read->access_key_id.empty() && !read->secret_access_key.empty(), "both keys are present");
  Require(!internal::ValidateCredentials(*read), "every part is valid in a signature");
  if (may_be_permanent) return;
  Require(!read->session_token.empty() && read->expiration.has_value(),
          "temporary credentials have a token and an expiration");
}

void CheckSts(const HttpResponse& response) {
  if (const auto leaves = internal::ParseXml(response.body)) {
    std::size_t size = 0;
    for (const auto& leaf : *leaves) {
      Require(leaf.path.starts_with('/') && leaf.path.find(':') == leaf.path.npos, "a leaf has a path");
      size += leaf.text.view().size();
    }
    Require(size <= response.body.size(), "the text of the leaves is not longer than the XML");
  }
  CheckCredentials(internal::ReadStsCredentials("AssumeRole", response), false);
  const Error error = internal::ReadErrorResponse(response);
  Require(error.kind == ErrorKind::kService && !error.message.empty(), "an error has a message");
  Require(fuzz::Print(error).size() <= 4096, "the length of a printed error is limited");
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
