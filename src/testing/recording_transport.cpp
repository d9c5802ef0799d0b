// RecordingTransport: filters an exchange and appends it to the file.
#include <cerrno>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include <lookoutvision/testing/recording_transport.h>

#include "testing/recording.h"

namespace lookoutvision::testing {

class RecordingTransport::Impl {
 public:
  Impl(const std::string& path, std::shared_ptr<HttpTransport> transport)
      : wrapped(std::move(transport)), path_(path), file_(path, std::ios::binary | std::ios::trunc) {
    if (wrapped == nullptr) throw std::invalid_argument("a RecordingTransport needs a transport to wrap");
    Append(RecordingHead());
    if (!error_.empty()) throw std::runtime_error(error_);
  }

  void Record(const HttpRequest& request, std::string_view proxy, const Outcome<HttpResponse>& outcome) {
    const std::lock_guard lock(mutex_);
    SecretFilter filter(request, proxy, std::move(secrets_));
    if (auto written = filter.Request()) {
      if (Append(ToLine({*std::move(written), filter.Filter(outcome)}))) ++recorded_;
    }
    secrets_ = std::move(filter).TakeSecrets();
  }

  std::size_t recorded() const {
    const std::lock_guard lock(mutex_);
    return recorded_;
  }
  std::string error() const {
    const std::lock_guard lock(mutex_);
    return error_;
  }

  const std::shared_ptr<HttpTransport> wrapped;

 private:
  // After a failure nothing more is written: the last line may be incomplete.
  bool Append(const std::string& line) {
    if (!error_.empty()) return false;
    // That of a file that cannot be opened is kept.
    if (file_) errno = 0;
    file_ << line << std::flush;
    if (file_) return true;
    error_ = "cannot write the recording " + path_;
    if (errno != 0) error_ += ": " + std::generic_category().message(errno);
    return false;
  }

  mutable std::mutex mutex_;
  const std::string path_;
  std::ofstream file_;
  std::size_t recorded_ = 0;
  std::string error_;
  /// Those that were sent, in an attempt before or for credentials, which a response may repeat.
  std::vector<std::string> secrets_;
};

RecordingTransport::RecordingTransport(const std::string& path, std::shared_ptr<HttpTransport> transport)
    : impl_(std::make_unique<Impl>(path, std::move(transport))) {}
RecordingTransport::~RecordingTransport() = default;

Outcome<HttpResponse> RecordingTransport::Send(const HttpRequest& request, const HttpSendOptions& options) {
  auto outcome = impl_->wrapped->Send(request, options);
  impl_->Record(request, options.proxy, outcome);
  return outcome;
}

std::size_t RecordingTransport::idle_connections() {
  return impl_->wrapped->idle_connections();
}

std::size_t RecordingTransport::recorded() const {
  return impl_->recorded();
}

std::string RecordingTransport::error() const {
  return impl_->error();
}

}  // namespace lookoutvision::testing
