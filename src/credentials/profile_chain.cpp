// Finds the credentials chain of a profile; see profile_chain.h.
#include "credentials/profile_chain.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/secrets.h"
#include "base/text.h"
#include "base/validate_credentials.h"
#include "credentials/calls.h"

namespace lookoutvision::internal {
namespace {

std::string Name(const Section& profile) {
  return "profile \"" + Printable(profile.name, 128) + "\"";
}

// The property's value; empty if there is none.
std::string Value(const Section& section, std::string_view key) {
  const Property* property = section.Find(key);
  return std::string(property == nullptr ? "" : property->value.view());
}

// `profile "dev": role_arn (/home/me/.aws/config, line 3) needs ..`
Error Mistake(const Section& profile, std::string_view key, std::initializer_list<std::string_view> why) {
  const Property* property = profile.Find(key);
  std::string message = Name(profile).append(": ").append(key);
  if (property != nullptr) message.append(" (").append(property->where).append(")");
  return Broken({message, " ", Concat(why)});
}

// The property `duration_seconds` of a role.
Outcome<std::optional<std::chrono::seconds>> FindDuration(const Section& profile) {
  const std::string text = Value(profile, "duration_seconds");
  if (text.empty()) return std::optional<std::chrono::seconds>();
  const auto number = ParseNonNegative(text);
  const std::chrono::seconds duration(number.value_or(0));
  if (IsRoleDuration(duration)) return std::optional(duration);
  return Failure(
      Mistake(profile, "duration_seconds",
              {"is \"", Printable(text, 64), "\": must be a number of seconds from 900 to 43200"}));
}

using Found = std::variant<BaseSource, NotConfigured, Error>;

Found FindNamedSource(const Section& profile, const std::string& name) {
  for (const auto& [source, known] : {std::pair(NamedSource::kEnvironment, "Environment"),
                                      std::pair(NamedSource::kInstanceMetadata, "Ec2InstanceMetadata"),
                                      std::pair(NamedSource::kContainer, "EcsContainer")}) {
    if (EqualsIgnoreCase(name, known)) return BaseSource(source);
  }
  return Mistake(
      profile, "credential_source",
      {"is \"", Printable(name, 64), "\": must be Environment, Ec2InstanceMetadata or EcsContainer"});
}

Found FindWebIdentity(const Section& profile) {
  auto duration = FindDuration(profile);
  if (!duration) return std::move(duration).error();
  WebIdentityRole role{.role_arn = Value(profile, "role_arn"),
                       .token_file = Value(profile, "web_identity_token_file"),
                       .role_session_name = Value(profile, "role_session_name"),
                       .duration = *duration};
  if (role.role_arn.empty()) {
    return Mistake(profile, "web_identity_token_file", {"needs role_arn, which is missing"});
  }
  return BaseSource(std::move(role));
}

Found FindSso(const Profiles& profiles, const Section& profile) {
  SsoRole role{.start_url = Value(profile, "sso_start_url"),
               .region = Value(profile, "sso_region"),
               .account_id = Value(profile, "sso_account_id"),
               .role_name = Value(profile, "sso_role_name"),
               .session = Value(profile, "sso_session")};
  const Section* place = &profile;
  if (!role.session.empty()) {
    const auto session = profiles.sso_sessions.find(role.session);
    if (session == profiles.sso_sessions.end()) {
      return Mistake(profile, "sso_session",
                     {"names \"", Printable(role.session, 128), "\", an [sso-session] that does not exist"});
    }
    for (const char* key : {"sso_start_url", "sso_region"}) {
      if (profile.Find(key) != nullptr && Value(profile, key) != Value(session->second, key)) {
        return Mistake(profile, key,
                       {"differs from that of [sso-session ", Printable(role.session, 128), "]: remove one"});
      }
    }
    place = &session->second;
    role.start_url = Value(*place, "sso_start_url");
    role.region = Value(*place, "sso_region");
  }
  for (const auto& [section, key, value] :
       {std::tuple(place, "sso_start_url", &role.start_url), std::tuple(place, "sso_region", &role.region),
        std::tuple(&profile, "sso_account_id", &role.account_id),
        std::tuple(&profile, "sso_role_name", &role.role_name)}) {
    if (value->empty()) return Mistake(*section, key, {"is missing, but SSO needs it"});
  }
  return BaseSource(std::move(role));
}

// Comes before credential_process and keys, as in the AWS SDKs that support it: a user who has logged in
// means neither.
Error RefuseLogin(const Section& profile) {
  return Mistake(
      profile, "login_session",
      {"comes from aws login, which is not supported: use another profile, with credential_process = "
       "aws configure export-credentials --profile ",
       Printable(profile.name, 128), " --format process, with SSO or with keys"});
}

Error MistakeInKeys(const Section& profile, const InvalidPart& invalid) {
  std::string why = invalid.problem + ": " + std::string(invalid.remedy);
  const Property* property = profile.Find(invalid.name);
  if (property != nullptr && property->value.view().find('\n') != std::string_view::npos) {
    why += " (an indented line continues the one above)";
  }
  return Mistake(profile, invalid.name, {why});
}

Found FindKeys(const Section& profile) {
  CredentialNames names{"aws_access_key_id", "aws_secret_access_key", "aws_session_token"};
  // The old name of the token.
  if (profile.Find(names.session_token) == nullptr) names.session_token = "aws_security_token";
  SecretCredentials keys({.access_key_id = Value(profile, names.access_key_id),
                          .secret_access_key = Value(profile, names.secret_access_key),
                          .session_token = Value(profile, names.session_token)});
  if (const auto invalid = ValidateCredentials(keys, names)) return MistakeInKeys(profile, *invalid);
  if (!keys.access_key_id.empty()) return BaseSource(Credentials(std::move(keys)));
  return NotConfigured{Name(profile) + " configures no credentials"};
}

Found FindBase(const Profiles& profiles, const Section& profile) {
  constexpr std::array<std::string_view, 5> kSsoKeys{"sso_session", "sso_account_id", "sso_role_name",
                                                     "sso_start_url", "sso_region"};
  if (const auto source = Value(profile, "credential_source"); !source.empty()) {
    return FindNamedSource(profile, source);
  }
  if (profile.Find("web_identity_token_file") != nullptr) return FindWebIdentity(profile);
  if (std::any_of(kSsoKeys.begin(), kSsoKeys.end(),
                  [&](std::string_view key) { return profile.Find(key) != nullptr; })) {
    return FindSso(profiles, profile);
  }
  if (profile.Find("login_session") != nullptr) return RefuseLogin(profile);
  if (const Property* command = profile.Find("credential_process")) {
    return BaseSource(
        ProcessSource{std::string(command->value.view()), Name(profile) + " (" + command->where + ")"});
  }
  auto keys = FindKeys(profile);
  const std::string source = Value(profile, "source_profile");
  if (std::holds_alternative<NotConfigured>(keys) && !source.empty() && profile.Find("role_arn") == nullptr) {
    return Mistake(profile, "source_profile",
                   {"needs role_arn, which is missing: name the role, or use profile \"",
                    Printable(source, 128), "\" itself"});
  }
  return keys;
}

// Whether the profile has a role that needs other credentials first.
bool ChainsOn(const Section& profile) {
  return profile.Find("role_arn") != nullptr && profile.Find("web_identity_token_file") == nullptr;
}

std::variant<ProfileChain, NotConfigured, Error> Follow(const Profiles& profiles, const Section& first) {
  std::vector<AssumedRole> roles;
  bool by_source_profile = false;
  const Section* profile = &first;
  Found base = NotConfigured{};
  while (true) {
    if (!roles.empty()) {
      base = FindKeys(*profile);
      if (!std::holds_alternative<NotConfigured>(base)) break;
    }
    if (!ChainsOn(*profile)) {
      base = FindBase(profiles, *profile);
      break;
    }
    if (profile->Find("mfa_serial") != nullptr) {
      return Mistake(
          *profile, "mfa_serial",
          {"needs a code, for which this library does not prompt: use a profile with credentials that "
           "were made with the code, or with a credential_process"});
    }
    auto duration = FindDuration(*profile);
    if (!duration) return std::move(duration).error();
    roles.push_back({.role_arn = Value(*profile, "role_arn"),
                     .role_session_name = Value(*profile, "role_session_name"),
                     .external_id = Value(*profile, "external_id"),
                     .duration = *duration});
    const std::string source = Value(*profile, "source_profile");
    const bool named = profile->Find("credential_source") != nullptr;
    if (source.empty() && !named) {
      return Mistake(*profile, "role_arn", {"needs source_profile or credential_source: set one"});
    }
    if (!source.empty() && named) {
      return Mistake(*profile, "role_arn", {"has both source_profile and credential_source: remove one"});
    }
    by_source_profile = !named;
    if (named || source == profile->name) {
      base = FindBase(profiles, *profile);
      break;
    }
    const auto next = profiles.profiles.find(source);
    if (next == profiles.profiles.end()) {
      return Mistake(*profile, "source_profile",
                     {"names \"", Printable(source, 128), "\", a profile that does not exist"});
    }
    // As many roles as profiles: the next one has been visited.
    if (roles.size() >= profiles.profiles.size()) {
      return Mistake(
          *profile, "source_profile",
          {"names \"", Printable(source, 128), "\", which leads back to this profile: remove the loop"});
    }
    profile = &next->second;
  }
  if (auto* error = std::get_if<Error>(&base)) return std::move(*error);
  if (auto* absent = std::get_if<NotConfigured>(&base)) {
    if (roles.empty()) return std::move(*absent);
    return Broken({Name(first), " has no credentials at its source: ", absent->why});
  }
  std::reverse(roles.begin(), roles.end());
  return ProfileChain{std::get<BaseSource>(std::move(base)), std::move(roles), by_source_profile};
}

std::string Join(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += (joined.empty() ? "" : ", ") + text;
  return joined;
}

}  // namespace

std::variant<ProfileChain, NotConfigured, Error> FindProfileChain(const Profiles& profiles,
                                                                  const SelectedProfile& selected,
                                                                  bool selected_by_code) {
  // AWS_PROFILE without any file is what a container may have inherited.
  if (profiles.profiles.empty() && !selected_by_code) {
    return NotConfigured{"there are no profiles in " + Join(profiles.files)};
  }
  auto profile = FindProfile(profiles, selected);
  if (!profile) return std::move(profile).error();
  if (*profile == nullptr) return NotConfigured{"there is no profile \"default\" in " + Join(profiles.files)};
  return Follow(profiles, **profile);
}

}  // namespace lookoutvision::internal
