// The container credentials source: calls the endpoint that the environment names.
#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/ip_address.h"
#include "base/secrets.h"
#include "base/text.h"
#include "base/url.h"
#include "config/lookup.h"
#include "credentials/calls.h"
#include "credentials/responses.h"
#include "credentials/sources.h"

namespace lookoutvision::internal {
namespace {

constexpr const char* kRelativeUri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr const char* kFullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
constexpr const char* kTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
constexpr const char* kToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

constexpr std::chrono::seconds kConnectTimeout{2};
constexpr std::chrono::seconds kReadTimeout{5};

// The credentials endpoints of ECS and EKS, whose networks do not leave the machine.
constexpr std::array<std::string_view, 3> kHosts{"169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"};

// An agent that has just started responds with 404.
RetryClass ClassifyContainerError(const Error& error) {
  if (error.kind == ErrorKind::kUnreadableResponse || error.http_status >= 500 || error.http_status == 404) {
    return RetryClass::kTransient;
  }
  return Classify(error);
}

// Absent if neither variable is set. Fails if the URL is not valid, or is plain http to a host that is
// neither loopback nor a known credentials endpoint.
Outcome<std::optional<Url>> FindContainerEndpoint(const Platform& platform) {
  auto text = FindVariable(platform, kRelativeUri);
  const bool is_relative = text.has_value();
  if (!is_relative) text = FindVariable(platform, kFullUri);
  if (!text) return std::optional<Url>();
  const char* source = is_relative ? kRelativeUri : kFullUri;
  if (is_relative) {
    // Any other text would continue the host name.
    if (!text->starts_with('/')) return Failure(Broken({source, " does not begin with '/'"}));
    text->insert(0, "http://" + std::string(kHosts.front()));
  }
  auto url = ParseUrl(*text);
  if (!url) return Failure(Broken({source, " is not a valid URL: it ", url.problem()}));
  if (url->has_userinfo()) {
    return Failure(Broken({source, " contains a user name or password: remove it"}));
  }
  const bool known = std::find(kHosts.begin(), kHosts.end(), url->host()) != kHosts.end();
  if (!url->is_https() && !known && !IsLoopback(url->host())) {
    return Failure(
        Broken({source, " is plain http to ", Printable(url->host(), 256),
                ", which is neither loopback nor the address of a container's endpoint: use https"}));
  }
  return std::optional(*std::move(url));
}

// The authorization token; empty if there is none.
Outcome<SecretString> FindToken(const ProviderContext& context) {
  const Platform& platform = context.platform();
  SecretString token;
  const auto path = FindVariable(platform, kTokenFile);
  if (path) {
    auto read = platform.read_file(*path, IoOptionsOf(context.load_context, platform));
    if (!read.content) {
      Error error = Broken(
          {"the token file ", Printable(*path, 256), " (", kTokenFile, ") cannot be read: ", read.problem});
      return Failure(MarkIfOver(std::move(error), context.load_context, platform));
    }
    token = *std::move(read.content);
  } else {
    token = platform.getenv(kToken).value_or("");
  }
  if (!HasControlCharacters(token.view())) return token;
  return Failure(Broken({"the token of ", path ? kTokenFile : kToken,
                         " contains a line break or another control character: set it to the token alone"}));
}

}  // namespace

LoadResult LoadFromContainer(const ProviderContext& context) {
  const auto url = FindContainerEndpoint(context.platform());
  if (!url) return url.error();
  if (!*url) return NotConfigured{std::string("neither ") + kRelativeUri + " nor " + kFullUri + " is set"};
  SerializedRequest request{.operation = "GetContainerCredentials",
                            .method = "GET",
                            .path = std::string((*url)->path()),
                            .query = std::string((*url)->query())};
  if (request.path.empty()) request.path = "/";
  request.headers.emplace_back("Accept", "application/json");
  const auto token = FindToken(context);
  if (!token) return token.error();
  if (!token->empty()) request.headers.emplace_back("Authorization", token->view());
  request.secrets = {token->view()};

  CallRules rules = RulesOf(**url, context, kAttemptsOfLocalHost);
  rules.parse_error = ReadErrorResponse;
  rules.classify = ClassifyContainerError;
  const Timeouts timeouts{.connect = kConnectTimeout, .attempt = kConnectTimeout + kReadTimeout};
  const Pipeline pipeline(ConfigOfHost(context, timeouts), std::move(rules));
  auto loaded = MakeCall(pipeline, std::move(request), context, ReadContainerCredentials);
  if (!loaded) return SourceFailed("no credentials from " + (*url)->Origin(), std::move(loaded).error());
  return WithFeatures(*std::move(loaded), "z");
}

}  // namespace lookoutvision::internal
