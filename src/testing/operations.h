// Operations: turns a request into the response that the service would send.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <lookoutvision/testing/fault.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/recorded_request.h>

#include "base/text.h"
#include "protocol/rest_json_service.h"
#include "testing/job_store.h"

namespace lookoutvision::testing {

/// Thread-safe.
class Operations {
 public:
  explicit Operations(MockServiceOptions options);

  /// Finds the operation by method and path, checks the signature and the constraints, and performs it.
  Response Handle(const RecordedRequest& request, internal::SystemTime now);

  /// Calls `inspect` with all jobs, advanced to now.
  void Inspect(internal::SystemTime now, const std::function<void(const JobStore&)>& inspect);

 private:
  struct Call {
    const internal::RequestHead& head;
    std::string_view body;
    std::string region;
    internal::SystemTime now;
  };

  struct Route {
    std::string_view method;
    std::string_view path;
    std::string_view operation;
    Response (Operations::*handle)(const Call&);
  };

  static std::span<const Route> Routes();
  Response Handle(const Route& route, const internal::RequestHead& head, const RecordedRequest& request,
                  internal::SystemTime now);
  Response Start(const Call& call);
  Response Describe(const Call& call);
  Response List(const Call& call);

  std::string Check(const RecordedRequest& request, std::string_view operation, internal::SystemTime now);
  std::optional<std::chrono::seconds> CountRequest();

  std::mutex mutex_;
  const MockServiceOptions options_;
  JobStore jobs_;
  std::optional<std::chrono::steady_clock::time_point> period_begin_;
  int requests_in_period_ = 0;
};

}  // namespace lookoutvision::testing
