// A mock service that is also a mock of the credentials services, for integration tests of credentials.
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

/// The credentials that the mock returns; it accepts no others.
inline Credentials HandedOut() {
  return {
      .access_key_id = "ASIAHANDEDOUT", .secret_access_key = "h4nded/out", .session_token = "h4nded-t0ken"};
}

/// STS, SSO, SSO OIDC, a container's endpoint and instance metadata, as far as a good request goes. Absent
/// for anything else, which is the packaging API's.
inline std::optional<testing::Response> HandOut(const testing::RecordedRequest& request) {
  const auto keys = [](const std::string& token_name) {
    return R"("AccessKeyId":"ASIAHANDEDOUT","SecretAccessKey":"h4nded/out",")" + token_name +
           R"(":"h4nded-t0ken","Expiration":"2199-01-01T00:00:00Z")";
  };
  const std::string target = request.target;
  if (target == "/") {
    const std::string action =
        request.body.starts_with("Action=AssumeRole&") ? "AssumeRole" : "AssumeRoleWithWebIdentity";
    return testing::Response{.body = "<" + action + "Response><" + action +
                                     "Result><Credentials><AccessKeyId>ASIAHANDEDOUT</AccessKeyId>"
                                     "<SecretAccessKey>h4nded/out</SecretAccessKey>"
                                     "<SessionToken>h4nded-t0ken</SessionToken>"
                                     "<Expiration>2199-01-01T00:00:00Z</Expiration></Credentials></" +
                                     action + "Result></" + action + "Response>"};
  }
  if (target == "/token") return testing::Response{.body = R"({"accessToken":"fr3sh","expiresIn":3600})"};
  if (target.starts_with("/federation/credentials?")) {
    return testing::Response{.body = R"({"roleCredentials":{"accessKeyId":"ASIAHANDEDOUT",)"
                                     R"("secretAccessKey":"h4nded/out","sessionToken":"h4nded-t0ken",)"
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

inline testing::MockServiceOptions HandsOutCredentials() {
  testing::MockServiceOptions options;
  options.credentials = {HandedOut()};
  options.handler = HandOut;
  return options;
}

/// A home with files in it, removed with the object.
class Home {
 public:
  /// `name` is relative to the home.
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

/// The environment with all endpoints at `service`.
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
