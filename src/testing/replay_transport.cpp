// ReplayTransport: finds the exchange of a request.
#include <algorithm>
#include <array>
#include <cstddef>
#include <mutex>
#include <utility>

#include <lookoutvision/testing/replay_transport.h>

#include "base/json.h"
#include "base/text.h"
#include "base/url.h"
#include "testing/fault_json.h"
#include "testing/recording.h"

namespace lookoutvision::testing {
namespace {

using internal::JsonValue;

// What is compared: method, path, query and body, each in a canonical form.
using Key = std::array<std::string, 4>;
constexpr std::array<const char*, 4> kParts{"method", "path", "query", "body"};

std::string CanonicalPath(std::string_view path) {
  std::string canonical;
  for (std::size_t slash = 0; slash != path.npos;) {
    const std::size_t next = path.find('/', slash + 1);
    const std::string_view label = path.substr(slash + 1, next - slash - 1);
    canonical.append("/").append(internal::PercentEncode(internal::PercentDecode(label)));
    slash = next;
  }
  return canonical;
}

std::string CanonicalQuery(std::string_view query) {
  std::vector<std::string> parameters;
  for (const auto& [name, value] : internal::ParseQuery(query)) {
    if (internal::ToLower(name).starts_with("x-amz-")) continue;
    parameters.push_back(name + '=' + value);
  }
  std::ranges::sort(parameters);
  std::string canonical;
  for (const std::string& parameter : parameters) canonical.append(parameter).append(" ");
  return canonical;
}

void Sort(JsonValue& value) {
  for (JsonValue& child : value.values) Sort(child);
  if (value.type == JsonValue::Type::kObject) std::ranges::stable_sort(value.values, {}, &JsonValue::name);
}

std::string CanonicalBody(const std::string& body) {
  auto json = internal::ParseJson(body, body.size());
  if (!json) return body;
  std::erase_if(json->values, [](const JsonValue& member) { return member.name == "ClientToken"; });
  Sort(*json);
  return CompactJson(*json);
}

Key KeyOf(const HttpRequest& request) {
  const std::size_t mark = std::min(request.url.find('?'), request.url.size());
  const std::string_view target = request.url;
  return {request.method, CanonicalPath(target.substr(0, mark)),
          CanonicalQuery(target.substr(std::min(mark + 1, target.size()))), CanonicalBody(request.body)};
}

std::string Excerpt(const std::string& text, std::size_t begin) {
  constexpr std::size_t kSize = 160;
  return '"' + internal::Printable(std::string_view(text).substr(begin), kSize) + '"';
}

// The first part that differs, from shortly before the first character that does.
std::string Difference(const Key& recorded, const Key& sent) {
  constexpr std::size_t kContext = 40;
  std::size_t part = 0;
  while (part + 1 < recorded.size() && recorded[part] == sent[part]) ++part;
  const auto differing = std::ranges::mismatch(recorded[part], sent[part]).in1;
  const auto same = static_cast<std::size_t>(differing - recorded[part].begin());
  const std::size_t begin = part < 2 ? 0 : same - std::min(same, kContext);
  return internal::Concat({"its ", kParts[part], " is ", Excerpt(sent[part], begin), ", but was recorded as ",
                           Excerpt(recorded[part], begin)});
}

}  // namespace

class ReplayTransport::Impl {
 public:
  Impl(const std::string& path, ReplayMode mode) : path_(path), mode_(mode) {
    for (Exchange& exchange : ReadRecording(path)) {
      Key key = KeyOf(exchange.request);
      entries_.push_back({std::move(exchange), std::move(key)});
    }
  }

  Outcome<HttpResponse> Send(const HttpRequest& request, std::string_view proxy) {
    const auto filtered = SecretFilter(request, proxy).Request();
    if (!filtered) {
      return Unmatched(request.method,
                       "the request is not one of the packaging-job API; those for credentials are not "
                       "recorded, so give the client static credentials");
    }
    const Key key = KeyOf(*filtered);
    const std::lock_guard lock(mutex_);
    Entry* const found = mode_ == ReplayMode::kStrict ? Next(key) : FirstMatch(key);
    if (found == nullptr) return Unmatched(filtered->method + ' ' + filtered->url, DescribeMismatch(key));
    found->used = true;
    Outcome<HttpResponse> outcome = found->exchange.outcome;
    if (outcome) outcome->headers = WithoutPlaceholders(outcome->headers);
    return outcome;
  }

