// Makes the client's configuration of the arguments.
#include "package_model/client_options.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <lookoutvision/credentials_providers.h>

#include "base/text.h"
#include "package_model/option_values.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using Headers = std::vector<std::pair<std::string, std::string>>;

// Absent if the default chain is to find them.
std::shared_ptr<lfv::CredentialsProvider> CredentialsOf(const Arguments& from,
                                                        std::vector<std::string>& problems) {
  if (from.no_sign_request && from.bearer_token_file) {
    problems.emplace_back("--no-sign-request and --bearer-token-file: must not be given together");
  }
  if (from.no_sign_request) return lfv::MakeAnonymousCredentials();
  if (from.bearer_token_file) return lfv::MakeBearerTokenFileCredentials(*from.bearer_token_file);
  return nullptr;
}

Headers HeadersOf(const std::vector<std::string>& texts, std::vector<std::string>& problems) {
  Headers headers;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    std::string name = text.substr(0, equals);
    if (equals == text.npos || name.empty() ||
        !std::all_of(name.begin(), name.end(), lfv::internal::IsTokenCharacter)) {
      // It may be a secret: `x-api-key: ...`.
      problems.emplace_back("--header: must be NAME=VALUE (what was given is not printed)");
      continue;
    }
    headers.emplace_back(std::move(name), text.substr(equals + 1));
  }
  return headers;
}

}  // namespace

lfv::ClientConfig ClientConfigOf(const Arguments& arguments, std::vector<std::string>& problems) {
  if (arguments.client_certificate.has_value() != arguments.client_key.has_value()) {
    problems.emplace_back("--client-certificate and --client-key: must be given together");
  }
  lfv::ClientConfig config;
  config.region = arguments.region;
  config.profile = arguments.profile;
  config.endpoint_url = arguments.endpoint_url;
  config.credentials = CredentialsOf(arguments, problems);
  config.retry.max_attempts = NumberOf("--max-attempts", arguments.max_attempts, {.least = 1}, problems);
  if (const auto timeout = SecondsOf("--connect-timeout", arguments.connect_timeout, problems)) {
    config.timeouts.connect = timeout;
  }
  config.ca_bundle = arguments.ca_bundle;
  config.client_certificate = arguments.client_certificate;
  config.client_key = arguments.client_key;
  config.allow_plaintext_http = arguments.allow_plaintext_http;
  config.headers = HeadersOf(arguments.headers, problems);
  return config;
}

}  // namespace package_model
