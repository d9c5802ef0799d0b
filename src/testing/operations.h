// Operations: turns a request into the response that the service would send.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/testing/fault.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/recorded_request.h>

#include "base/text.h"
#include "protocol/rest_json_service.h"
#include "testing/job_store.h"

namespace lookoutvision::testing {

/// What a request is about; empty members if it is not a request to the service, or has no such thing.
struct RequestSubject {
  std::string_view operation = {};
  std::string project = {};
  /// The component that a start names, or that the described job makes.
  std::string component = {};
};

/// Thread-safe.
class Operations {
 public:
  explicit Operations(MockServiceOptions options);

  /// Finds the operation by method and path, checks the signature and the constraints, and performs it.
  Response Handle(const RecordedRequest& request, internal::SystemTime now);

  /// The jobs and projects of the options and their seed, and a new period of the request rate.
  void Reset();
  /// Replaces jobs, client tokens and projects by those of a seed. Throws std::invalid_argument if it is not
  /// valid, and then changes nothing.
  void Replace(std::string_view seed);
  /// See JobStore::End().
  void EndJob(std::string_view project, std::string_view name, std::optional<std::string> failure);
  /// See JobStore::AdvanceClock().
  void AdvanceClock(std::chrono::milliseconds by);
  /// Calls MockServiceOptions::on_change if jobs, client tokens, projects or the clock have changed since the
  /// last call. The other members do so themselves.
  void ReportChange();
  /// The names of all operations.
  static std::vector<std::string_view> Names();

  /// Has no effect and checks nothing.
  RequestSubject SubjectOf(const RecordedRequest& request);

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
  struct Match {
    const Route& route;
    internal::RequestHead head;
  };
  std::optional<Match> FindRoute(const RecordedRequest& request) const;
  Response Handle(const Route& route, const internal::RequestHead& head, const RecordedRequest& request,
                  internal::SystemTime now);
  Response Start(const Call& call);
  Response Describe(const Call& call);
  Response List(const Call& call);

  std::string Check(const RecordedRequest& request, std::string_view operation, internal::SystemTime now);
  std::optional<std::chrono::seconds> CountRequest();
  internal::SystemTime Now() const;
  JobStore MakeJobs() const;
  template <typename Changing>
  void Change(Changing change);

  std::mutex mutex_;
  const MockServiceOptions options_;
  JobStore jobs_;
  std::optional<std::chrono::steady_clock::time_point> period_begin_;
  int requests_in_period_ = 0;
};

}  // namespace lookoutvision::testing
