// Parses requests with Boost.Beast.
#include "testing/request_parser.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include "base/text.h"

namespace lookoutvision::testing {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::uint32_t kMaxHeaderBytes = 1u << 20;
constexpr std::uint64_t kMaxBodyBytes = 16u << 20;

std::string_view View(beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

class RequestParser::Impl : public http::basic_parser<true> {
 public:
  Impl() {
    eager(true);
    header_limit(kMaxHeaderBytes);
    body_limit(kMaxBodyBytes);
  }

  RecordedRequest request;
  bool expects_continue = false;

 private:
  void on_request_impl(http::verb, beast::string_view method, beast::string_view target, int,
                       beast::error_code&) override {
    request.method = View(method);
    request.target = View(target);
  }
  void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
  void on_field_impl(http::field, beast::string_view name, beast::string_view value,
                     beast::error_code&) override {
    // Boost before 1.90 calls this for trailers, too.
    if (header_complete_) return;
    request.headers.Add(View(name), View(value));
    if (internal::EqualsIgnoreCase(View(name), "Expect")) {
      expects_continue = internal::EqualsIgnoreCase(View(value), "100-continue");
    }
  }
  // Pure virtual since Boost 1.90 and absent before, therefore without `override`.
  void on_trailer_field_impl(http::field, beast::string_view, beast::string_view, beast::error_code&) {}
  void on_header_impl(beast::error_code&) override { header_complete_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
  std::size_t on_body_impl(beast::string_view body, beast::error_code&) override {
    request.body.append(View(body));
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, beast::error_code&) override {
    request.body.append(View(body));
    return body.size();
  }
  void on_finish_impl(beast::error_code&) override {}

  bool header_complete_ = false;
};

RequestParser::RequestParser() : impl_(std::make_unique<Impl>()) {}
RequestParser::~RequestParser() = default;

RequestParser::State RequestParser::Parse(std::string& input) {
  while (!impl_->is_done()) {
    if (input.empty()) return State::kNeedsMore;
    beast::error_code error;
    const std::size_t used = impl_->put(boost::asio::buffer(input), error);
    input.erase(0, used);
    if (error == http::error::need_more) return State::kNeedsMore;
    if (error) return State::kBroken;
  }
  return State::kDone;
}

bool RequestParser::TakeExpectation() {
  return impl_->is_header_done() && std::exchange(impl_->expects_continue, false);
}

bool RequestParser::keep_alive() const {
  return impl_->keep_alive();
}

RecordedRequest RequestParser::Take() {
  return std::move(impl_->request);
}

}  // namespace lookoutvision::testing
