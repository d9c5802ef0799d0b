// Parses requests with Boost.Beast.
#include "testing/request_parser.h"

#include <string_view>

#include <boost/asio/buffer.hpp>

#include "base/text.h"

namespace lookoutvision::testing {
namespace {

namespace http = boost::beast::http;

constexpr std::uint32_t kMaxHeaderBytes = 1u << 20;
constexpr std::uint64_t kMaxBodyBytes = 16u << 20;

std::string_view View(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

RequestParser::RequestParser() {
  eager(true);
  header_limit(kMaxHeaderBytes);
  body_limit(kMaxBodyBytes);
}

RequestParser::State RequestParser::Parse(std::string& input) {
  while (!is_done()) {
    if (input.empty()) return State::kNeedsMore;
    ErrorCode error;
    const std::size_t used = put(boost::asio::buffer(input), error);
    input.erase(0, used);
    if (error == http::error::need_more) return State::kNeedsMore;
    if (error) return State::kInvalid;
  }
  return State::kDone;
}

void RequestParser::on_request_impl(http::verb, Text method, Text target, int, ErrorCode&) {
  request_.method = View(method);
  request_.target = View(target);
}

void RequestParser::on_field_impl(http::field, Text name, Text value, ErrorCode&) {
  // Boost before 1.90 calls this for trailers, too.
  if (is_header_done()) return;
  request_.headers.Add(View(name), View(value));
  if (internal::EqualsIgnoreCase(View(name), "Expect")) {
    expects_continue_ = internal::EqualsIgnoreCase(View(value), "100-continue");
  }
}

std::size_t RequestParser::on_body_impl(Text body, ErrorCode&) {
  request_.body.append(View(body));
  return body.size();
}

}  // namespace lookoutvision::testing
