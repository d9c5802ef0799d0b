// SecretFilter: writes only what is known to be harmless, and removes repetitions of everything else.
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/redactor.h"
#include "base/text.h"
#include "config/proxy.h"
#include "testing/base64.h"
#include "testing/recording.h"

namespace lookoutvision::testing {
namespace {

constexpr std::string_view kLeftOut = "(left out)";
constexpr std::string_view kHiddenValue = "***";
// As for a Redactor, of which the Base64 form of a shorter text must not become longer.
constexpr std::size_t kShortestSecret = 6;
// Shorter parts of a value may be words.
constexpr std::size_t kShortestPart = 12;

// Written as they are. A client token only identifies a call, and grants nothing.
constexpr std::array<std::string_view, 9> kHarmless{"Content-Type",
                                                    "X-Amzn-Client-Token",
                                                    "Date",
                                                    "Age",
                                                    "Retry-After",
                                                    "X-Amz-Retry-After",
                                                    "X-Amzn-RequestId",
                                                    "X-Amz-Request-Id",
                                                    "X-Amzn-ErrorType"};
// Not written, since they differ from run to run or describe one connection; not secret either.
constexpr std::array<std::string_view, 14> kOmitted{"Host",
                                                    "User-Agent",
                                                    "Content-Length",
                                                    "Connection",
                                                    "Keep-Alive",
                                                    "Expect",
                                                    "Accept",
                                                    "Accept-Encoding",
                                                    "X-Amz-Date",
                                                    "Transfer-Encoding",
                                                    "X-Amz-User-Agent",
                                                    "X-Amz-Content-SHA256",
                                                    "amz-sdk-request",
                                                    "amz-sdk-invocation-id"};
constexpr std::array<std::string_view, 2> kHarmlessParameters{"maxResults", "nextToken"};

template <typename Names>
bool Contains(const Names& names, std::string_view name) {
  return std::ranges::any_of(names, [&](auto known) { return internal::EqualsIgnoreCase(known, name); });
}

// Calls `visit` with each part of `text`; `separators` are between them.
template <typename Visit>
void ForEachPart(std::string_view text, std::string_view separators, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) visit(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::string_view BeforeEquals(std::string_view parameter) {
  return parameter.substr(0, parameter.find('='));
}

bool IsHarmlessParameter(std::string_view parameter) {
  return Contains(kHarmlessParameters, BeforeEquals(parameter));
}

// The path of the packaging-job API and the query after it, without what is before the API's version.
std::optional<std::string_view> TargetOf(std::string_view url) {
  constexpr std::string_view kProjects = "/2020-11-20/projects/";
  constexpr std::string_view kJobs = "/modelpackagingjobs";
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  const std::size_t begin = path.rfind(kProjects);
  if (begin == path.npos) return std::nullopt;
  std::string_view rest = path.substr(begin + kProjects.size());
  rest.remove_prefix(std::min(rest.find('/'), rest.size()));
  if (!rest.starts_with(kJobs)) return std::nullopt;
  rest.remove_prefix(kJobs.size());
  if (!rest.empty() && (rest.front() != '/' || rest.find('/', 1) != rest.npos)) return std::nullopt;
  return url.substr(begin);
}

}  // namespace

bool IsLeftOut(std::string_view value) {
  return value == kLeftOut;
}

SecretFilter::SecretFilter(const HttpRequest& request, std::string_view proxy,
                           std::vector<std::string> earlier)
    : request_(request), secrets_(std::move(earlier)) {
  for (const auto& [name, value] : request.headers) {
    if (!Contains(kHarmless, name) && !Contains(kOmitted, name)) AddParts(value);
  }
  const std::size_t mark = std::min(request.url.find('?'), request.url.size());
  ForEachPart(std::string_view(request.url).substr(mark), "?&", [this](std::string_view parameter) {
    if (!IsHarmlessParameter(parameter)) AddParts(internal::PercentDecode(parameter));
  });
  for (const std::string& secret : internal::ProxySecrets(proxy)) Add(secret);
}

void SecretFilter::Add(std::string_view secret) {
  if (secret.size() < kShortestSecret || std::ranges::find(secrets_, secret) != secrets_.end()) return;
  secrets_.emplace_back(secret);
  secrets_.push_back(internal::Base64(secret));
}

// A value as a whole, and its parts, which a service may repeat alone: tokens, `Signature=..`, the access key
// of `Credential=..`, the user and password of `Basic ..`, each cookie, each string of JSON.
void SecretFilter::AddParts(std::string_view value) {
  Add(internal::Trim(value));
  ForEachPart(value, " \t,;&|\"'", [this](std::string_view part) {
    if (part.size() >= kShortestPart) Add(part);
    if (const std::size_t separator = part.find_first_of("=:"); separator < part.size()) {
      const std::string_view after = part.substr(separator + 1);
      Add(after);
      Add(after.substr(0, after.find('/')));
    }
    const auto decoded = DecodeBase64(part);
    if (!decoded || !internal::IsUtf8(*decoded)) return;
    Add(*decoded);
    Add(std::string_view(*decoded).substr(decoded->find(':') + 1));
  });
}

// What is before the path of the API: a user and password, and the base path, in which gateways have keys.
void SecretFilter::AddPlace() {
  const auto target = TargetOf(request_.url);
  std::string_view place = request_.url;
  place.remove_suffix(target ? target->size() : 0);
  constexpr std::string_view kAfterScheme = "://";
  if (const auto end = place.find(kAfterScheme); end != place.npos) {
    place.remove_prefix(end + kAfterScheme.size());
  }
  const std::string_view authority = place.substr(0, place.find('/'));
  if (const auto at = authority.rfind('@'); at != authority.npos) AddParts(authority.substr(0, at));
  place.remove_prefix(authority.size());
  Add(place);
  ForEachPart(place, "/", [this](std::string_view segment) {
    if (segment.size() >= kShortestPart) Add(segment);
  });
}

std::string SecretFilter::Filter(std::string text) const {
  internal::Redactor redactor;
  for (const std::string& secret : secrets_) redactor.Add(secret);
  redactor.Redact(text);
  return text;
}

HttpHeaders SecretFilter::Filter(const HttpHeaders& headers) const {
  HttpHeaders filtered;
  for (const auto& [name, value] : headers) {
    if (Contains(kOmitted, name)) continue;
    // The names of harmless ones are also in the signature.
    if (Contains(kHarmless, name)) {
      filtered.Add(name, Filter(value));
    } else {
      filtered.Add(Filter(name), std::string(kLeftOut));
    }
  }
  return filtered;
}

std::optional<HttpRequest> SecretFilter::Request() const {
  const auto target = TargetOf(request_.url);
  if (!target) return std::nullopt;
  const std::size_t mark = std::min(target->find('?'), target->size());
  std::string filtered = Filter(std::string(target->substr(0, mark)));
  char separator = '?';
  ForEachPart(target->substr(mark), "?&", [&](std::string_view parameter) {
    filtered += std::exchange(separator, '&');
    filtered += IsHarmlessParameter(parameter)
                    ? Filter(std::string(parameter))
                    : internal::Concat({Filter(std::string(BeforeEquals(parameter))), "=", kHiddenValue});
  });
  return HttpRequest{.method = request_.method,
                     .url = std::move(filtered),
                     .headers = Filter(request_.headers),
                     .body = Filter(request_.body)};
}

Outcome<HttpResponse> SecretFilter::Filter(Outcome<HttpResponse> outcome) const {
  // What is only removed from responses: in requests it would be words, such as those of a base path.
  SecretFilter all(*this);
  all.AddPlace();
  if (!outcome) {
    Error error = std::move(outcome).error();
    error.message = all.Filter(std::move(error.message));
    return Failure(std::move(error));
  }
  // Cookies that the response sets, which its body may repeat.
  constexpr std::size_t kShortestCookie = 16;
  for (const auto& [name, value] : outcome->headers) {
    if (Contains(kHarmless, name) || Contains(kOmitted, name)) continue;
    ForEachPart(value, "=; ", [&](std::string_view part) {
      if (part.size() >= kShortestCookie) all.Add(part);
    });
  }
  return HttpResponse{.status = outcome->status,
                      .headers = all.Filter(outcome->headers),
                      .body = all.Filter(std::move(outcome->body))};
}

std::vector<std::string> SecretFilter::TakeSecrets() && {
  // Those of dozens of requests, each of which has a signature of its own.
  constexpr std::ptrdiff_t kMost = 512;
  const auto size = std::ssize(secrets_);
  if (size > kMost) secrets_.erase(secrets_.begin(), secrets_.begin() + (size - kMost));
  return std::move(secrets_);
}

}  // namespace lookoutvision::testing
