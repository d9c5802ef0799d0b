// Writes the header of an HTTP/1.1 request: RFC 9112, section 3, and the framing of section 6.
#include "http/http_request_writer.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"
#include "base/url.h"

namespace lookoutvision::internal {
namespace {

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenCharacter);
}

bool SendsBody(const HttpRequest& request) {
  return !request.body.empty() || request.method == "POST" || request.method == "PUT" ||
         request.method == "PATCH";
}

// Fields that only the writer sets: a duplicate would let servers disagree about the end of the message.
bool IsReserved(std::string_view name) {
  return EqualsIgnoreCase(name, "Host") || EqualsIgnoreCase(name, "Content-Length") ||
         EqualsIgnoreCase(name, "Transfer-Encoding") || EqualsIgnoreCase(name, "Expect");
}

// Whether `proxy` forwards the request, instead of tunnelling its bytes.
bool IsForwarded(std::string_view url, std::string_view proxy) {
  const bool is_socks = proxy.find("://") != proxy.npos && EqualsIgnoreCase(proxy.substr(0, 5), "socks");
  return !proxy.empty() && !is_socks && EqualsIgnoreCase(url.substr(0, 5), "http:");
}

// `user:password` for Basic authentication; empty if the proxy has no user.
std::string UserOf(std::string_view proxy) {
  const std::size_t scheme = proxy.find("://");
  if (scheme != proxy.npos) proxy.remove_prefix(scheme + 3);
  const std::size_t at = proxy.rfind('@');
  if (at == proxy.npos || at == 0) return "";
  std::string user = PercentDecode(proxy.substr(0, at));
  return proxy.substr(0, at).find(':') == proxy.npos ? user + ':' : user;
}

}  // namespace

bool IsOneRequest(const HttpRequest& request) {
  const auto is_one_line = [](const HttpHeaders::Field& field) {
    return IsToken(field.name) &&
           field.value.find_first_of(std::string_view("\r\n\0", 3)) == field.value.npos;
  };
  return IsToken(request.method) && std::all_of(request.headers.begin(), request.headers.end(), is_one_line);
}

void WriteRequestHeader(const HttpRequest& request, std::string_view proxy, std::string& out) {
  const auto add = [&out](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  const std::string_view url = request.url;
  const std::string_view origin = OriginOf(url);
  const bool is_forwarded = IsForwarded(url, proxy);
  const std::string_view target = url.substr(origin.size());
  out.assign(request.method).append(" ");
  // In the form of the Host header.
  if (is_forwarded) out.append(ParseUrl(url)->Origin());
  if (!target.starts_with('/')) out.append("/");
  out.append(target).append(" HTTP/1.1\r\n");

  const auto host = request.headers.Find("Host");
  add("Host", host ? *host : std::string_view(ParseUrl(url)->Authority()));
  if (is_forwarded) {
    if (const std::string user = UserOf(proxy); !user.empty())
      add("Proxy-Authorization", "Basic " + Base64(user));
  }
  if (!request.headers.Find("Accept")) add("Accept", "*/*");
  for (const HttpHeaders::Field& field : request.headers) {
    if (!IsReserved(field.name)) add(field.name, field.value);
  }
  if (SendsBody(request)) add("Content-Length", std::to_string(request.body.size()));
  out.append("\r\n");
}

}  // namespace lookoutvision::internal
