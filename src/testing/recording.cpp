// The format of recordings: JSON Lines, the first of which has the version.
#include "testing/recording.h"

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "base/crypto.h"
#include "base/files.h"
#include "base/json_reader.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "testing/base64.h"
#include "testing/fault_json.h"

namespace lookoutvision::testing {
namespace {

using internal::JsonReader;
using internal::JsonValue;
using internal::JsonWriter;
using Type = JsonValue::Type;

constexpr std::int64_t kVersion = 1;
constexpr const char* kVersionMember = "lookoutvision_recording";

// Whether the body can be part of a line as JSON, and be written again byte for byte.
bool IsCompactJson(const std::string& body) {
  if (!body.starts_with('{') || !internal::ParseJson(body, body.size())) return false;
  // As deep as in a line, since the nesting of a document is limited.
  const std::string nested = internal::Concat({"[[", body, "]]"});
  const auto parsed = internal::ParseJson(nested, nested.size());
  return parsed && CompactJson(*parsed) == nested;
}

void WriteMessage(JsonWriter& json, const HttpHeaders& headers, const std::string& body) {
  json.Key("headers").BeginArray();
  for (const auto& [name, value] : headers) {
    json.BeginArray().String(AsText(name)).String(AsText(value)).EndArray();
  }
  json.EndArray();
  if (body.empty()) return;
  if (IsCompactJson(body)) {
    json.Key("json").Raw(body);
  } else if (internal::IsUtf8(body)) {
    json.Key("text").String(body);
  } else {
    json.Key("base64").String(internal::Base64(body));
  }
}

// A member that is ignored would make a replay that differs from what its author meant.
void RefuseUnknownMembers(const JsonValue& object, JsonReader& reader) {
  for (const JsonValue& member : object.values) {
    if (member.was_read) continue;
    throw std::invalid_argument(internal::Printable(reader.PathOf(member.name), 128) +
                                " is not a known member");
  }
}

JsonReader Nested(JsonReader& reader, const char* name, std::optional<internal::JsonMismatch>& mismatch) {
  return JsonReader(*reader.Find(name), name, mismatch);
}

bool ReadBoolean(JsonReader& reader, const char* name) {
  const JsonValue* const value = reader.Find(name);
  if (value != nullptr && value->type != Type::kBoolean) reader.Report(name, "true or false");
  return value != nullptr && value->text == "true";
}

// A line break would begin another header when the response is sent.
bool IsHeaderText(const JsonValue& value) {
  return value.type == Type::kString && value.text.find_first_of("\r\n") == value.text.npos;
}

HttpHeaders ReadHeaders(JsonReader& message) {
  HttpHeaders headers;
  const JsonValue* const list = message.Find("headers");
  if (list == nullptr) return headers;
  bool fits = list->type == Type::kArray;
  for (const JsonValue& field : list->values) {
    fits = fits && field.type == Type::kArray && field.values.size() == 2 && IsHeaderText(field.values[0]) &&
           IsHeaderText(field.values[1]);
    if (fits) headers.Add(field.values[0].text, field.values[1].text);
  }
  if (!fits) message.Report("headers", "a list of pairs of a name and a value without line breaks");
  return headers;
}

std::string ReadBody(JsonReader& message) {
  if (const JsonValue* const json = message.Find("json")) return CompactJson(*json);
  if (auto text = message.String("text")) return *std::move(text);
  auto bytes = DecodeBase64(message.String("base64").value_or(""));
  if (!bytes) message.Report("base64", "Base64 with padding");
  return std::move(bytes).value_or("");
}

HttpRequest ReadRequest(JsonReader& reader) {
  HttpRequest request{.method = reader.String("method").value_or(""),
                      .url = reader.String("target").value_or(""),
                      .headers = ReadHeaders(reader),
                      .body = ReadBody(reader)};
  if (request.method.empty()) reader.Report("method", "a method, such as GET");
  if (!request.url.starts_with('/')) reader.Report("target", "a path, with a query if there is one");
  return request;
}

HttpResponse ReadResponse(JsonReader& reader) {
  const int status = static_cast<int>(reader.Integer("status", 0, 999).value_or(0));
  if (status == 0) reader.Report("status", "a status");
  return {.status = status, .headers = ReadHeaders(reader), .body = ReadBody(reader)};
}

Error ReadFailure(JsonReader& reader) {
  Error error{.message = reader.String("message").value_or("")};
  const std::string kind = reader.String("kind").value_or("");
  const int last = static_cast<int>(ErrorKind::kJobFailed);
  int known = 0;
  while (known <= last && ToString(static_cast<ErrorKind>(known)) != kind) ++known;
  if (known > last) reader.Report("kind", "a kind of error, such as timeout");
  error.kind = static_cast<ErrorKind>(known);
  error.retryable = ReadBoolean(reader, "retryable");
  error.unreachable = ReadBoolean(reader, "unreachable");
  return error;
}

JsonValue Parse(std::string_view line) {
  auto parsed = internal::ParseJson(line, line.size());
  if (!parsed) throw std::invalid_argument(parsed.problem());
  return *std::move(parsed);
}

// Reads an object with all its members.
template <typename Read>
auto ReadMember(JsonReader& reader, const char* name, std::optional<internal::JsonMismatch>& mismatch,
                Read read) {
  JsonReader nested = Nested(reader, name, mismatch);
  auto value = read(nested);
  if (mismatch) throw std::invalid_argument(mismatch->path + " must be " + mismatch->expected);
  RefuseUnknownMembers(*reader.Find(name), nested);
  return value;
}

Exchange ReadExchange(std::string_view line) {
  JsonValue root = Parse(line);
  std::optional<internal::JsonMismatch> mismatch;
  JsonReader reader(root, "", mismatch);
  const bool has_response = reader.Find("response") != nullptr;
  if (reader.Find("request") == nullptr || has_response == (reader.Find("failure") != nullptr)) {
    throw std::invalid_argument("must be an object with request, and either response or failure");
  }
  HttpRequest request = ReadMember(reader, "request", mismatch, ReadRequest);
  Outcome<HttpResponse> outcome =
      has_response ? Outcome<HttpResponse>(ReadMember(reader, "response", mismatch, ReadResponse))
                   : Failure(ReadMember(reader, "failure", mismatch, ReadFailure));
  RefuseUnknownMembers(root, reader);
  return {std::move(request), std::move(outcome)};
}

void CheckHead(std::string_view line) {
  JsonValue root = Parse(line);
  const JsonValue* const version = root.Find(kVersionMember);
  if (version == nullptr || !version->Integer()) throw std::invalid_argument("is not that of a recording");
  if (*version->Integer() != kVersion) {
    throw std::invalid_argument("is of version " + version->text + ", but this library reads version " +
                                std::to_string(kVersion));
  }
}

}  // namespace

std::string CompactJson(const JsonValue& value) {
  JsonWriter json;
  json.Value(value);
  return std::move(json).Take();
}

std::string RecordingHead() {
  JsonWriter json;
  json.BeginObject().Key(kVersionMember).Raw(std::to_string(kVersion)).EndObject();
  return std::move(json).Take() + '\n';
}

std::string ToLine(const Exchange& exchange) {
  JsonWriter json;
  json.BeginObject().Key("request").BeginObject();
  json.Key("method").String(AsText(exchange.request.method));
  json.Key("target").String(AsText(exchange.request.url));
  WriteMessage(json, exchange.request.headers, exchange.request.body);
  json.EndObject();
  if (exchange.outcome) {
    json.Key("response").BeginObject().Key("status").Raw(std::to_string(exchange.outcome->status));
    WriteMessage(json, exchange.outcome->headers, exchange.outcome->body);
  } else {
    const Error& error = exchange.outcome.error();
    json.Key("failure").BeginObject().Key("kind").String(ToString(error.kind));
    json.Key("message").String(AsText(error.message));
    json.Key("retryable").Raw(error.retryable ? "true" : "false");
    json.Key("unreachable").Raw(error.unreachable ? "true" : "false");
  }
  json.EndObject().EndObject();
  return std::move(json).Take() + '\n';
}

std::vector<Exchange> ReadRecording(const std::string& path) {
  const auto read = internal::ReadWholeFile(path);
  if (!read.content) throw std::invalid_argument("cannot read the recording " + path + ": " + read.problem);
  std::string_view rest = *read.content;
  std::vector<Exchange> exchanges;
  std::size_t number = 0;
  // What follows the last line break is an exchange whose writer was killed.
  for (std::size_t end = rest.find('\n'); end != rest.npos || number == 0; end = rest.find('\n')) {
    const std::string_view line = rest.substr(0, end);
    ++number;
    try {
      if (number == 1) {
        CheckHead(line);
      } else {
        exchanges.push_back(ReadExchange(line));
        exchanges.back().line = number;
      }
    } catch (const std::invalid_argument& wrong) {
      throw std::invalid_argument("the recording " + path + ", line " + std::to_string(number) + ": " +
                                  wrong.what());
    }
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
  return exchanges;
}

}  // namespace lookoutvision::testing
