// A program for load_credentials_test.cpp that prints the access key ids of the environment and the default
// profile.
#include <cstdio>
#include <memory>
#include <variant>

#include <lookoutvision/credentials_providers.h>

namespace lfv = lookoutvision;

namespace {

void Print(const char* source, const std::shared_ptr<lfv::CredentialsProvider>& provider) {
  const lfv::LoadResult loaded = provider->Load({});
  const auto* const credentials = std::get_if<lfv::Credentials>(&loaded);
  std::printf("%s: %s\n", source, credentials == nullptr ? "none" : credentials->access_key_id.c_str());
}

}  // namespace

int main() {
  Print("environment", lfv::MakeEnvironmentCredentials());
  Print("profile", lfv::MakeProfileCredentials());
}
