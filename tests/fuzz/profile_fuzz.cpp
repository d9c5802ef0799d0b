// Fuzz target: parses and merges a config file and a credentials file, and resolves settings from them.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "base/text.h"
#include "config/profiles.h"
#include "config/settings.h"
#include "input.h"

namespace lookoutvision {
namespace {

using fuzz::Require;
using internal::ProfileFileKind;
using internal::Profiles;
using internal::Property;
using internal::Section;
using Sections = std::map<std::string, Section, std::less<>>;

constexpr std::string_view kSecret = "wJalrXUtnFEMI";

// The messages that may follow the line number; none of them quotes the file.
constexpr std::string_view kMessages[] = {
    "Expected text, found a NUL byte (is the file UTF-16?)",
    "Expected a profile definition",
    "Expected a property definition, found continuation",
    "Profile definition must end with ']'",
    "Expected an '=' sign defining a property",
    "Property did not have a name",
    "Expected an '=' sign defining a sub-property",
    "Sub-property did not have a name",
};

void RequireConfigurationError(const Error& error) {
  Require(error.kind == ErrorKind::kConfiguration && error.attempts == 0,
          "an invalid file is a configuration error");
  Require(!error.message.empty() && error.message.size() <= 1024, "an error has a message of limited length");
  Require(error.message.find(kSecret) == error.message.npos, "no error contains a secret");
  fuzz::Print(error);
}

void CheckSyntaxError(const Error& error) {
  RequireConfigurationError(error);
  constexpr std::string_view kStart = "/f, line ";
  std::string_view rest = error.message;
  Require(rest.starts_with(kStart), "a syntax error names the file");
  rest.remove_prefix(kStart.size());
  const auto colon = rest.find(": ");
  Require(colon != rest.npos && internal::ParseNonNegative(rest.substr(0, colon)).value_or(0) > 0,
          "a syntax error names the line");
  Require(
      std::find(std::begin(kMessages), std::end(kMessages), rest.substr(colon + 2)) != std::end(kMessages),
      "a syntax error quotes nothing of the file");
}

// The sections as a file in the simplest form. Without a prefix it is a credentials file.
std::string FileOf(const Sections& sections, std::string_view prefix) {
  std::string text;
  for (const auto& [name, section] : sections) {
    const char* quote = prefix.empty() ? "" : name.find('\'') == name.npos ? "'" : "\"";
    text.append("[").append(prefix).append(" ").append(quote).append(name).append(quote).append("]\r\n");
    for (const auto& [key, property] : section.properties) {
      text.append(key).append("=");
      for (const char c : property.value.view()) text += c == '\n' ? "\r\n " : std::string(1, c);
      text += "\r\n";
    }
  }
  return text;
}

void RequireWellFormed(const std::string& key, const Property& property) {
  Require(!key.empty() && key == internal::ToLower(key), "a key is in lower case");
  Require(property.where.starts_with("/f, line "), "a property has its location");
  Require(property.value.view().find('\0') == std::string_view::npos, "a value contains no NUL byte");
  for (std::string_view rest = property.value.view(); !rest.empty();) {
    const auto line = fuzz::TakeUntil('\n', rest);
    Require(internal::Trim(line) == line, "the lines of a value are trimmed");
  }
  Require(property.nested.empty() || property.value.view().starts_with('\n'),
          "a property with sub-properties has no value of its own");
}

void RequireWellFormed(const Sections& sections) {
  for (const auto& [name, section] : sections) {
    Require(!name.empty() && section.name == name, "a section has its name");
    for (const auto& [key, property] : section.properties) {
      RequireWellFormed(key, property);
      for (const auto& [nested_key, nested] : property.nested) RequireWellFormed(nested_key, nested);
    }
  }
}

void RequireSame(const Sections& one, const Sections& other) {
  Require(one.size() == other.size(), "the sections are unchanged");
  for (const auto& [name, section] : one) {
    const auto& again = other.at(name).properties;
    Require(again.size() == section.properties.size(), "the properties are unchanged");
    for (const auto& [key, property] : section.properties) {
      Require(again.at(key).value.view() == property.value.view(), "the value is unchanged");
      Require(again.at(key).nested.size() == property.nested.size(), "the sub-properties are unchanged");
      for (const auto& [nested_key, nested] : property.nested) {
        Require(again.at(key).nested.at(nested_key).value.view() == nested.value.view(),
                "the sub-property is unchanged");
      }
    }
  }
}

void CheckFile(std::string_view text, ProfileFileKind kind) {
  const auto parsed = internal::ParseProfileFile(text, kind, "/f");
  if (!parsed) return CheckSyntaxError(parsed.error());
  for (const Sections* sections : {&parsed->profiles, &parsed->sso_sessions, &parsed->services}) {
    RequireWellFormed(*sections);
  }
  const char* prefix = kind == ProfileFileKind::kConfig ? "profile" : "";
  const auto again = internal::ParseProfileFile(FileOf(parsed->profiles, prefix) +
                                                    FileOf(parsed->sso_sessions, "sso-session") +
                                                    FileOf(parsed->services, "services"),
                                                kind, "/f");
  Require(again.has_value(), "parsed sections can be written and parsed again");
  RequireSame(parsed->profiles, again->profiles);
  RequireSame(parsed->sso_sessions, again->sso_sessions);
  RequireSame(parsed->services, again->services);
  if (kind == ProfileFileKind::kConfig) return;
  Require(parsed->sso_sessions.empty() && parsed->services.empty(), "a credentials file has only profiles");
}

void CheckSettings(const std::string& config, const std::string& credentials, const std::string& profile) {
  for (const std::string* text : {&config, &credentials, &profile}) {
    if (internal::ToLower(*text).find(internal::ToLower(kSecret)) != text->npos) return;
  }
  const std::string secret = "\naws_secret_access_key = " + std::string(kSecret);
  const Platform platform{.getenv = [&](const std::string& name) -> std::optional<std::string> {
                            if (name == "AWS_CONFIG_FILE") return "/c";
                            if (name == "AWS_SHARED_CREDENTIALS_FILE") return "/s";
                            return name == "AWS_PROFILE" ? std::optional(profile) : std::nullopt;
                          },
                          .read_file = [&](const std::string& path, const IoOptions&) -> FileRead {
                            return {.content = (path == "/c" ? config : credentials) + secret};
                          }};
  for (const internal::Service& service : {internal::kLookoutVision, internal::kSsoOidc}) {
    const auto settings =
        internal::ResolveSettings({.platform = platform}, service, internal::LoadProfiles(platform, {}));
    if (!settings) {
      RequireConfigurationError(settings.error());
      continue;
    }
    Require(settings->max_attempts >= 1, "there is at least one attempt");
    Require(settings->signing_region.empty() || internal::IsHostLabel(settings->signing_region),
            "a region is a host label");
    Require(settings->endpoint.overridden || !settings->signing_region.empty(), "there is an endpoint");
    Require(fuzz::IsPrintable(settings->endpoint.origin) && fuzz::IsPrintable(settings->profile),
            "settings in messages are printable");
    Require(settings->app_id.size() <= 50 &&
                std::all_of(settings->app_id.begin(), settings->app_id.end(), internal::IsTokenCharacter),
            "an app id is valid in a header");
  }
}

}  // namespace
}  // namespace lookoutvision

// Fields: the config file, the credentials file, the name of the profile.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lookoutvision;
  fuzz::Fields fields(fuzz::AsText(data, size));
  const std::string config = fields.Text();
  const std::string credentials = fields.Text();
  const std::string profile = fields.Text();
  for (const auto kind : {internal::ProfileFileKind::kConfig, internal::ProfileFileKind::kCredentials}) {
    CheckFile(config, kind);
    CheckFile(credentials, kind);
  }
  CheckSettings(config, credentials, profile);
  return 0;
}
