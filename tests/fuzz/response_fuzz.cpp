// Fuzz target: parses any bytes as an HTTP/1.1 response, whole and in pieces.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "base/text.h"
#include "http/http_response_reader.h"
#include "input.h"

namespace lookoutvision {
namespace {

using fuzz::Require;
using internal::HttpResponseReader;
using Problem = HttpResponseReader::Problem;

struct Result {
  Problem problem = Problem::kNone;
  std::string_view reason = {};
  HttpResponse response = {};
  bool open = false;
  std::size_t remaining = 0;
};

// Parses pieces of the given sizes, which are repeated.
Result Read(std::string_view bytes, std::string_view sizes, bool to_head, HttpResponseReader::Limits limits) {
  Result result;
  HttpResponseReader reader(to_head, limits, result.response);
  for (std::size_t i = 0; !bytes.empty() && !reader.is_over(); ++i) {
    const std::size_t size =
        sizes.empty() ? bytes.size() : static_cast<unsigned char>(sizes[i % sizes.size()]) + 1U;
    std::string_view piece = bytes.substr(0, size);
    const std::size_t offered = piece.size();
    reader.Consume(piece);
    Require(piece.empty() || reader.is_over(), "a piece is consumed unless the response is over");
    bytes.remove_prefix(offered - piece.size());
  }
  reader.End();
  Require(reader.is_over(), "the end of the connection is the end of the response");
  Require(reader.reason().empty() == (reader.problem() == Problem::kNone),
          "a problem and its reason occur together");
  result.problem = reader.problem();
  result.reason = reader.reason();
  result.open = reader.leaves_connection_open();
  result.remaining = bytes.size();
  return result;
}

void CheckFields(const HttpHeaders& headers) {
  for (const HttpHeaders::Field& field : headers) {
    Require(
        !field.name.empty() && std::all_of(field.name.begin(), field.name.end(), internal::IsTokenCharacter),
        "a field name is a token");
    Require(field.value.find_first_of(std::string_view("\r\n\0", 3)) == field.value.npos,
            "a field value is one line");
    Require(internal::Trim(field.value) == field.value, "a field value is trimmed");
  }
}

// A parsed response can be written and parsed again.
void CheckAgain(const HttpResponse& response, bool to_head) {
  std::string bytes = "HTTP/1.1 " + std::to_string(response.status) + "\r\n";
  for (const HttpHeaders::Field& field : response.headers) {
    if (internal::EqualsIgnoreCase(field.name, "Transfer-Encoding") ||
        internal::EqualsIgnoreCase(field.name, "Content-Length")) {
      continue;
    }
    bytes.append(field.name).append(": ").append(field.value).append("\r\n");
  }
  bytes += "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" + response.body;
  constexpr auto kEnough = std::numeric_limits<std::size_t>::max() / 2;
  const Result again = Read(bytes, "", to_head, {.header_bytes = kEnough, .body_bytes = kEnough});
  Require(again.problem == Problem::kNone && again.remaining == 0, "a written response is parsed");
  Require(again.response.status == response.status && again.response.body == response.body,
          "status and body are unchanged");
}

void Check(std::string_view bytes, std::string_view sizes, bool to_head, HttpResponseReader::Limits limits) {
  const Result whole = Read(bytes, "", to_head, limits);
  const Result pieces = Read(bytes, sizes, to_head, limits);
  Require(whole.problem == pieces.problem && whole.reason == pieces.reason, "pieces make no difference");
  Require(whole.response.body.size() <= limits.body_bytes, "the body is within its limit");
  CheckFields(whole.response.headers);
  if (whole.problem != Problem::kNone) return;
  Require(whole.response.status == pieces.response.status &&
              whole.response.headers == pieces.response.headers &&
              whole.response.body == pieces.response.body && whole.open == pieces.open &&
              whole.remaining == pieces.remaining,
          "pieces make no difference to a response");
  CheckAgain(whole.response, to_head);
}

}  // namespace
}  // namespace lookoutvision

// The first byte is H if the request is a HEAD, two bytes are the limits, two are sizes of pieces, and the
// rest is the response.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kSettings = 5;
  if (size < kSettings) return 0;
  const auto input = lookoutvision::fuzz::AsText(data, size);
  const bool to_head = data[0] == 'H';
  const std::size_t header_bytes = std::size_t{data[1]} * 16;
  const std::size_t body_bytes = std::size_t{data[2]} * 4;
  lookoutvision::Check(input.substr(kSettings), input.substr(3, 2), to_head,
                       {.header_bytes = header_bytes, .body_bytes = body_bytes});
  return 0;
}
