// The canonical request of SigV4: path, query and headers in the one form that both sides hash. It knows
// neither keys nor times.
#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "signing/sigv4.h"

namespace lookoutvision::internal {
namespace {

constexpr bool IsBlank(char c) {
  return c == ' ' || c == '\t';
}

bool StartsWithIgnoreCase(std::string_view text, std::string_view prefix) {
  return EqualsIgnoreCase(text.substr(0, prefix.size()), prefix);
}

// Segments are dropped before encoding, so an encoded dot (`%2e`) is an ordinary one.
void AppendNormalizedPath(std::string& out, std::string_view path) {
  const std::size_t start = out.size();
  for (std::size_t pos = 0; pos <= path.size();) {
    const std::size_t end = std::min(path.find('/', pos), path.size());
    const std::string_view segment = path.substr(pos, end - pos);
    pos = end + 1;
    if (segment.empty() || segment == ".") continue;
    if (segment == "..") {
      if (out.size() > start) out.resize(out.rfind('/'));
    } else {
      out += '/';
      AppendPercentEncoded(out, segment);
    }
  }
  if (out.size() == start || path.back() == '/') out += '/';
}

void AppendPath(std::string& out, std::string_view path, bool normalize) {
  if (path.empty()) {
    out += '/';
  } else if (normalize) {
    AppendNormalizedPath(out, path);
  } else {
    AppendPercentEncoded(out, path, true);
  }
}

void AppendQuery(std::string& out, std::string_view query) {
  if (query.empty()) return;

  struct Parameter {
    std::size_t name_offset, value_offset, end;
  };
  std::string encoded;
  encoded.reserve(query.size() + query.size() / 2);
  std::vector<Parameter> parameters;
  parameters.reserve(1 + static_cast<std::size_t>(std::count(query.begin(), query.end(), '&')));
  for (std::size_t pos = 0; pos < query.size();) {
    const std::size_t end = std::min(query.find('&', pos), query.size());
    const std::string_view text = query.substr(pos, end - pos);
    pos = end + 1;
    if (text.empty()) continue;
    const std::size_t equals = std::min(text.find('='), text.size());
    Parameter parameter{};
    parameter.name_offset = encoded.size();
    AppendPercentEncoded(encoded, PercentDecode(text.substr(0, equals)));
    parameter.value_offset = encoded.size();
    if (equals < text.size()) AppendPercentEncoded(encoded, PercentDecode(text.substr(equals + 1)));
    parameter.end = encoded.size();
    parameters.push_back(parameter);
  }

  const std::string_view all = encoded;
  const auto name = [all](const Parameter& p) {
    return all.substr(p.name_offset, p.value_offset - p.name_offset);
  };
  const auto value = [all](const Parameter& p) { return all.substr(p.value_offset, p.end - p.value_offset); };
  // Not as one text: '=' would then sort among the characters of the names.
  std::sort(parameters.begin(), parameters.end(), [&](const Parameter& a, const Parameter& b) {
    const int order = name(a).compare(name(b));
    return order != 0 ? order < 0 : value(a) < value(b);
  });
  const std::size_t start = out.size();
  for (const Parameter& parameter : parameters) {
    if (out.size() > start) out += '&';
    out += name(parameter);
    out += '=';
    out += value(parameter);
  }
}

void AppendFolded(std::string& out, std::string_view value) {
  value = Trim(value);
  // Nearly every value stays as it is.
  if (value.find('\t') == value.npos && value.find("  ") == value.npos) {
    out += value;
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!IsBlank(value[i])) {
      out += value[i];
    } else if (!IsBlank(value[i - 1])) {  // never the first one, since the value is trimmed
      out += ' ';
    }
  }
}

void AppendLower(std::string& out, std::string_view name) {
  const std::size_t start = out.size();
  out.resize(start + name.size());
  std::transform(name.begin(), name.end(), out.begin() + static_cast<std::ptrdiff_t>(start), Lower);
}

int CompareIgnoreCase(std::string_view a, std::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    const int order = static_cast<unsigned char>(Lower(a[i])) - static_cast<unsigned char>(Lower(b[i]));
    if (order != 0) return order;
  }
  return a.size() < b.size() ? -1 : static_cast<int>(a.size() > b.size());
}

struct Header {
  std::string_view name;
  std::string_view value;
  // Where the canonical request has its name; 0 where a field before it had the same.
  std::size_t line = 0;
};

// The fields that are signed, sorted by name. Few of them, as a call has, cost no memory from the heap.
class SortedHeaders {
 public:
  explicit SortedHeaders(const SignableRequest& request);

  Header* begin() { return begin_; }
  Header* end() { return end_; }

 private:
  std::array<Header, 16> few_;
  std::vector<Header> many_;
  Header* begin_ = few_.data();
  Header* end_ = begin_;
};

SortedHeaders::SortedHeaders(const SignableRequest& request) {
  const HttpHeaders& fields = *request.headers;
  if (const std::size_t count = fields.size(); count > few_.size()) {
    many_.resize(count);
    begin_ = end_ = many_.data();
  }
  for (const auto& [name, value] : fields) {
    if (!request.sign_every_header && IsNeverSigned(name)) continue;
    *end_++ = {.name = name, .value = value};
  }
  std::stable_sort(begin_, end_,
                   [](const Header& a, const Header& b) { return CompareIgnoreCase(a.name, b.name) < 0; });
}

// Appends a line for each name, an empty line, and the names. Returns where the names begin.
std::size_t AppendHeaders(std::string& out, SortedHeaders& headers) {
  for (Header* header = headers.begin(); header != headers.end(); ++header) {
    if (header != headers.begin() && CompareIgnoreCase(header[-1].name, header->name) == 0) {
      out.back() = ',';
    } else {
      header->line = out.size();
      AppendLower(out, header->name);
      out += ':';
    }
    AppendFolded(out, header->value);
    out += '\n';
  }
  out += '\n';
  const std::size_t names = out.size();
  for (const Header& header : headers) {
    if (header.line == 0) continue;
    if (out.size() > names) out += ';';
    out.append(out, header.line, header.name.size());
  }
  return names;
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
  std::string out;
  AppendPath(out, path, normalize);
  return out;
}

std::string CanonicalQuery(std::string_view query) {
  std::string out;
  AppendQuery(out, query);
  return out;
}

CanonicalRequest MakeCanonicalRequest(const SignableRequest& request) {
  std::size_t names_size = 0;
  std::size_t values_size = 0;
  for (const auto& field : *request.headers) {
    names_size += field.name.size() + 1;
    values_size += field.value.size() + 2;
  }
  CanonicalRequest canonical;
  std::string& text = canonical.text;
  // Enough unless much of path or query must be encoded, which then costs a reallocation and nothing else.
  text.reserve(request.method.size() + 2 * (request.path.size() + request.query.size()) + 2 * names_size +
               values_size + request.payload_hash.size() + 8);
  text += request.method;
  text += '\n';
  AppendPath(text, request.path, request.normalize_path);
  text += '\n';
  AppendQuery(text, request.query);
  text += '\n';
  SortedHeaders headers(request);
  canonical.signed_headers_begin = AppendHeaders(text, headers);
  canonical.signed_headers_size = text.size() - canonical.signed_headers_begin;
  text += '\n';
  text += request.payload_hash;
  return canonical;
}

}  // namespace lookoutvision::internal
