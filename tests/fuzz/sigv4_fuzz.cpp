// Fuzz target: signs any path, query and headers; the mock service must accept the signed request, and reject
// changed ones.
#include <algorithm>
#include <utility>
#include <vector>

#include <lookoutvision/credentials.h>
#include <lookoutvision/testing/recorded_request.h>

#include "input.h"
#include "signing/sigv4.h"
#include "testing/responses.h"
#include "testing/signature_check.h"

namespace lookoutvision {
namespace {

using fuzz::Require;
using testing::RecordedRequest;

const internal::SystemTime kNow(std::chrono::seconds(1'767'225'600));

// Whether `text` contains only unreserved characters, percent-encoded bytes in upper case, and `others`.
bool IsEncoded(std::string_view text, std::string_view others) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (text.size() - i < 3 || kHex.find(text[i + 1]) == kHex.npos || kHex.find(text[i + 2]) == kHex.npos) {
        return false;
      }
      i += 2;
    } else if (others.find(text[i]) == others.npos &&
               internal::PercentEncode(text.substr(i, 1)).size() != 1) {
      return false;
    }
  }
  return true;
}

void CheckPath(std::string_view path) {
  const std::string plain = internal::CanonicalPath(path, false);
  Require(IsEncoded(plain, "/"), "a canonical path is encoded");
  Require(internal::PercentDecode(plain) == (path.empty() ? "/" : path),
          "a canonical path decodes to the path");

  const std::string normal = internal::CanonicalPath(path, true);
  Require(IsEncoded(normal, "/") && normal.starts_with('/'), "a normalised path is encoded and absolute");
  std::string_view rest = std::string_view(normal).substr(1);
  while (!rest.empty()) {
    const auto segment = fuzz::TakeUntil('/', rest);
    Require(!segment.empty() && segment != "." && segment != "..",
            "a normalised path has no empty or dot segment");
  }
  Require(normal.ends_with('/') == (normal.size() == 1 || path.ends_with('/')),
          "a normalised path ends in a slash only if the path does");
  Require(internal::CanonicalPath(internal::PercentDecode(normal), true) == normal,
          "a normalised path is unchanged");
}

void CheckQuery(std::string_view query) {
  const std::string canonical = internal::CanonicalQuery(query);
  Require(IsEncoded(canonical, "&="), "a canonical query is encoded");
  Require(internal::CanonicalQuery(canonical) == canonical, "a canonical query is unchanged");

  std::vector<std::pair<std::string_view, std::string_view>> parameters;
  for (std::string_view rest = canonical; !rest.empty();) {
    auto value = fuzz::TakeUntil('&', rest);
    Require(std::count(value.begin(), value.end(), '=') == 1, "a parameter has one equals sign");
    const auto name = fuzz::TakeUntil('=', value);
    parameters.emplace_back(name, value);
  }
  Require(std::is_sorted(parameters.begin(), parameters.end()), "parameters are sorted by name, then value");

  std::string reversed;
  std::size_t count = 0;
  for (std::string_view rest = query; !rest.empty();) {
    const std::string part(fuzz::TakeUntil('&', rest));
    if (part.empty()) continue;
    reversed = reversed.empty() ? part : part + '&' + reversed;
    ++count;
  }
  Require(count == parameters.size(), "no parameter is lost or added");
  Require(internal::CanonicalQuery(reversed) == canonical, "the order of the parameters does not matter");
}

// Whether a caller may add this field: the pipeline rejects invalid ones, and sets those of the signature.
bool IsSignable(std::string_view name, std::string_view value) {
  for (const char* own : {"Authorization", "Host", "X-Amz-Date", "X-Amz-Security-Token"}) {
    if (internal::EqualsIgnoreCase(name, own)) return false;
  }
  const bool control = std::any_of(value.begin(), value.end(), [](char c) {
    return c != '\t' && internal::HasControlCharacters({&c, 1});
  });
  return !name.empty() && std::all_of(name.begin(), name.end(), internal::IsTokenCharacter) && !control;
}

HttpHeaders HeadersFrom(fuzz::Fields& fields) {
  HttpHeaders headers;
  headers.Add("Host", "vision.plant7.example");
  headers.Add("X-Amz-Date", internal::FormatAmzDate(kNow));
  while (!fields.empty()) {
    const std::string name = fields.Text();
    const std::string value = fields.Text();
    if (IsSignable(name, value)) headers.Add(name, value);
  }
  return headers;
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

// The same fields in another order and in upper case, with more blanks around and inside the values.
HttpHeaders Rewrite(const HttpHeaders& headers) {
  std::vector<HttpHeaders::Field> fields(headers.begin(), headers.end());
  std::stable_sort(fields.begin(), fields.end(), [](const auto& a, const auto& b) {
    return internal::ToLower(b.name) < internal::ToLower(a.name);
  });
  HttpHeaders rewritten;
  for (const auto& [name, value] : fields) {
    std::string wider = "\t ";
    for (const char c : value) wider += c == ' ' || c == '\t' ? " \t " : std::string(1, c);
    rewritten.Add(Upper(name), wider + " ");
  }
  rewritten.Add("User-Agent", "another");
  rewritten.Add("Connection", "close");
  return rewritten;
}

void CheckCanonicalRequest(internal::SignableRequest request) {
  const HttpHeaders& headers = *request.headers;
  const auto canonical = internal::MakeCanonicalRequest(request);
  const HttpHeaders rewritten = Rewrite(headers);
  request.headers = &rewritten;
  const auto again = internal::MakeCanonicalRequest(request);
  Require(again.text == canonical.text && again.signed_headers == canonical.signed_headers,
          "order, case, blanks and unsigned headers do not matter");

  std::vector<std::string> names;
  for (std::string_view rest = canonical.signed_headers; !rest.empty();) {
    names.emplace_back(fuzz::TakeUntil(';', rest));
  }
  Require(std::adjacent_find(names.begin(), names.end(), std::greater_equal<>()) == names.end(),
          "signed names are sorted and unique");
  for (const auto& [name, value] : headers) {
    const bool listed = std::binary_search(names.begin(), names.end(), internal::ToLower(name));
    Require(listed != internal::IsNeverSigned(name), "every header is signed unless it is never signed");
  }
  const auto lines = std::count(canonical.text.begin(), canonical.text.end(), '\n');
  Require(lines == static_cast<std::ptrdiff_t>(names.size()) + 5, "a canonical header is one line");
}

bool IsAccepted(const RecordedRequest& request, const Credentials& credentials) {
  const testing::MockServiceOptions options{.credentials = {credentials}, .signing_region = "eu-west-1"};
  try {
    testing::CheckSignature(request, options, kNow);
    return true;
  } catch (const testing::ServiceError& error) {
    Require(error.status == 403 && !error.type.empty() && !error.message.empty(), "a rejection has a reason");
    return false;
  }
}

void CheckSignature(RecordedRequest request, const internal::SignableRequest& signable,
                    const std::string& session_token) {
  const Credentials credentials{
      .access_key_id = "AKIDEXAMPLE", .secret_access_key = "secret", .session_token = session_token};
  internal::SigningKeyCache cache;
  const std::string authorization = internal::Authorization(
      signable, credentials, {.region = "eu-west-1", .service = "lookoutvision", .time = kNow}, cache);
  Require(!internal::HasControlCharacters(authorization), "a header contains no control characters");
  request.headers.Add("Authorization", authorization);
  Require(IsAccepted(request, credentials), "a signed request is accepted");

  RecordedRequest changed = request;
  changed.body += 'x';
  Require(!IsAccepted(changed, credentials), "a changed body is rejected");
  changed = request;
  changed.target.insert(std::min(changed.target.find('?'), changed.target.size()), "/x");
  Require(!IsAccepted(changed, credentials), "a changed path is rejected");
  changed = request;
  changed.target += changed.target.find('?') == std::string::npos ? "?x" : "&x";
  Require(!IsAccepted(changed, credentials), "a changed query is rejected");
  changed = request;
  changed.headers.Set("Host", "other.example");
  Require(!IsAccepted(changed, credentials), "a changed header is rejected");
}

}  // namespace
}  // namespace lookoutvision

