// A program that counts the blocks of memory which are freed with a response in them that held credentials.
// wiped_memory_test.cpp runs it.
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <variant>

#include <malloc.h>

#include <lookoutvision/credentials_providers.h>

namespace lfv = lookoutvision;

namespace {

// In two parts, so that only the response has it whole.
constexpr std::string_view kMark[] = {"<Mark>of this ", "very response</Mark>"};
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
  lfv::Outcome<lfv::HttpResponse> Send(const lfv::HttpRequest&, const lfv::HttpLimits&) override {
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

int main() {
  lfv::CredentialsOptions options;
  options.region = "eu-west-1";
  options.transport = std::make_shared<Sts>();
  const auto provider = lfv::AssumeRoleCredentials(
      {.role_arn = "r"}, lfv::StaticCredentials({.access_key_id = "A", .secret_access_key = "S"}), options);
  counting = true;
  const auto loaded = provider->Load({});
  counting = false;
  std::printf("%s, freed with the response: %d\n",
              std::holds_alternative<lfv::Credentials>(loaded) ? "loaded" : "failed", freed_with_mark);
}
