// Credentials of a container: the endpoint that the environment names, asked with the token that it names.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <lookoutvision/credentials_providers.h>

#include "base/ip_address.h"
#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/text.h"
#include "credentials/answers.h"
#include "credentials/calls.h"
#include "credentials/container_endpoint.h"
#include "credentials/variable.h"

namespace lookoutvision::internal {
namespace {

constexpr const char* kRelativeUri = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr const char* kFullUri = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
constexpr const char* kTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
constexpr const char* kToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

constexpr std::chrono::seconds kConnectTimeout{2};
constexpr std::chrono::seconds kReadTimeout{5};

// Where ECS and EKS hand out credentials; their networks do not leave the machine.
constexpr std::array<std::string_view, 3> kHosts{"169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"};

RetryClass ClassifyContainerError(const Error& error) {
  if (error.kind == ErrorKind::kUnreadableResponse || error.http_status >= 500) return RetryClass::kTransient;
  return Classify(error);
}

class ContainerProvider : public CredentialsProvider {
 public:
  explicit ContainerProvider(CredentialsOptions options) : options_(std::move(options)) {
    options_.platform = WithRealParts(std::move(options_.platform));
    options_.timeouts.connect = kConnectTimeout;
    options_.timeouts.attempt = kConnectTimeout + kReadTimeout;
    if (!options_.transport) options_.transport = CurlTransport();
  }

  LoadResult Load(const LoadContext& context) override {
    const auto url = FindContainerEndpoint(options_.platform);
    if (!url) return url.error();
    if (!*url) return NotConfigured{std::string("neither ") + kRelativeUri + " nor " + kFullUri + " is set"};
    SerializedRequest request{.operation = "GetContainerCredentials",
                              .method = "GET",
                              .path = std::string((*url)->path()),
                              .query = std::string((*url)->query())};
    if (request.path.empty()) request.path = "/";
    request.headers.emplace_back("Accept", "application/json");
    auto token = FindToken(context);
    if (!token) return token.error();
    const CleanseAtExit cleanse_token(*token);
    if (!token->empty()) request.headers.emplace_back("Authorization", *token);
    request.secrets = {*token};

    CallRules rules = RulesOf(**url);
    rules.parse_error = ReadPlainError;
    rules.classify = ClassifyContainerError;
    const Pipeline pipeline(ConfigOf(options_, AnonymousCredentials()), std::move(rules));
    auto loaded = pipeline.Run(request, LimitsOf(context, pipeline), ReadContainerCredentials);
    for (auto& [name, value] : request.headers) Cleanse(value);
    if (!loaded) {
      return SourceFailed("no credentials from " + (*url)->Origin(), std::move(loaded).error());
    }
    loaded->user_agent_features = "z";
    return *std::move(loaded);
  }

 private:
  // Empty where there is none.
  Outcome<std::string> FindToken(const LoadContext& context) const {
    const std::string path = TrimmedVariable(options_.platform, kTokenFile);
    std::string token;
    const char* source = kTokenFile;
    if (!path.empty()) {
      auto read = options_.platform.read_file(path, IoLimitsOf(context, options_.platform));
      if (!read.content) {
        Error error = Broken("the file that " + std::string(kTokenFile) + " names, " + Printable(path, 256) +
                             ", cannot be read: " + read.problem);
        return Failure(MarkIfOver(std::move(error), context, options_.platform));
      }
      token = *std::move(read.content);
    } else {
      token = options_.platform.getenv(kToken).value_or("");
      source = kToken;
    }
    if (!HasControlCharacters(token)) return token;
    Cleanse(token);
    return Failure(Broken(std::string("the token of ") + source +
                          " holds a line break or another control character, which no header can"));
  }

  CredentialsOptions options_;
};

}  // namespace

Outcome<std::optional<Url>> FindContainerEndpoint(const Platform& platform) {
  std::string text = TrimmedVariable(platform, kRelativeUri);
  const bool is_relative = !text.empty();
  if (!is_relative) text = TrimmedVariable(platform, kFullUri);
  if (text.empty()) return std::optional<Url>();
  const char* source = is_relative ? kRelativeUri : kFullUri;
  if (is_relative) {
    // Anything else would go on with the host's name.
    if (!text.starts_with('/')) return Failure(Broken(std::string(source) + " does not begin with '/'"));
    text.insert(0, "http://" + std::string(kHosts.front()));
  }
  std::string why;
  auto url = ParseUrl(text, why);
  if (!url) return Failure(Broken(std::string(source) + " is no URL that can be used: it " + why));
  if (url->has_userinfo()) {
    return Failure(Broken(std::string(source) + " holds a user name or password: leave it out"));
  }
  const bool known = std::find(kHosts.begin(), kHosts.end(), url->host()) != kHosts.end();
  if (!url->is_https() && !known && !IsLoopback(url->host())) {
    return Failure(
        Broken(std::string(source) + " is plain http to " + Printable(url->host(), 256) +
               ", which is neither loopback nor the address of a container's endpoint: use https"));
  }
  return url;
}

}  // namespace lookoutvision::internal

namespace lookoutvision {

std::shared_ptr<CredentialsProvider> ContainerCredentials(CredentialsOptions options) {
  return std::make_shared<internal::ContainerProvider>(std::move(options));
}

}  // namespace lookoutvision
