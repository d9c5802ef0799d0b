// Replays recorded exchanges; see recorded_wire.h.
#include "recorded_wire.h"

#include <map>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "request_differences.h"
#include "vectors.h"

namespace lookoutvision::conformance {
namespace {

using nlohmann::json;

HttpHeaders HeadersOf(const json& recorded) {
  HttpHeaders headers;
  for (const auto& [name, values] : recorded.items()) {
    for (const auto& value : values) headers.Add(name, value.get<std::string>());
  }
  return headers;
}

HttpRequest RequestOf(const json& recorded) {
  RequireKnown(recorded, {"uri", "headers", "method"});
  return {.method = recorded.at("method").get<std::string>(),
          .url = recorded.at("uri").get<std::string>(),
          .headers = HeadersOf(recorded.at("headers"))};
}

// Absent if there was no response.
std::optional<HttpResponse> ResponseOf(const json& recorded) {
  RequireKnown(recorded, {"Ok", "Err"});
  if (!recorded.contains("Ok")) return std::nullopt;
  const json& response = recorded["Ok"];
  RequireKnown(response, {"status", "version", "headers"});
  return HttpResponse{.status = response.at("status").get<int>(),
                      .headers = HeadersOf(response.at("headers"))};
}

// Reads the events of a recording.
class Recording {
 public:
  void Read(const json& event) {
    RequireKnown(event, {"connection_id", "action"});
    const int connection = event.at("connection_id").get<int>();
    const json& action = event.at("action");
    RequireKnown(action, {"Request", "Response", "Data", "Eof"});
    if (action.size() != 1) throw std::runtime_error("not one action: " + event.dump());
    if (action.contains("Request")) {
      by_connection_[connection] = exchanges_.size();
      RequireKnown(action["Request"], {"request"});
      exchanges_.push_back({.request = RequestOf(action["Request"].at("request"))});
    } else if (action.contains("Response")) {
      RequireKnown(action["Response"], {"response"});
      At(connection).response = ResponseOf(action["Response"].at("response"));
    } else if (action.contains("Data")) {
      ReadData(action["Data"], At(connection));
    } else if (action.contains("Eof") && action["Eof"].at("ok") != true) {
      throw std::runtime_error("a body that ended early: " + event.dump());
    }
  }

  std::vector<Exchange> exchanges() && { return std::move(exchanges_); }

 private:
  Exchange& At(int connection) { return exchanges_.at(by_connection_.at(connection)); }

  static void ReadData(const json& data, Exchange& exchange) {
    RequireKnown(data, {"data", "direction"});
    RequireKnown(data.at("data"), {"Utf8"});
    const bool is_request = data.at("direction") == "Request";
    if (!is_request && data.at("direction") != "Response") {
      throw std::runtime_error("not a direction: " + data.dump());
    }
    std::string& body = is_request ? exchange.request.body : exchange.response.value().body;
    body += data.at("data").at("Utf8").get<std::string>();
  }

  std::vector<Exchange> exchanges_;
  std::map<int, std::size_t> by_connection_;
};

std::vector<Exchange> ReadExchanges(const json& recorded) {
  RequireKnown(recorded, {"docs", "version", "events"});
  if (recorded.at("version") != "V0") throw std::runtime_error("not a known version: " + recorded.dump());
  Recording recording;
  for (const json& event : recorded.at("events")) recording.Read(event);
  return std::move(recording).exchanges();
}

}  // namespace

RecordedWire::RecordedWire(const json& recording, std::vector<std::string> inputs)
    : exchanges_(ReadExchanges(recording)), inputs_(std::move(inputs)) {}

Outcome<HttpResponse> RecordedWire::Send(const HttpRequest& request, const HttpSendOptions&) {
  const std::lock_guard lock(mutex_);
  const Error no_response{.kind = ErrorKind::kTransport, .message = "no response was recorded"};
  if (next_ >= exchanges_.size()) {
    if (exchanges_.empty() || !RequestDifferences(request, exchanges_.back().request, inputs_).empty()) {
      differences_ += "sent and not recorded: " + request.method + ' ' + request.url + '\n';
      return Failure(no_response);
    }
    next_ = exchanges_.size() - 1;
  }
  const Exchange& exchange = exchanges_[next_++];
  differences_ += RequestDifferences(request, exchange.request, inputs_);
  if (!exchange.response) return Failure(no_response);
  inputs_.push_back(exchange.response->body);
  return *exchange.response;
}

std::string RecordedWire::differences() const {
  const std::lock_guard lock(mutex_);
  std::string differences = differences_;
  for (std::size_t i = next_; i < exchanges_.size(); ++i) {
    differences += "recorded and not sent: " + exchanges_[i].request.url + '\n';
  }
  return differences;
}

}  // namespace lookoutvision::conformance