  std::vector<std::string> unused() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> lines;
    for (const Entry& entry : entries_) {
      if (!entry.used) lines.push_back(Name(entry));
    }
    return lines;
  }

 private:
  struct Entry {
    Exchange exchange;
    Key key;
    bool used = false;
  };

  static std::string Name(const Entry& entry) {
    const HttpRequest& request = entry.exchange.request;
    return "line " + std::to_string(entry.exchange.line) + ": " +
           internal::Printable(request.method + ' ' + request.url, 512);
  }

  static HttpHeaders WithoutPlaceholders(const HttpHeaders& headers) {
    HttpHeaders known;
    for (const auto& [name, value] : headers) {
      if (!IsLeftOut(value)) known.Add(name, value);
    }
    return known;
  }

  Entry* FirstUnused() {
    const auto found = std::ranges::find(entries_, false, &Entry::used);
    return found == entries_.end() ? nullptr : &*found;
  }

  Entry* Next(const Key& key) {
    Entry* const next = FirstUnused();
    return next != nullptr && next->key == key ? next : nullptr;
  }

  Entry* FirstMatch(const Key& key) {
    Entry* last = nullptr;
    for (Entry& entry : entries_) {
      if (entry.key != key) continue;
      last = &entry;
      if (!entry.used) break;
    }
    return last;
  }

  // Compares with the exchange that was most likely meant: the next one or, if any order is right, that with
  // the most parts in common.
  std::string DescribeMismatch(const Key& key) {
    const Entry* nearest = FirstUnused();
    if (mode_ == ReplayMode::kLenient) {
      const auto common = [&key](const Entry& entry) {
        return std::ranges::mismatch(entry.key, key).in1 - entry.key.begin();
      };
      const auto found = std::ranges::max_element(entries_, {}, common);
      nearest = found == entries_.end() ? nullptr : &*found;
    }
    if (nearest == nullptr) return "all of its exchanges were played back; record again, or replay leniently";
    return internal::Concat({"compared with ", Name(*nearest), ", ", Difference(nearest->key, key),
                             "; record again if the program has changed"});
  }

  Failure Unmatched(std::string_view request, std::string_view why) const {
    return Failure({.kind = ErrorKind::kConfiguration,
                    .message = internal::Concat({"the recording ", path_, " has no response to ",
                                                 internal::Printable(request, 512), ": ", why})});
  }

  const std::string path_;
  const ReplayMode mode_;
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};

ReplayTransport::ReplayTransport(const std::string& path, ReplayMode mode)
    : impl_(std::make_unique<Impl>(path, mode)) {}
ReplayTransport::~ReplayTransport() = default;

Outcome<HttpResponse> ReplayTransport::Send(const HttpRequest& request, const HttpSendOptions& options) {
  return impl_->Send(request, options.proxy);
}

std::vector<std::string> ReplayTransport::unused() const {
  return impl_->unused();
}

std::function<std::optional<Response>(const RecordedRequest&)> MakeReplayHandler(const std::string& path,
                                                                                 ReplayMode mode) {
  return [replay = std::make_shared<ReplayTransport>(path, mode)](const RecordedRequest& request) {
    const auto played = replay->Send(
        {.method = request.method, .url = request.target, .headers = request.headers, .body = request.body},
        {});
    if (!played) {
      return std::optional(Response{.status = played.error().retryable ? 503 : 400,
                                    .message = AsText(played.error().message)});
    }
    Response response{.status = played->status, .body = played->body};
    for (const auto& [name, value] : played->headers) response.headers.emplace_back(name, value);
    return std::optional(std::move(response));
  };
}

}  // namespace lookoutvision::testing
