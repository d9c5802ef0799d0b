// Compares requests with recorded ones; see request_differences.h.
#include "request_differences.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string_view>

#include "base/text.h"
#include "base/url.h"

namespace lookoutvision::conformance {
namespace {

using Fields = std::map<std::string, std::string>;

// Headers whose values depend on the recorded SDK.
const std::set<std::string> kNotCompared{"content-length", "user-agent", "x-amz-user-agent", "x-amz-date"};
// Headers that this library sends and some recordings lack.
const std::set<std::string> kNotRecorded{"accept", "amz-sdk-invocation-id", "amz-sdk-request"};
// Parameters and headers whose recorded values may differ from the inputs of the case.
const std::set<std::string> kReplaced{"RoleArn", "WebIdentityToken", "x-amz-security-token"};

// Joins values of the same name in their order.
void Add(Fields& fields, const std::string& name, std::string_view value) {
  const auto [field, added] = fields.try_emplace(name, value);
  if (!added) field->second.append(", ").append(value);
}

Fields HeaderFields(const HttpHeaders& headers) {
  Fields fields;
  for (const auto& field : headers) Add(fields, internal::ToLower(field.name), field.value);
  return fields;
}

// The decoded fields of `a=b&c=d`.
Fields FormFields(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const auto field = text.substr(0, text.find('&'));
    const auto name = field.substr(0, field.find('='));
    const auto value = field.substr(std::min(name.size() + 1, field.size()));
    Add(fields, internal::PercentDecode(name), internal::PercentDecode(value));
    text.remove_prefix(std::min(field.size() + 1, text.size()));
  }
  return fields;
}

// The access key id and the service of the signature; empty if the request is not signed.
std::string SignerOf(const HttpHeaders& headers) {
  static const std::regex kCredential(
      "AWS4-HMAC-SHA256 Credential=([^/]*)/[0-9]*/[^/]*/([^/]*)/aws4_request,.*");
  const std::string authorization(headers.Find("authorization").value_or(""));
  std::smatch match;
  return std::regex_match(authorization, match, kCredential) ? match.str(1) + " for " + match.str(2) : "";
}

std::string WithoutAccount(const std::string& arn) {
  static const std::regex kAccount("^(arn:[^:]*:[^:]*:[^:]*):[0-9]*:");
  return std::regex_replace(arn, kAccount, "$1::");
}

class Comparison {
 public:
  explicit Comparison(const std::vector<std::string>& inputs) : inputs_(inputs) {}

  bool IsInput(const std::string& value) const {
    return !value.empty() && std::any_of(inputs_.begin(), inputs_.end(), [&](const std::string& input) {
      return input.find(value) != input.npos;
    });
  }

  void Compare(const std::string& what, const std::string& sent, const std::string& recorded) {
    if (sent != recorded) differences_ += what + " is \"" + sent + "\", not \"" + recorded + "\"\n";
  }

  void CompareFields(const std::string& what, const Fields& sent, const Fields& recorded) {
    for (const auto& [name, value] : recorded) {
      const auto found = sent.find(name);
      if (found == sent.end()) {
        differences_ += what + " lacks " + name + ", which is \"" + value + "\"\n";
      } else if (!IsReplacement(name, found->second, value)) {
        Compare(what + ' ' + name, found->second, value);
      }
    }
    for (const auto& [name, value] : sent) {
      if (!recorded.contains(name)) differences_ += what + " has " + name + ", which is \"" + value + "\"\n";
    }
  }

  /// Removes the session name if both are generated.
  void EraseSessionName(Fields& sent, Fields& recorded) const {
    const std::string name = "RoleSessionName";
    if (!sent.contains(name) || !recorded.contains(name) || IsInput(recorded[name])) return;
    if (!sent[name].starts_with("lookoutvision-")) return;
    sent.erase(name);
    recorded.erase(name);
  }

  const std::string& differences() const { return differences_; }

 private:
  bool IsReplacement(const std::string& name, const std::string& sent, const std::string& recorded) const {
    return kReplaced.contains(name) && !IsInput(recorded) && IsInput(sent) &&
           (name != "RoleArn" || WithoutAccount(sent) == WithoutAccount(recorded));
  }

  const std::vector<std::string>& inputs_;
  std::string differences_;
};

// The headers that are compared, and the host, which the transport adds.
Fields ComparableHeaders(const HttpRequest& request, const internal::Url& url) {
  Fields headers = HeaderFields(request.headers);
  headers.try_emplace("host", url.Authority());
  std::erase_if(headers, [](const auto& header) {
    const bool is_signature = header.first == "authorization" && header.second.starts_with("AWS4-");
    return is_signature || kNotCompared.contains(header.first);
  });
  return headers;
}

void CompareUrls(Comparison& comparison, const internal::Url& sent, const internal::Url& recorded) {
  const auto path_of = [](const internal::Url& url) {
    return url.path().empty() ? "/" : std::string(url.path());
  };
  comparison.Compare("origin", sent.Origin(), recorded.Origin());
  comparison.Compare("path", path_of(sent), path_of(recorded));
  comparison.CompareFields("query", FormFields(sent.query()), FormFields(recorded.query()));
}

void CompareHeaders(Comparison& comparison, Fields sent, const Fields& recorded) {
  std::erase_if(sent, [&](const auto& header) {
    // The recordings of containers lack the authorization token.
    const bool is_token = header.first == "authorization" && comparison.IsInput(header.second);
    return !recorded.contains(header.first) && (is_token || kNotRecorded.contains(header.first));
  });
  comparison.CompareFields("header", sent, recorded);
}

void CompareBodies(Comparison& comparison, const HttpRequest& sent, const HttpRequest& recorded) {
  if (recorded.headers.Find("content-type") != "application/x-www-form-urlencoded") {
    return comparison.Compare("body", sent.body, recorded.body);
  }
  Fields sent_form = FormFields(sent.body);
  Fields recorded_form = FormFields(recorded.body);
  comparison.EraseSessionName(sent_form, recorded_form);
  comparison.CompareFields("form", sent_form, recorded_form);
}

}  // namespace

std::string RequestDifferences(const HttpRequest& sent, const HttpRequest& recorded,
                               const std::vector<std::string>& inputs) {
  const auto sent_url = internal::ParseUrl(sent.url);
  const auto recorded_url = internal::ParseUrl(recorded.url);
  if (!sent_url || !recorded_url) return "not a URL: " + (sent_url ? recorded.url : sent.url) + '\n';
  Comparison comparison(inputs);
  comparison.Compare("method", sent.method, recorded.method);
  CompareUrls(comparison, *sent_url, *recorded_url);
  comparison.Compare("signer", SignerOf(sent.headers), SignerOf(recorded.headers));
  CompareHeaders(comparison, ComparableHeaders(sent, *sent_url), ComparableHeaders(recorded, *recorded_url));
  CompareBodies(comparison, sent, recorded);
  return comparison.differences();
}

}  // namespace lookoutvision::conformance
