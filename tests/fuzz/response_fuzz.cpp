// Fuzz target: any bytes as an HTTP/1.1 response, in any pieces.
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

using fuzz::Must;
using internal::HttpResponseReader;
using Problem = HttpResponseReader::Problem;

struct Result {
  Problem problem = Problem::kNone;
  std::string_view reason = {};
  HttpResponse response = {};
  bool open = false;
  std::size_t left = 0;
};

// In pieces of the given sizes, over and over.
Result Read(std::string_view bytes, std::string_view sizes, bool to_head, HttpResponseReader::Limits limits) {
  Result result;
  HttpResponseReader reader(to_head, limits, result.response);
  for (std::size_t i = 0; !bytes.empty() && !reader.is_over(); ++i) {
    const std::size_t size =
        sizes.empty() ? bytes.size() : static_cast<unsigned char>(sizes[i % sizes.size()]) + 1U;
    std::string_view piece = bytes.substr(0, size);
    const std::size_t offered = piece.size();
    reader.Consume(piece);
    Must(piece.empty() || reader.is_over(), "all is read while the response is not over");
    bytes.remove_prefix(offered - piece.size());
  }
  reader.End();
  Must(reader.is_over(), "the end of the connection is the end of the response");
  Must(reader.reason().empty() == (reader.problem() == Problem::kNone), "a problem has a reason");
  result.problem = reader.problem();
  result.reason = reader.reason();
  result.open = reader.leaves_connection_open();
  result.left = bytes.size();
  return result;
}

void CheckFields(const HttpHeaders& headers) {
  for (const HttpHeaders::Field& field : headers) {
    Must(!field.name.empty() && std::all_of(field.name.begin(), field.name.end(), internal::IsTokenCharacter),
         "a name is a token");
    Must(field.value.find_first_of(std::string_view("\r\n\0", 3)) == field.value.npos, "a value is one line");
    Must(internal::Trim(field.value) == field.value, "a value has no blanks around it");
  }
}

// What was read can be written and read again.
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
  Must(again.problem == Problem::kNone && again.left == 0, "what was read can be read again");
  Must(again.response.status == response.status && again.response.body == response.body, "as it was");
}

void Check(std::string_view bytes, std::string_view sizes, bool to_head, HttpResponseReader::Limits limits) {
  const Result whole = Read(bytes, "", to_head, limits);
  const Result pieces = Read(bytes, sizes, to_head, limits);
  Must(whole.problem == pieces.problem && whole.reason == pieces.reason, "pieces make no difference");
  Must(whole.response.body.size() <= limits.body_bytes, "the body keeps within its limit");
  CheckFields(whole.response.headers);
  if (whole.problem != Problem::kNone) return;
  Must(whole.response.status == pieces.response.status && whole.response.headers == pieces.response.headers &&
           whole.response.body == pieces.response.body && whole.open == pieces.open &&
           whole.left == pieces.left,
       "pieces make no difference to a response");
  CheckAgain(whole.response, to_head);
}

}  // namespace
}  // namespace lookoutvision

// Five bytes say whether the request was a HEAD, what the limits are, and how the rest, which is the
// response, is cut.
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
