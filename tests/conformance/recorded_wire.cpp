// Replays recorded exchanges.
#include "recorded_wire.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string_view>

#include <nlohmann/json.hpp>

namespace lookoutvision::test {
namespace {

using nlohmann::json;

// Headers that depend on the recording SDK, not on the API. The signer is compared separately; the session
// tokens of some recordings are not those of the preceding responses.
const std::set<std::string> kNotCompared{
    "user-agent", "x-amz-user-agent", "content-length",      "x-amz-date",
    "host",       "authorization",    "x-amz-security-token"};

HttpHeaders HeadersOf(const json& recorded) {
  HttpHeaders headers;
  for (const auto& [name, values] : recorded.items()) {
    for (const auto& value : values) headers.Add(name, value.get<std::string>());
  }
  return headers;
}

std::multimap<std::string, std::string> Fields(std::string_view text) {
  std::multimap<std::string, std::string> fields;
  while (!text.empty()) {
    const auto field = text.substr(0, text.find('&'));
    const auto name = field.substr(0, field.find('='));
    fields.emplace(name, field.substr(std::min(name.size() + 1, field.size())));
    text.remove_prefix(std::min(field.size() + 1, text.size()));
  }
  return fields;
}

// The URL with sorted query parameters, and with a path.
std::string Normalized(const std::string& url) {
  const auto question = url.find('?');
  std::string normal = url.substr(0, question);
  if (normal.find('/', normal.find("//") + 2) == normal.npos) normal += '/';
  if (question == url.npos) return normal;
  for (const auto& [name, value] : Fields(std::string_view(url).substr(question + 1))) {
    normal.append("&").append(name).append("=").append(value);
  }
  return normal;
}

// The access key id of the signer; time and headers are those of the recording SDK.
std::string SignerOf(const HttpHeaders& headers) {
  const std::string authorization(headers.Find("authorization").value_or(""));
  return authorization.substr(0, authorization.find('/'));
}

// The action and the names of its parameters: the recordings were made with other values than the profiles of
// their cases have.
std::string FormOf(const std::string& body) {
  std::string form;
  for (const auto& [name, value] : Fields(body)) {
    form += name + (name == "Action" || name == "Version" ? "=" + value : "") + ' ';
  }
  return form;
}

void Compare(std::string& differences, const char* what, const std::string& sent,
             const std::string& recorded) {
  if (sent != recorded)
    differences.append(what).append(" is ").append(sent).append(", not ").append(recorded).append("\n");
}

std::string Differences(const HttpRequest& sent, const HttpRequest& recorded) {
  std::string differences;
  Compare(differences, "method", sent.method, recorded.method);
  Compare(differences, "url", Normalized(sent.url), Normalized(recorded.url));
  if (recorded.headers.Find("authorization")) {
    Compare(differences, "signer", SignerOf(sent.headers), SignerOf(recorded.headers));
  }
  Compare(differences, "form", FormOf(sent.body), FormOf(recorded.body));
  for (const HttpHeaders::Field& field : recorded.headers) {
    if (kNotCompared.contains(internal::ToLower(field.name))) continue;
    Compare(differences, std::string(field.name).c_str(),
            std::string(sent.headers.Find(field.name).value_or("absent")), std::string(field.value));
  }
  return differences;
}

}  // namespace

RecordedWire::RecordedWire(const std::string& path) {
  std::ifstream file(path);
  const json recorded = json::parse(file);
  std::map<int, std::size_t> by_connection;
  for (const json& event : recorded.at("events")) {
    const int connection = event.at("connection_id").get<int>();
    const json& action = event.at("action");
    if (action.contains("Request")) {
      const json& request = action["Request"]["request"];
      by_connection[connection] = exchanges_.size();
      exchanges_.push_back({.request = {.method = request.at("method").get<std::string>(),
                                        .url = request.at("uri").get<std::string>(),
                                        .headers = HeadersOf(request.at("headers"))},
                            .response = {}});
      continue;
    }
    Exchange& exchange = exchanges_.at(by_connection.at(connection));
    if (action.contains("Response")) {
      const json& response = action["Response"]["response"];
      if (!response.contains("Ok")) continue;
      exchange.response = HttpResponse{.status = response["Ok"].at("status").get<int>(),
                                       .headers = HeadersOf(response["Ok"].at("headers"))};
    } else if (action.contains("Data")) {
      const json& data = action["Data"];
      std::string& body =
          data.at("direction") == "Request" ? exchange.request.body : exchange.response.value().body;
      body += data.at("data").at("Utf8").get<std::string>();
    }
  }
}

Outcome<HttpResponse> RecordedWire::Send(const HttpRequest& request, const HttpSendOptions&) {
  const std::lock_guard lock(mutex_);
  const Error no_response{.kind = ErrorKind::kTransport, .message = "no response was recorded"};
  if (next_ >= exchanges_.size()) {
    if (exchanges_.empty() || !Differences(request, exchanges_.back().request).empty()) {
      differences_ += "sent and not recorded: " + request.method + ' ' + request.url + '\n';
      return Failure(no_response);
    }
    next_ = exchanges_.size() - 1;
  }
  const Exchange& exchange = exchanges_[next_++];
  differences_ += Differences(request, exchange.request);
  if (!exchange.response) return Failure(no_response);
  return *exchange.response;
}

std::optional<internal::SystemTime> RecordedWire::date() const {
  for (const Exchange& exchange : exchanges_) {
    if (!exchange.response) continue;
    if (const auto date = exchange.response->headers.Find("date")) return internal::ParseHttpDate(*date);
  }
  return std::nullopt;
}

std::string RecordedWire::differences() const {
  const std::lock_guard lock(mutex_);
  std::string differences = differences_;
  for (std::size_t i = next_; i < exchanges_.size(); ++i) {
    differences += "recorded and not sent: " + exchanges_[i].request.url + '\n';
  }
  return differences;
}

}  // namespace lookoutvision::test
