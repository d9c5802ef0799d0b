// Tests that the timeout and stop token of a call apply to each file that a provider reads.
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <stop_token>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "support/credentials_fixture.h"

namespace lookoutvision {
namespace {

using namespace std::chrono_literals;

constexpr const char* kSsoProfile =
    "[default]\nsso_session=dev\nsso_account_id=1\nsso_role_name=r\n"
    "[sso-session dev]\nsso_start_url=https://x.example\nsso_region=eu-west-1\n";

// A file and the provider that reads it.
struct Kind {
  const char* name;
  std::string path;
  std::map<std::string, std::string> environment;
  std::function<std::shared_ptr<CredentialsProvider>(ClientConfig)> make;
  std::map<std::string, std::string> files = {};

  friend void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name; }
};

const Kind kKinds[] = {
    {"config", "/f", {{"AWS_CONFIG_FILE", "/f"}}, MakeProfileCredentials},
    {"credentials", "/f", {{"AWS_SHARED_CREDENTIALS_FILE", "/f"}}, MakeProfileCredentials},
    {"metadata_config", "/f", {{"AWS_CONFIG_FILE", "/f"}}, MakeInstanceMetadataCredentials},
    {"default_chain", "/f", {{"AWS_CONFIG_FILE", "/f"}}, MakeDefaultCredentials},
    {"web_identity",
     "/f",
     {{"AWS_WEB_IDENTITY_TOKEN_FILE", "/f"}, {"AWS_ROLE_ARN", "r"}},
     [](ClientConfig options) { return MakeWebIdentityCredentials(std::move(options)); }},
    {"container",
     "/f",
     {{"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/f"}, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}},
     MakeContainerCredentials},
    {"sso",
     "/home/me/.aws/sso/cache/" + internal::Sha1Hex("dev") + ".json",
     {{"HOME", "/home/me"}},
     MakeProfileCredentials,
     {{"/home/me/.aws/config", kSsoProfile}}},
};

// The file is a pipe without a writer, as the real platform reports it.
class FileTimeouts : public test::CredentialsFixture, public ::testing::WithParamInterface<Kind> {
 protected:
  FileTimeouts() {
    fake_.environment = GetParam().environment;
    fake_.files = GetParam().files;
    fake_.unreadable[GetParam().path] = "nothing was written to it";
  }
  Error ErrorWithin(const LoadContext& context) {
    const Error error = Failed(*GetParam().make(Options()), context);
    EXPECT_NE(error.message.find(GetParam().path), std::string::npos) << error.message;
    EXPECT_NE(error.message.find(" cannot be read: nothing was written to it"), std::string::npos)
        << error.message;
    EXPECT_TRUE(transport_->sent().empty());
    return error;
  }
};

TEST_P(FileTimeouts, AreThoseOfTheCall) {
  std::stop_source source;
  ErrorWithin({.stop_token = source.get_token(), .deadline = fake_.steady_now + 5s});
  EXPECT_EQ(fake_.files_read.back(), GetParam().path);
  EXPECT_EQ(fake_.read_options.back().timeout, 5s);
  source.request_stop();
  EXPECT_TRUE(fake_.read_options.back().stop_token.stop_requested());
}

TEST_P(FileTimeouts, EndTheReadAsATimeout) {
  fake_.on_read = [this] { fake_.Advance(5s); };
  const Error error = ErrorWithin({.deadline = fake_.steady_now + 5s});
  EXPECT_EQ(error.kind, ErrorKind::kTimeout);
  EXPECT_EQ(error.stop_reason, StopReason::kDeadlineTooNear);
  EXPECT_TRUE(error.retryable);
}

TEST_P(FileTimeouts, EndTheReadAsACancellation) {
  std::stop_source source;
  fake_.on_read = [&] { source.request_stop(); };
  const Error error = ErrorWithin({.stop_token = source.get_token()});
  EXPECT_EQ(error.kind, ErrorKind::kCancelled);
  EXPECT_EQ(error.stop_reason, StopReason::kCancelled);
}

INSTANTIATE_TEST_SUITE_P(Kinds, FileTimeouts, ::testing::ValuesIn(kKinds),
                         [](const auto& kind) { return std::string(kind.param.name); });

}  // namespace
}  // namespace lookoutvision
