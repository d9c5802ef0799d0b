// The canonical request of SigV4: path, query and headers in the form that client and service hash.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/url.h"
#include "signing/sigv4.h"

namespace lookoutvision::internal {
namespace {

bool StartsWithIgnoreCase(std::string_view text, std::string_view prefix) {
  return EqualsIgnoreCase(text.substr(0, prefix.size()), prefix);
}

// Segments are removed before encoding, so an encoded dot (`%2e`) is an ordinary character.
std::string NormalizedPath(std::string_view path) {
  std::string out;
  for (std::size_t pos = 0; pos <= path.size();) {
    const std::size_t end = std::min(path.find('/', pos), path.size());
    const std::string_view segment = path.substr(pos, end - pos);
    pos = end + 1;
    if (segment.empty() || segment == ".") continue;
    if (segment == "..") {
      if (!out.empty()) out.resize(out.rfind('/'));
    } else {
      out.append("/").append(PercentEncode(segment));
    }
  }
  if (out.empty() || path.back() == '/') out += '/';
  return out;
}

// Appends the trimmed value, with each run of spaces and tabs as one space.
void AppendFolded(std::string& out, std::string_view value) {
  for (const char c : Trim(value)) {
    if (c != ' ' && c != '\t') {
      out += c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
}

// The name in lower case, and the field.
using Header = std::pair<std::string, const HttpHeaders::Field*>;

// Sorted by name; fields with the same name keep their order.
std::vector<Header> HeadersToSign(const SignableRequest& request) {
  std::vector<Header> headers;
  for (const auto& field : *request.headers) {
    if (request.sign_every_header || !IsNeverSigned(field.name))
      headers.emplace_back(ToLower(field.name), &field);
  }
  std::sort(headers.begin(), headers.end());
  return headers;
}

}  // namespace

bool IsNeverSigned(std::string_view name) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "authorization",     "user-agent", "x-amzn-trace-id", "connection", "expect",
      "transfer-encoding", "te",         "trailer",         "upgrade",    "keep-alive"};
  return std::any_of(kNames.begin(), kNames.end(),
                     [name](std::string_view never) { return EqualsIgnoreCase(name, never); }) ||
         StartsWithIgnoreCase(name, "proxy-") || StartsWithIgnoreCase(name, "sec-websocket-");
}

std::string CanonicalPath(std::string_view path, bool normalize) {
  if (path.empty()) return "/";
  return normalize ? NormalizedPath(path) : PercentEncode(path, /*keep_slash=*/true);
}

std::string CanonicalQuery(std::string_view query) {
  auto parameters = ParseQuery(query);
  for (auto& [name, value] : parameters) {
    name = PercentEncode(name);
    value = PercentEncode(value);
  }
  // Sorted as pairs: in a single string, '=' would take part in the comparison.
  std::sort(parameters.begin(), parameters.end());
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(value);
  }
  return out;
}

CanonicalRequest MakeCanonicalRequest(const SignableRequest& request) {
  CanonicalRequest canonical;
  std::string& text = canonical.text;
  text.append(request.method).append("\n");
  text.append(CanonicalPath(request.path, request.normalize_path)).append("\n");
  text.append(CanonicalQuery(request.query)).append("\n");
  std::string_view last;
  const std::vector<Header> headers = HeadersToSign(request);
  for (const auto& [name, field] : headers) {
    if (!last.empty() && name == last) {
      text.back() = ',';
    } else {
      if (!last.empty()) canonical.signed_headers += ';';
      canonical.signed_headers += name;
      text.append(name).append(":");
    }
    last = name;
    AppendFolded(text, field->value);
    text += '\n';
  }
  text.append("\n").append(canonical.signed_headers).append("\n").append(request.payload_hash);
  return canonical;
}

}  // namespace lookoutvision::internal
