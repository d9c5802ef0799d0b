// Writes faults as JSON.
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/text.h"
#include "testing/fault_json.h"
#include "testing/fault_names.h"

namespace lookoutvision::testing {
namespace {

using internal::JsonWriter;
using std::chrono::milliseconds;

void WriteHeaders(JsonWriter& json, const char* name,
                  const std::vector<std::pair<std::string, std::string>>& headers) {
  if (headers.empty()) return;
  json.Key(name).BeginObject();
  for (const auto& [header, value] : headers) json.Key(AsText(header)).String(AsText(value));
  json.EndObject();
}

void WriteText(JsonWriter& json, const char* name, const std::string& text) {
  if (!text.empty()) json.Key(name).String(AsText(text));
}

void WriteCount(JsonWriter& json, const char* name, int count) {
  if (count > 0) json.Key(name).Raw(std::to_string(count));
}

void WriteResponse(JsonWriter& json, const Response& response) {
  json.BeginObject().Key("status").Raw(std::to_string(response.status));
  WriteText(json, "error_type", response.error_type);
  WriteText(json, "message", response.message);
  WriteHeaders(json, "headers", response.headers);
  if (response.body) json.Key("body").String(AsText(*response.body));
  if (response.raw) json.Key("raw").String(AsText(*response.raw));
  json.EndObject();
}

void WriteMilliseconds(JsonWriter& json, const char* name, milliseconds time) {
  json.Key(name).Raw(std::to_string(time.count()));
}

void WriteFraction(JsonWriter& json, const char* name, double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  json.Key(name).Raw({text.data(), end});
}

void WriteDelay(JsonWriter& json, const FaultDelay& delay) {
  if (const auto* const uniform = std::get_if<UniformDelay>(&delay)) {
    json.Key("delay_ms").BeginObject().Key("uniform").BeginArray();
    json.Raw(std::to_string(uniform->least.count())).Raw(std::to_string(uniform->most.count()));
    json.EndArray().EndObject();
  } else if (const auto* const lognormal = std::get_if<LognormalDelay>(&delay)) {
    json.Key("delay_ms").BeginObject().Key("lognormal").BeginObject();
    WriteMilliseconds(json, "median", lognormal->median);
    WriteFraction(json, "sigma", lognormal->sigma);
    json.EndObject().EndObject();
  } else if (const auto fixed = std::get<milliseconds>(delay); fixed.count() > 0) {
    WriteMilliseconds(json, "delay_ms", fixed);
  }
}

void WriteMatch(JsonWriter& json, const FaultMatch& match) {
  json.BeginObject();
  WriteText(json, "operation", match.operation);
  WriteText(json, "project", match.project);
  WriteText(json, "component", match.component);
  WriteText(json, "access_key", match.access_key);
  WriteHeaders(json, "header", match.header);
  WriteCount(json, "nth_call", match.nth_call);
  WriteCount(json, "nth_attempt", match.nth_attempt);
  json.EndObject();
}

void WriteMembers(JsonWriter& json, const Fault& fault) {
  if (fault.response) WriteResponse(json.Key("response"), *fault.response);
  json.Key("at").String(internal::FindName(kFaultPoints, fault.at));
  WriteDelay(json, fault.delay);
  json.Key("then").String(internal::FindName(kFaultActions, fault.then));
  if (fault.byte_interval.count() > 0) WriteMilliseconds(json, "byte_interval_ms", fault.byte_interval);
  WriteCount(json, "bytes_per_second", fault.bytes_per_second);
  if (fault.match != FaultMatch{}) WriteMatch(json.Key("match"), fault.match);
}

}  // namespace

std::string AsText(std::string_view bytes) {
  return internal::IsUtf8(bytes) ? std::string(bytes) : internal::Printable(bytes, 4 * bytes.size());
}

void WriteFault(JsonWriter& json, const InstalledFault& installed) {
  json.BeginObject().Key("id").Raw(std::to_string(installed.id));
  if (const auto* const queued = std::get_if<QueuedFault>(&installed.fault)) {
    WriteMembers(json, queued->fault);
    WriteCount(json, "times", queued->times);
  } else {
    const auto& ongoing = std::get<OngoingFault>(installed.fault);
    WriteMembers(json, ongoing.fault);
    WriteFraction(json, "share", ongoing.share);
    WriteMilliseconds(json, "begins_after_ms", ongoing.begins_after);
    if (ongoing.lasts) WriteMilliseconds(json, "lasts_ms", *ongoing.lasts);
  }
  json.EndObject();
}

}  // namespace lookoutvision::testing
