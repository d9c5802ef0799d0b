// MockService: puts the parts together; see the public header.
#include <stdexcept>
#include <utility>

#include <lookoutvision/testing/mock_service.h>

#include "base/real_platform.h"
#include "http/url.h"
#include "testing/certificates.h"
#include "testing/connection.h"
#include "testing/server.h"
#include "testing/temporary_file.h"

namespace lookoutvision::testing {
namespace {

// A base path of another form would never match a request's.
MockServiceOptions Checked(MockServiceOptions options) {
  const std::string& base_path = options.base_path;
  std::string why;
  if (!base_path.empty() &&
      (base_path.front() != '/' || base_path.back() == '/' ||
       !internal::ParseUrl("http://localhost" + base_path, why) || base_path.find('?') != base_path.npos)) {
    throw std::invalid_argument(
        "MockServiceOptions::base_path must be a path such as /vision, percent-encoded, with a slash at its "
        "start and "
        "none at its end");
  }
  options.platform = internal::WithRealParts(std::move(options.platform));
  return options;
}

}  // namespace

Credentials TestCredentials() {
  return {.access_key_id = "AKIAIOSFODNN7EXAMPLE",
          .secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
}

class MockService::Impl {
 public:
  explicit Impl(MockServiceOptions options)
      : state(Checked(std::move(options))),
        identity(state.options.tls ? std::optional(MakeServerIdentity(state.options.certificate))
                                   : std::nullopt),
        server(state, identity) {
    if (identity) ca_file.emplace("ca.pem", identity->ca);
  }

  ServiceState state;
  std::optional<ServerIdentity> identity;
  std::optional<TemporaryFile> ca_file;
  Server server;
};

MockService::MockService(MockServiceOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
MockService::~MockService() = default;

void MockService::Stop() {
  impl_->server.Stop();
}

std::string MockService::endpoint_url() const {
  const MockServiceOptions& options = impl_->state.options;
  return (options.tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port()) +
         options.base_path;
}

std::uint16_t MockService::port() const {
  return impl_->server.port();
}

std::string MockService::ca_pem() const {
  return impl_->identity ? impl_->identity->ca : std::string();
}

std::string MockService::ca_bundle_path() const {
  return impl_->ca_file ? impl_->ca_file->path() : std::string();
}

void MockService::Enqueue(const Fault& fault, int times) {
  impl_->state.faults.Push(fault, times);
}

void MockService::Release() {
  impl_->server.Release();
}

std::vector<RecordedRequest> MockService::requests() const {
  return impl_->state.journal.requests();
}

MockServiceCounters MockService::counters() const {
  return impl_->state.journal.counters();
}

bool MockService::WaitUntil(const std::function<bool(const MockServiceCounters&)>& condition,
                            std::chrono::seconds watchdog) const {
  return impl_->state.journal.WaitUntil(condition, watchdog);
}

bool MockService::WaitForRequests(std::size_t count, std::chrono::seconds watchdog) const {
  return WaitUntil([count](const MockServiceCounters& now) { return now.requests >= count; }, watchdog);
}

}  // namespace lookoutvision::testing
