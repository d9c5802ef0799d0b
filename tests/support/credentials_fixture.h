// CredentialsFixture: a fake platform and a scripted transport, for tests of credentials providers.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include <gtest/gtest.h>

#include <lookoutvision/credentials_providers.h>

#include "support/fake_platform.h"
#include "support/scripted_transport.h"

namespace lookoutvision::test {

struct LoadedCredentials : Credentials {
  std::string user_agent_features = {};
};

class CredentialsFixture : public ::testing::Test {
 protected:
  ClientConfig Options() {
    ClientConfig options;
    options.transport = transport_;
    options.platform = fake_.platform();
    return options;
  }

  /// The credentials; fails the test if there are none.
  static LoadedCredentials Loaded(CredentialsProvider& provider, const LoadContext& context = {}) {
    auto loaded = provider.Load(context);
    if (auto* credentials = std::get_if<Credentials>(&loaded))
      return {std::move(*credentials), std::move(loaded.user_agent_features)};
    const auto* error = std::get_if<Error>(&loaded);
    ADD_FAILURE() << (error != nullptr ? error->message : std::get<NotConfigured>(loaded).why);
    return {};
  }
  /// The error; fails the test if there is none.
  static Error Failed(CredentialsProvider& provider, const LoadContext& context = {}) {
    auto loaded = provider.Load(context);
    if (auto* error = std::get_if<Error>(&loaded)) return std::move(*error);
    const auto* absent = std::get_if<NotConfigured>(&loaded);
    ADD_FAILURE() << (absent != nullptr ? "not configured: " + absent->why : "there are credentials");
    return {};
  }
  /// Why the provider is not configured; fails the test if it is.
  static std::string WhyAbsent(CredentialsProvider& provider, const LoadContext& context = {}) {
    auto loaded = provider.Load(context);
    if (auto* absent = std::get_if<NotConfigured>(&loaded)) return std::move(absent->why);
    const auto* error = std::get_if<Error>(&loaded);
    ADD_FAILURE() << (error != nullptr ? error->message : "there are credentials");
    return "";
  }

  FakePlatform fake_;
  std::shared_ptr<ScriptedTransport> transport_ = std::make_shared<ScriptedTransport>();
};

/// A response of STS, with the credentials `id`, `secret` and `token` until 2015-08-30T13:36:00Z.
inline std::string StsResponse(const std::string& action, const std::string& id = "id") {
  return "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action +
         "Result><Credentials><AccessKeyId>" + id +
         "</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>"
         "<Expiration>2015-08-30T13:36:00Z</Expiration></Credentials></" +
         action + "Result></" + action + "Response>";
}

/// The response of containers and instance metadata, with the same credentials.
inline const std::string kKeysResponse =
    R"({"Code":"Success","AccessKeyId":"id","SecretAccessKey":"secret","Token":"token",)"
    R"("Expiration":"2015-08-30T13:36:00Z"})";

inline const Error kRefused{
    .kind = ErrorKind::kTransport, .message = "connection refused", .retryable = true, .unreachable = true};
inline const Error kTimedOut{.kind = ErrorKind::kTimeout,
                             .message = "no connection in 1000 ms",
                             .retryable = true,
                             .unreachable = true};

}  // namespace lookoutvision::test
