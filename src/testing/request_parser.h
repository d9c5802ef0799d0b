// RequestParser: parses the bytes of one HTTP/1 request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>

#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

/// Parses one request. It does not decode the target; header fields keep their names, values and order.
class RequestParser : private boost::beast::http::basic_parser<true> {
 public:
  enum class State { kNeedsMore, kDone, kInvalid };

  RequestParser();

  /// Removes the bytes that it uses from the front of `input`.
  State Parse(std::string& input);

  /// Returns true once: when the headers are complete and the client waits for `100 Continue` before its
  /// body.
  bool TakeExpectation() { return is_header_done() && std::exchange(expects_continue_, false); }

  /// Whether the connection may carry another request after this one.
  using basic_parser::keep_alive;

  RecordedRequest Take() { return std::move(request_); }

 private:
  using Text = boost::beast::string_view;
  using ErrorCode = boost::beast::error_code;

  void on_request_impl(boost::beast::http::verb, Text method, Text target, int, ErrorCode&) override;
  void on_response_impl(int, Text, int, ErrorCode&) override {}
  void on_field_impl(boost::beast::http::field, Text name, Text value, ErrorCode&) override;
  // Pure virtual since Boost 1.90 and absent before, therefore without `override`.
  void on_trailer_field_impl(boost::beast::http::field, Text, Text, ErrorCode&) {}
  void on_header_impl(ErrorCode&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  std::size_t on_body_impl(Text body, ErrorCode&) override;
  void on_chunk_header_impl(std::uint64_t, Text, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text body, ErrorCode& error) override {
    return on_body_impl(body, error);
  }
  void on_finish_impl(ErrorCode&) override {}

  RecordedRequest request_;
  bool expects_continue_ = false;
};

}  // namespace lookoutvision::testing
