// Fuzz target: any config and credentials files through the parser, the merging, and the settings made of
// them.
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

using fuzz::Must;
using internal::ProfileFileKind;
using internal::Profiles;
using internal::Property;
using internal::Section;
using Sections = std::map<std::string, Section, std::less<>>;

constexpr std::string_view kSecret = "wJalrXUtnFEMI";

// All that an error may say behind the number of the line: nothing of the file is among it.
constexpr std::string_view kMistakes[] = {
    "Expected text, found a NUL byte (is the file UTF-16?)",
    "Expected a profile definition",
    "Expected a property definition, found continuation",
    "Profile definition must end with ']'",
    "Expected an '=' sign defining a property",
    "Property did not have a name",
    "Expected an '=' sign defining a sub-property",
    "Sub-property did not have a name",
};

void MustBeMisconfigured(const Error& error) {
  Must(error.kind == ErrorKind::kConfiguration && error.attempts == 0,
       "an invalid file is a configuration error");
  Must(!error.message.empty() && error.message.size() <= 1024, "an error has a message of limited length");
  Must(error.message.find(kSecret) == error.message.npos, "no error contains a secret");
  fuzz::Print(error);
}

void CheckMistake(const Error& error) {
  MustBeMisconfigured(error);
  constexpr std::string_view kStart = "/f, line ";
  std::string_view rest = error.message;
  Must(rest.starts_with(kStart), "a mistake names the file");
  rest.remove_prefix(kStart.size());
  const auto colon = rest.find(": ");
  Must(colon != rest.npos && internal::ParseNonNegative(rest.substr(0, colon)).value_or(0) > 0,
       "a mistake names the line");
  Must(std::find(std::begin(kMistakes), std::end(kMistakes), rest.substr(colon + 2)) != std::end(kMistakes),
       "a mistake quotes nothing of the file");
}

// What is parsed as a file in the plainest form. Without a prefix, it is a credentials file.
std::string Written(const Sections& sections, std::string_view prefix) {
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

void MustBeWellFormed(const std::string& key, const Property& property) {
  Must(!key.empty() && key == internal::ToLower(key), "a key is in lower case");
  Must(property.where.starts_with("/f, line "), "a property has its location");
  Must(property.value.view().find('\0') == std::string_view::npos, "a value holds no NUL byte");
  for (std::string_view rest = property.value.view(); !rest.empty();) {
    const auto line = fuzz::TakeUntil('\n', rest);
    Must(internal::Trim(line) == line, "the lines of a value are trimmed");
  }
  Must(property.nested.empty() || property.value.view().starts_with('\n'),
       "what has sub-properties has no value of its own");
}

void MustBeWellFormed(const Sections& sections) {
  for (const auto& [name, section] : sections) {
    Must(!name.empty() && section.name == name, "a section knows its name");
    for (const auto& [key, property] : section.properties) {
      MustBeWellFormed(key, property);
      for (const auto& [nested_key, nested] : property.nested) MustBeWellFormed(nested_key, nested);
    }
  }
}

void MustBeSame(const Sections& one, const Sections& other) {
  Must(one.size() == other.size(), "the same sections are read again");
  for (const auto& [name, section] : one) {
    const auto& again = other.at(name).properties;
    Must(again.size() == section.properties.size(), "the same properties are read again");
    for (const auto& [key, property] : section.properties) {
      Must(again.at(key).value.view() == property.value.view(), "the same value is read again");
      Must(again.at(key).nested.size() == property.nested.size(), "the same sub-properties are read again");
      for (const auto& [nested_key, nested] : property.nested) {
        Must(again.at(key).nested.at(nested_key).value.view() == nested.value.view(),
             "the same sub-property is read again");
      }
    }
  }
}

void CheckFile(std::string_view text, ProfileFileKind kind) {
  const auto parsed = internal::ParseProfileFile(text, kind, "/f");
  if (!parsed) return CheckMistake(parsed.error());
  for (const Sections* sections : {&parsed->profiles, &parsed->sso_sessions, &parsed->services}) {
    MustBeWellFormed(*sections);
  }
  const char* prefix = kind == ProfileFileKind::kConfig ? "profile" : "";
  const auto again = internal::ParseProfileFile(Written(parsed->profiles, prefix) +
                                                    Written(parsed->sso_sessions, "sso-session") +
                                                    Written(parsed->services, "services"),
                                                kind, "/f");
  Must(again.has_value(), "what was read can be written and read again");
  MustBeSame(parsed->profiles, again->profiles);
  MustBeSame(parsed->sso_sessions, again->sso_sessions);
  MustBeSame(parsed->services, again->services);
  if (kind == ProfileFileKind::kConfig) return;
  Must(parsed->sso_sessions.empty() && parsed->services.empty(), "a credentials file has profiles alone");
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
      MustBeMisconfigured(settings.error());
      continue;
    }
    Must(settings->max_attempts >= 1, "there is an attempt");
    Must(settings->signing_region.empty() || internal::IsHostLabel(settings->signing_region),
         "a region can be signed for");
    Must(settings->endpoint.overridden || !settings->signing_region.empty(), "there is somewhere to call");
    Must(fuzz::IsPrintable(settings->endpoint.origin) && fuzz::IsPrintable(settings->profile),
         "what is shown is printable");
    Must(settings->app_id.size() <= 50 &&
             std::all_of(settings->app_id.begin(), settings->app_id.end(), internal::IsTokenCharacter),
         "an app id can be part of a header");
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
