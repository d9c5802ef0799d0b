// Finds, reads and merges the shared config and credentials files.
#include "config/profiles.h"

#include <utility>

#include "base/deadline.h"
#include "base/text.h"
#include "config/lookup.h"
#include "config/misconfigured.h"

namespace lookoutvision::internal {
namespace {

// How files are read: by which platform, and with which deadline and stop token.
struct Source {
  const Platform& platform;
  const LoadContext& context;
};

// The sections of the file at `path`; empty if it is missing. Adds the path and its status to `files`.
Outcome<Profiles> ReadFile(std::string path, ProfileFileKind kind, const Source& source,
                           std::vector<std::string>& files) {
  path = ExpandHome(std::move(path), source.platform);
  if (path.starts_with("~/")) {
    files.push_back(Printable(path) + " (HOME is not set)");
    return Profiles{};
  }
  FileRead file = source.platform.read_file(path, IoOptionsOf(source.context, source.platform));
  files.push_back(Printable(path) + (file.missing ? " (missing)" : ""));
  if (file.missing) return Profiles{};
  if (!file.content) {
    return Failure(MarkIfOver({.kind = ErrorKind::kConfiguration,
                               .message = Printable(path) + " cannot be read: " + Printable(file.problem)},
                              source.context, source.platform));
  }
  const SecretString content(*std::move(file.content));
  return ParseProfileFile(content.view(), kind, path);
}

}  // namespace

const Property* Section::Find(std::string_view key) const {
  const auto found = properties.find(key);
  return found == properties.end() || Trim(found->second.value.view()).empty() ? nullptr : &found->second;
}

Outcome<Profiles> LoadProfiles(const Platform& platform, const LoadContext& context) {
  const Source source{platform, context};
  std::vector<std::string> files;
  auto merged = ReadFile(FindVariable(platform, "AWS_CONFIG_FILE").value_or("~/.aws/config"),
                         ProfileFileKind::kConfig, source, files);
  if (!merged) return merged;
  auto credentials =
      ReadFile(FindVariable(platform, "AWS_SHARED_CREDENTIALS_FILE").value_or("~/.aws/credentials"),
               ProfileFileKind::kCredentials, source, files);
  if (!credentials) return credentials;
  for (auto& [name, section] : credentials->profiles) {
    Section& target = merged->profiles[name];
    target.name = name;
    for (auto& [key, property] : section.properties) target.properties[key] = std::move(property);
  }
  merged->files = std::move(files);
  return merged;
}

SelectedProfile SelectProfile(const std::optional<std::string>& explicit_name, const Platform& platform) {
  if (explicit_name) return {*explicit_name, "ClientConfig::profile"};
  for (const char* name : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}) {
    if (auto value = FindVariable(platform, name)) return {*std::move(value), name};
  }
  return {"default", ""};
}

std::string Describe(const SelectedProfile& selected, const Profiles& profiles) {
  std::string text = "profile \"" + Printable(selected.name, 64) + "\"";
  if (!selected.source.empty()) text += " (" + selected.source + ")";
  const char* separator = " in ";
  for (const std::string& file : profiles.files) text += std::exchange(separator, " or ") + file;
  return text;
}

Outcome<const Section*> FindProfile(const Profiles& profiles, const SelectedProfile& selected) {
  const auto found = profiles.profiles.find(selected.name);
  if (found != profiles.profiles.end()) return &found->second;
  if (selected.source.empty()) return nullptr;
  return Misconfigured({"there is no ", Describe(selected, profiles)});
}

}  // namespace lookoutvision::internal
