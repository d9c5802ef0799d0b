// A program for wiped_memory_test.cpp that counts freed blocks of memory that contain credentials.
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <malloc.h>

#include <lookoutvision/credentials_providers.h>

namespace lfv = lookoutvision;

namespace {

// In two parts, so that only the response or the file contains the whole secret.
constexpr std::string_view kMark[] = {"<Mark>of-this-", "very-secret</Mark>"};
int freed_with_mark = 0;
bool counting = false;

void CountAndFree(void* memory) noexcept {
  if (counting && memory != nullptr) {
    const std::string_view block(static_cast<const char*>(memory), malloc_usable_size(memory));
    const auto at = block.find(kMark[0]);
    if (at != block.npos && block.substr(at + kMark[0].size()).substr(0, kMark[1].size()) == kMark[1]) {
      ++freed_with_mark;
    }
  }
  std::free(memory);
}

class Sts : public lfv::HttpTransport {
 public:
  lfv::Outcome<lfv::HttpResponse> Send(const lfv::HttpRequest&, const lfv::HttpSendOptions&) override {
    lfv::HttpResponse response{.status = 200};
    response.body.reserve(4096);
    response.body.append("<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>id</AccessKeyId>")
        .append("<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>")
        .append("<Expiration>2115-08-30T13:36:00Z</Expiration></Credentials></AssumeRoleResult>")
        .append(kMark[0])
        .append(kMark[1])
        .append("</AssumeRoleResponse>");
    return response;
  }
};

}  // namespace

void* operator new(std::size_t size) {
  void* const memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size);
}
void operator delete(void* memory) noexcept {
  CountAndFree(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  CountAndFree(memory);
}

// Counts while it loads credentials.
static void Count(const char* what, lfv::CredentialsProvider& provider) {
  freed_with_mark = 0;
  counting = true;
  const auto loaded = provider.Load({});
  counting = false;
  std::printf("%s %s, freed with the secret: %d\n", what,
              std::holds_alternative<lfv::Credentials>(loaded) ? "loaded" : "failed", freed_with_mark);
}

static lfv::FileRead ReadProfile(const std::string& path, const lfv::IoOptions&) {
  if (path != "/config") return {.missing = true};
  std::string content;
  content.reserve(4096);
  content.append("[default]\naws_access_key_id = id\naws_secret_access_key = ").append(kMark[0]);
  content.append(kMark[1]).append("\n[profile other]\nnested =\n  key = ").append(kMark[0]).append(kMark[1]);
  for (int i = 0; i < 10; ++i) content.append("\n  another = ").append(kMark[0]).append(kMark[1]);
  return {.content = std::move(content)};
}

int main() {
  lfv::ClientConfig config;
  config.region = "eu-west-1";
  config.transport = std::make_shared<Sts>();
  Count("role", *lfv::MakeAssumeRoleCredentials(
                    {.role_arn = "r"},
                    lfv::MakeStaticCredentials({.access_key_id = "A", .secret_access_key = "S"}), config));
  config.platform.getenv = [](const std::string& name) -> std::optional<std::string> {
    return name == "AWS_CONFIG_FILE" ? std::optional<std::string>("/config") : std::nullopt;
  };
  config.platform.read_file = ReadProfile;
  Count("profile", *lfv::MakeProfileCredentials(config));
}
