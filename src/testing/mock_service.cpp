// MockService: connects the server, the operations, the faults and the admin server.
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lookoutvision/testing/mock_service.h>

#include "base/shell_word.h"
#include "testing/admin.h"
#include "testing/certificates.h"
#include "testing/fault_check.h"
#include "testing/responses.h"
#include "testing/server.h"
#include "testing/service_state.h"
#include "testing/temporary_file.h"

namespace lookoutvision::testing {

Credentials MakeTestCredentials() {
  return {.access_key_id = "AKIAIOSFODNN7EXAMPLE",
          .secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
}

class MockService::Impl {
 public:
  explicit Impl(MockServiceOptions options)
      : state(std::move(options)),
        identity(state.options.tls ? std::optional(MakeServerIdentity(state.options.certificate))
                                   : std::nullopt),
        server(state, identity) {
    if (identity) ca_file.emplace(identity->ca);
    if (state.options.admin_port) {
      state.environment = ExportLines();
      admin_state.emplace(AdminOptions());
      admin.emplace(*admin_state, std::nullopt);
    }
    // Not before it listens: another service may use the state.
    state.operations.ReportChange();
  }

  MockServiceOptions AdminOptions() {
    return {.host = state.options.host,
            .port = *state.options.admin_port,
            .max_recorded_requests = 0,
            .handler =
                [this](const RecordedRequest& request) {
                  return HandleAdminRequest(request, state, [this] { server.Release(); });
                },
            .platform = state.options.platform};
  }

  std::string EndpointUrl() const {
    const MockServiceOptions& options = state.options;
    if (!options.unix_socket.empty()) return "unix:" + options.unix_socket;
    return (options.tls ? "https://" : "http://") + UrlHost(options.host) + ':' +
           std::to_string(server.port()) + options.base_path;
  }

  std::string ExportLines() const {
    std::vector<std::pair<const char*, std::string>> variables{
        {"AWS_ENDPOINT_URL_LOOKOUTVISION", EndpointUrl()},
        {"AWS_REGION", state.options.signing_region.value_or("eu-west-1")},
        // Of the AWS CLI.
        {"AWS_DEFAULT_REGION", state.options.signing_region.value_or("eu-west-1")}};
    if (ca_file) variables.emplace_back("AWS_CA_BUNDLE", ca_file->path());
    std::string hint;
    if (const auto& accepted = state.options.credentials; !accepted.empty()) {
      variables.emplace_back("AWS_ACCESS_KEY_ID", accepted.front().access_key_id);
      if (accepted.front() == MakeTestCredentials()) {
        variables.emplace_back("AWS_SECRET_ACCESS_KEY", accepted.front().secret_access_key);
        // Else a client would send that of the shell.
        variables.emplace_back("AWS_SESSION_TOKEN", "");
      } else {
        hint = "# A secret of yours is not shown: set AWS_SECRET_ACCESS_KEY to that of this key.\n";
      }
    }
    std::string lines;
    for (const auto& [name, value] : variables)
      lines.append("export ").append(name).append("=").append(internal::ShellWord(value)).append("\n");
    return lines + hint;
  }

  ServiceState state;
  std::optional<ServerIdentity> identity;
  std::optional<TemporaryFile> ca_file;
  Server server;
  std::optional<ServiceState> admin_state;
  std::optional<Server> admin;
};

MockService::MockService(MockServiceOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
MockService::~MockService() = default;

void MockService::Stop() {
  if (impl_->admin) impl_->admin->Stop();
  impl_->server.Stop();
}

std::string MockService::endpoint_url() const {
  return impl_->EndpointUrl();
}

std::uint16_t MockService::port() const {
  return impl_->server.port();
}

std::string MockService::admin_url() const {
  if (!impl_->admin) return "";
  return "http://" + UrlHost(impl_->state.options.host) + ':' + std::to_string(impl_->admin->port());
}

std::string MockService::ExportLines() const {
  return impl_->ExportLines();
}

std::string MockService::ca_pem() const {
  return impl_->identity ? impl_->identity->ca : std::string();
}

std::string MockService::ca_bundle_path() const {
  return impl_->ca_file ? impl_->ca_file->path() : std::string();
}

std::uint64_t MockService::Enqueue(const Fault& fault, int times) {
  CheckRanges(fault, "fault");
  return impl_->state.faults.Push(fault, times);
}

std::uint64_t MockService::Install(const OngoingFault& fault) {
  CheckRanges(fault, "fault");
  return impl_->state.faults.Install(fault);
}

std::vector<InstalledFault> MockService::faults() const {
  return impl_->state.faults.installed();
}

bool MockService::RemoveFault(std::uint64_t id) {
  return impl_->state.faults.Remove(id);
}

void MockService::ClearFaults() {
  impl_->state.faults.Clear();
}

void MockService::SetClockSkew(std::chrono::milliseconds skew) {
  impl_->state.SetClockSkew(skew);
}

void MockService::AdvanceClock(std::chrono::milliseconds by) {
  impl_->state.AdvanceClock(by);
}

void MockService::EndJob(const std::string& project_name, const std::string& job_name,
                         std::optional<std::string> failure) {
  try {
    impl_->state.operations.EndJob(project_name, job_name, std::move(failure));
  } catch (const ServiceError& error) {
    throw std::invalid_argument(error.message);
  }
}

void MockService::ReplaceState(const std::string& seed) {
  impl_->state.operations.Replace(seed);
}

void MockService::Reset() {
  impl_->state.Reset();
  impl_->server.Release();
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

std::string MockService::StateAsJson() const {
  return StateJson(impl_->state);
}

bool MockService::WaitUntil(const std::function<bool(const MockServiceCounters&)>& condition,
                            std::chrono::seconds watchdog) const {
  return impl_->state.journal.WaitUntil(condition, watchdog);
}

bool MockService::WaitForRequests(std::size_t count, std::chrono::seconds watchdog) const {
  return WaitUntil([count](const MockServiceCounters& now) { return now.requests >= count; }, watchdog);
}

}  // namespace lookoutvision::testing
