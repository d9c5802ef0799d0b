// Errors as text and as JSON, and the command that continues after one.
#include "package_model/errors.h"

#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "base/shell_word.h"
#include "package_model/printable.h"

namespace package_model {
namespace {

namespace lfv = lookoutvision;
using lfv::internal::JsonWriter, lfv::internal::ShellWord;

// What errors of the library name, mostly members of ClientConfig, and what it is in the tool.
constexpr std::pair<std::string_view, std::string_view> kNames[] = {
    {"ClientConfig::region", "--region"},
    {"ClientConfig::profile", "--profile"},
    {"ClientConfig::endpoint_url", "--endpoint-url"},
    {"ClientConfig::ca_bundle", "--ca-bundle"},
    {"ClientConfig::allow_plaintext_http", "--allow-plaintext-http"},
    {"allow_plaintext_http", "--allow-plaintext-http"},
    {"ClientConfig::headers", "--header"},
    {"ClientConfig::client_certificate", "--client-certificate"},
    {"client_certificate", "--client-certificate"},
    {"client_key", "--client-key"},
    {"MakeAnonymousCredentials()", "--no-sign-request"},
    {"the caller's stop token", "a signal"},
};

void Replace(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

std::string InWordsOfTheTool(std::string text) {
  for (const auto& [name, in_tool] : kNames) Replace(text, name, in_tool);
  return text;
}

// They may be secrets, and what is printed may become the log of a build.
std::vector<std::string> WithoutHeaderValues(std::vector<std::string> words) {
  constexpr std::string_view kPrefix = "--header=";
  bool is_value = false;
  for (std::string& word : words) {
    const bool has_value = word.starts_with(kPrefix);
    const std::size_t equals = word.find('=', has_value ? kPrefix.size() : 0);
    if ((is_value || has_value) && equals != word.npos) word.replace(equals + 1, word.npos, "...");
    is_value = word == "--header";
  }
  return words;
}

}  // namespace

std::string ToText(const lfv::Error& error) {
  std::ostringstream line;
  line << error;
  return InWordsOfTheTool(std::move(line).str());
}

void WriteError(JsonWriter& json, const lfv::Error& error) {
  const auto add = [&json](std::string_view key, std::string_view value) {
    if (!value.empty()) json.Key(key).String(value);
  };
  const auto add_flag = [&json](std::string_view key, bool value) {
    json.Key(key).Raw(value ? "true" : "false");
  };
  json.BeginObject().Key("kind").String(ToString(error.kind));
  add("code", error.code_name);
  json.Key("message").String(InWordsOfTheTool(error.message));
  if (error.http_status != 0) json.Key("httpStatus").Raw(std::to_string(error.http_status));
  add("requestId", error.request_id);
  add("endpoint", error.endpoint);
  json.Key("attempts").Raw(std::to_string(error.attempts));
  add_flag("retryable", error.retryable);
  add_flag("mayHaveTakenEffect", error.may_have_taken_effect);
  add("clientToken", error.client_token);
  add("body", error.body);
  json.EndObject();
}

std::string ToJson(const lfv::Error& error) {
  JsonWriter json(kIndent);
  WriteError(json.BeginObject().Key("error"), error);
  json.EndObject();
  return PrintableJson(std::move(json));
}

std::string HowToContinue(const Options& options, const lfv::Error& error) {
  const bool unclear_start = options.command == Command::kStart && error.may_have_taken_effect;
  const bool ended_wait = options.command == Command::kWait && (error.kind == lfv::ErrorKind::kCancelled ||
                                                                error.kind == lfv::ErrorKind::kTimeout);
  if (!unclear_start && !ended_wait) return "";
  std::string command = "package_model";
  for (const std::string& word : WithoutHeaderValues(options.words)) command += ' ' + ShellWord(word);
  const std::string token = unclear_start ? " --client-token " + ShellWord(error.client_token) : "";
  if (Printable(command) != command) return "repeat the command" + (token.empty() ? "" : " with" + token);
  if (!options.start.client_token()) command += token;
  return command;
}

}  // namespace package_model
