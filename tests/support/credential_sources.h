// A mock service that also responds as the services of credentials: STS, SSO, containers, instance metadata.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <lookoutvision/testing/mock_service.h>

#include "support/temporary_folder.h"

namespace lookoutvision::test {

/// The credentials that every source returns, and the only ones that the mock accepts.
inline Credentials SourceCredentials() {
  return {
      .access_key_id = "ASIASOURCE", .secret_access_key = "s3cret/source", .session_token = "t0ken-source"};
}

/// The response of STS, SSO, SSO OIDC, a container's endpoint or instance metadata to a valid request. Absent
/// for requests of the packaging API.
inline std::optional<testing::Response> RespondAsSource(const testing::RecordedRequest& request) {
  const auto keys = [](const std::string& token_name) {
    return R"("AccessKeyId":"ASIASOURCE","SecretAccessKey":"s3cret/source",")" + token_name +
           R"(":"t0ken-source","Expiration":"2199-01-01T00:00:00Z")";
  };
  const std::string target = request.target;
  if (target == "/") {
    const std::string action =
        request.body.starts_with("Action=AssumeRole&") ? "AssumeRole" : "AssumeRoleWithWebIdentity";
    return testing::Response{.body = "<" + action + "Response><" + action +
                                     "Result><Credentials><AccessKeyId>ASIASOURCE</AccessKeyId>"
                                     "<SecretAccessKey>s3cret/source</SecretAccessKey>"
                                     "<SessionToken>t0ken-source</SessionToken>"
                                     "<Expiration>2199-01-01T00:00:00Z</Expiration></Credentials></" +
                                     action + "Result></" + action + "Response>"};
  }
  if (target == "/token") return testing::Response{.body = R"({"accessToken":"fr3sh","expiresIn":3600})"};
  if (target.starts_with("/federation/credentials?")) {
    return testing::Response{.body = R"({"roleCredentials":{"accessKeyId":"ASIASOURCE",)"
                                     R"("secretAccessKey":"s3cret/source","sessionToken":"t0ken-source",)"
                                     R"("expiration":7226582400000}})"};
  }
  if (target == "/container") return testing::Response{.body = "{" + keys("Token") + "}"};
  if (target == "/latest/api/token") {
    return testing::Response{.headers = {{"x-aws-ec2-metadata-token-ttl-seconds", "21600"}},
                             .body = "m3tadata"};
  }
  if (target == "/latest/meta-data/iam/security-credentials/") return testing::Response{.body = "role"};
  if (target == "/latest/meta-data/iam/security-credentials/role") {
    return testing::Response{.body = R"({"Code":"Success",)" + keys("Token") + "}"};
  }
  return std::nullopt;
}

/// A mock service with those responses and credentials.
inline testing::MockServiceOptions CredentialSourcesOptions() {
  testing::MockServiceOptions options;
  options.credentials = {SourceCredentials()};
  options.handler = RespondAsSource;
  return options;
}

/// A temporary HOME, removed when the object is destroyed.
class Home {
 public:
  /// Writes the file `name`, relative to HOME.
  void Write(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories(std::filesystem::path(folder_.PathOf(name)).parent_path());
    std::ofstream(folder_.PathOf(name)) << content;
  }
  std::string Read(const std::string& name) const {
    std::ifstream file(folder_.PathOf(name));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  const std::string& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
};

/// An environment in which all endpoints are `service`.
inline std::map<std::string, std::string> EnvironmentAt(const testing::MockService& service,
                                                        const Home& home) {
  const std::string url = service.endpoint_url();
  return {{"AWS_ENDPOINT_URL_LOOKOUTVISION", url},
          {"AWS_ENDPOINT_URL_STS", url},
          {"AWS_ENDPOINT_URL_SSO", url},
          {"AWS_ENDPOINT_URL_SSO_OIDC", url},
          {"AWS_EC2_METADATA_SERVICE_ENDPOINT", url},
          {"AWS_REGION", "eu-west-1"},
          {"HOME", home.path()}};
}

}  // namespace lookoutvision::test
