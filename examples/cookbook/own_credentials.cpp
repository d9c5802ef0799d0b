// Credentials from a file of two lines, key id and secret, that another program keeps current.
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>

namespace lfv = lookoutvision;

class KeyFileCredentials : public lfv::CredentialsProvider {
 public:
  explicit KeyFileCredentials(std::string path) : path_(std::move(path)) {}

  lfv::LoadResult Load(const lfv::LoadContext&) override {
    std::ifstream file(path_);
    if (!file) return lfv::NotConfigured{path_ + " cannot be opened"};
    lfv::Credentials keys;
    if (std::getline(file, keys.access_key_id) && std::getline(file, keys.secret_access_key)) return keys;
    return lfv::Error{.kind = lfv::ErrorKind::kCredentials, .message = path_ + " has fewer than two lines"};
  }

 private:
  const std::string path_;
};

// Cached, the file is read once, and again when the service rejects its keys.
void UseKeyFile(lfv::ClientConfig& config, const std::string& path) {
  config.credentials = lfv::MakeCachedCredentials(std::make_shared<KeyFileCredentials>(path));
}