// Fields: method, path, query, session token, body, then names and values of headers. At the end, path and
// query are also used as an Authorization and a date, which are never valid.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lookoutvision;
  fuzz::Fields fields(fuzz::AsText(data, size));
  RecordedRequest request;
  request.method = fields.Text();
  std::string path = fields.Text();
  path.resize(std::min(path.find('?'), path.size()));
  const std::string query = fields.Text();
  const std::string session_token = fields.Text();
  request.body = fields.Text();
  request.target = query.empty() ? path : path + '?' + query;
  CheckPath(path);
  CheckQuery(query);
  if (internal::HasControlCharacters(request.method + session_token)) return 0;

  request.headers = HeadersFrom(fields);
  if (!session_token.empty()) request.headers.Add("X-Amz-Security-Token", session_token);
  const std::string payload_hash = internal::Hex(internal::Sha256(request.body));
  const internal::SignableRequest signable{.method = request.method,
                                           .path = path,
                                           .query = query,
                                           .headers = &request.headers,
                                           .payload_hash = payload_hash};
  CheckCanonicalRequest(signable);
  CheckSignature(request, signable, session_token);

  request.headers.Set("X-Amz-Date", query);
  request.headers.Add("Authorization", path);
  Require(!IsAccepted(request, {.access_key_id = "AKIDEXAMPLE", .secret_access_key = "secret"}),
          "an invalid signature is rejected");
  return 0;
}
