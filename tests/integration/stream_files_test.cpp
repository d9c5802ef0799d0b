// Tests of config, credentials and token files that are pipes.
#include <chrono>
#include <filesystem>
#include <future>
#include <map>
#include <optional>
#include <ostream>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lookoutvision/client.h>
#include <lookoutvision/testing/mock_service.h>

#include "support/credential_sources.h"
#include "support/fifo.h"

namespace lookoutvision {
namespace {

using std::chrono::milliseconds;
using test::AnonymousPipe;
using test::Fifo;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::MockService;
using ::testing::StartsWith;

constexpr const char* kKeys =
    "aws_access_key_id=ASIASOURCE\naws_secret_access_key=s3cret/source\naws_session_token=t0ken-source\n";
constexpr const char* kSsoProfile =
    "[default]\nsso_session=dev\nsso_account_id=1\nsso_role_name=r\n"
    "[sso-session dev]\nsso_start_url=https://x.example\nsso_region=eu-west-1\n";
// The path of the SSO token of the session `dev`, whose SHA-1 it contains.
constexpr const char* kSsoFile = ".aws/sso/cache/34c6fceca75e456f25e7e99531e2425c6c1de443.json";

// A variable that names a file, and valid content of the file.
struct Kind {
  const char* name;
  std::string variable;
  std::string content;
  std::map<std::string, std::string> environment = {};

  friend void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name; }
};

const Kind kKinds[] = {
    {"config", "AWS_CONFIG_FILE", std::string("[default]\n") + kKeys},
    {"credentials", "AWS_SHARED_CREDENTIALS_FILE", std::string("[default]\n") + kKeys},
    {"web_identity", "AWS_WEB_IDENTITY_TOKEN_FILE", "jwt", {{"AWS_ROLE_ARN", "arn"}}},
    {"container", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "t0ken"},
};

// A client with only `environment`, so that one file has its credentials.
class StreamFiles : public ::testing::Test {
 protected:
  // Excludes the other sources of credentials.
  StreamFiles() { environment_["AWS_EC2_METADATA_DISABLED"] = "true"; }

  Client MakeClient(const Kind& kind, const std::string& path) {
    environment_.insert(kind.environment.begin(), kind.environment.end());
    environment_[kind.variable] = path;
    if (std::string(kind.name) == "container") {
      environment_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service_.endpoint_url() + "/container";
    }
    return MakeClient();
  }
  Client MakeClient() {
    Platform platform;
    platform.getenv = [environment = environment_](const std::string& name) {
      const auto found = environment.find(name);
      return found == environment.end() ? std::nullopt : std::optional(found->second);
    };
    return Client({.platform = std::move(platform)});
  }
  static Error Describe(const Client& client, const CallOptions& options = {}) {
    return client
        .DescribeModelPackagingJob(
            DescribeModelPackagingJobRequest().WithProjectName("p").WithJobName("none"), options)
        .error();
  }
  // The service accepted the signature if it reports an unknown job.
  static void ExpectAccepted(const Error& error) {
    EXPECT_EQ(error.code, ErrorCode::kResourceNotFoundException) << error;
  }
  void ExpectStopped(const Client& client) {
    std::stop_source source;
    auto error =
        std::async(std::launch::async, [&] { return Describe(client, {.stop_token = source.get_token()}); });
    source.request_stop();
    const Error stopped = error.get();
    EXPECT_EQ(stopped.kind, ErrorKind::kCancelled) << stopped;
    EXPECT_EQ(stopped.stop_reason, StopReason::kCancelled);
    EXPECT_THAT(stopped.message, HasSubstr("the caller's stop token requested a stop"));
  }
  void ExpectTimedOut(const Client& client, const std::string& path) {
    const Error error = Describe(client, {.timeout = milliseconds{50}});
    EXPECT_EQ(error.kind, ErrorKind::kTimeout) << error;
    EXPECT_EQ(error.stop_reason, StopReason::kDeadlineTooNear);
    EXPECT_THAT(error.message, AllOf(StartsWith("the call's timeout of 50 ms has passed"), HasSubstr(path),
                                     HasSubstr("nothing was written to it within ")));
  }

  MockService service_{test::CredentialSourcesOptions()};
  test::Home home_;
  std::map<std::string, std::string> environment_ = test::EnvironmentAt(service_, home_);
};

class NamedByTheEnvironment : public StreamFiles, public ::testing::WithParamInterface<Kind> {};

TEST_P(NamedByTheEnvironment, EndWithTheStopTokenWithoutAWriter) {
  const Fifo fifo;
  ExpectStopped(MakeClient(GetParam(), fifo.path()));
}

TEST_P(NamedByTheEnvironment, EndWithTheCallTimeoutWithoutAWriter) {
  const Fifo fifo;
  ExpectTimedOut(MakeClient(GetParam(), fifo.path()), fifo.path());
}

TEST_P(NamedByTheEnvironment, MayBePipesThatCanBeReadOnlyOnce) {
  const AnonymousPipe pipe(GetParam().content);
  const Client client = MakeClient(GetParam(), pipe.path());
  ExpectAccepted(Describe(client));
  ExpectAccepted(Describe(client));
}

INSTANTIATE_TEST_SUITE_P(StreamFiles, NamedByTheEnvironment, ::testing::ValuesIn(kKinds),
                         [](const auto& kind) { return std::string(kind.param.name); });

TEST_F(StreamFiles, EndWithTheCallIfTheSsoTokenIsAPipe) {
  home_.Write(".aws/config", kSsoProfile);
  home_.Write(kSsoFile, "");
  const std::string path = home_.path() + "/" + kSsoFile;
  std::filesystem::remove(path);
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  ExpectTimedOut(MakeClient(), path);
  ExpectStopped(MakeClient());
}

TEST_F(StreamFiles, AreReplacedWithoutWaitingIfTheSsoCacheIsAPipe) {
  home_.Write(".aws/config", kSsoProfile);
  home_.Write(kSsoFile, "");
  const std::string path = home_.path() + "/" + kSsoFile;
  std::filesystem::remove(path);
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  std::jthread writer([&] {
    const int end = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    test::WriteAll(end,
                   R"({"accessToken":"old","expiresAt":"2020-01-01T00:00:00Z","refreshToken":"r",)"
                   R"("clientId":"c","clientSecret":"s","registrationExpiresAt":"2199-01-01T00:00:00Z"})");
    close(end);
  });
  ExpectAccepted(Describe(MakeClient()));
  EXPECT_THAT(home_.Read(kSsoFile), HasSubstr("fr3sh"));
}

// The settings and the profile provider read the file in the first call, which each thread makes.
TEST_F(StreamFiles, AreReadOnceForManyThreads) {
  const AnonymousPipe pipe(std::string("[default]\n") + kKeys);
  const Client client = MakeClient(kKinds[0], pipe.path());
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { ExpectAccepted(Describe(client)); });
}

}  // namespace
}  // namespace lookoutvision
