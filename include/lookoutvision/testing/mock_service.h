// MockService: a server on loopback that speaks the packaging-job API, checks what it is sent, and misbehaves
// on demand. It packages nothing and stores nothing beyond its own life.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <lookoutvision/credentials.h>
#include <lookoutvision/export.h>
#include <lookoutvision/platform.h>
#include <lookoutvision/start_model_packaging_job.h>
#include <lookoutvision/testing/fault.h>
#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

/// The credentials that the service accepts unless it is told others:
/// `AKIAIOSFODNN7EXAMPLE` with `wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`, no session token.
LOOKOUTVISION_EXPORT Credentials MakeTestCredentials();

/// A job moves on each time it is described: CREATED, from `running_at` on RUNNING, from `finished_at` on
/// SUCCEEDED or FAILED. Both count from 1.
struct ProgressByPolls {
  int running_at = 2;
  int finished_at = 3;
};

/// A job moves on with the service's clock, counted from its start.
struct ProgressByTime {
  std::chrono::milliseconds running_after{0};
  std::chrono::milliseconds finished_after{0};
};

/// How many requests a service takes.
struct RequestRate {
  /// In each `period`, which begins with a request; above zero.
  int requests = 10;
  std::chrono::milliseconds period{1'000};
};

/// The certificate that a server with TLS shows.
enum class ServerCertificate {
  kGood,        ///< Of the service's own CA, for localhost, 127.0.0.1 and ::1.
  kExpired,     ///< As kGood, but it ended yesterday.
  kSelfSigned,  ///< Signed by itself instead of the CA.
  kWrongHost,   ///< Of the CA, for `other.example`.
};

/// How a MockService behaves.
struct MockServiceOptions {
  /// 0: a free port.
  std::uint16_t port = 0;
  bool tls = false;
  ServerCertificate certificate = ServerCertificate::kGood;
  /// Path in front of every operation's own, as gateways have: `/vision`, with a slash at its start and none
  /// at its end.
  std::string base_path = {};

  /// False: requests may be unsigned, and signatures are not looked at.
  bool verify_signatures = true;
  /// Whose signatures are accepted. A session token here must be sent and signed.
  std::vector<Credentials> credentials = {MakeTestCredentials()};
  /// The region a signature must be made for; absent: any.
  std::optional<std::string> signing_region = {};
  std::string signing_name = "lookoutvision";

  /// The projects that exist, each with its model versions (none listed: any); absent: every project exists.
  std::optional<std::map<std::string, std::vector<std::string>>> projects = {};
  std::variant<ProgressByPolls, ProgressByTime> progress = ProgressByPolls{};
  /// Asked when a job starts: how this job moves on, where that is another way than `progress`.
  std::function<std::optional<ProgressByTime>(const StartModelPackagingJobRequest&)> job_progress = {};
  /// Asked when a job starts: a text makes the job end as FAILED, with that text as its StatusMessage.
  std::function<std::optional<std::string>(const StartModelPackagingJobRequest&)> job_failure = {};

  /// The most jobs that a page of a list holds, whatever a request asks for; at least 1.
  std::size_t max_page_size = 100;

  /// How many jobs may be CREATED or RUNNING, in all projects together; one more is refused as
  /// ServiceQuotaExceededException. Absent: any number.
  std::optional<std::size_t> max_running_jobs = {};
  /// Requests beyond it are refused as ThrottlingException, with the time until the next period in
  /// Retry-After, rounded up to seconds. What is refused, for this or for its signature or key, does not
  /// count. Absent: any number.
  std::optional<RequestRate> max_request_rate = {};
  /// Access key ids of `credentials` whose requests are refused as AccessDeniedException.
  std::vector<std::string> denied_access_keys = {};

  /// JSON text of what the service begins with: `projects`, which where present take the place of the option
  /// of that name, and `jobs`. What StateAsJson() gives is such a text; docs/testing.md tells its members.
  /// Empty: nothing.
  std::string seed = {};

  /// The port of 127.0.0.1, 0 for a free one, where the service is watched and told to misbehave by HTTP
  /// requests: see docs/testing.md. A server of its own, plain and on its own thread, so that no path of the
  /// service collides with its paths, and no fault strikes it. Absent: there is none.
  std::optional<std::uint16_t> admin_port = {};
  /// Host names, without a port, by which the admin server may be reached besides those of loopback. A
  /// request whose Host is another one is refused: a browser may have been led here by a name of an
  /// attacker's.
  std::vector<std::string> admin_hosts = {};

  /// How many requests requests() remembers, and how many bytes of targets, headers and bodies they may hold
  /// together: the last ones. The counters count all.
  std::size_t max_recorded_requests = 10'000;
  std::size_t max_recorded_bytes = std::size_t{64} << 20;

  /// Asked first, on the service's thread, about every request that no fault answers, whatever its path and
  /// signature: what it returns is the answer. It makes the service stand in for other services as well. Like
  /// the other callbacks it must not throw.
  std::function<std::optional<Response>(const RecordedRequest&)> handler = {};
  /// Called on the service's thread when a request was read and judged, before it is answered.
  std::function<void(const RecordedRequest&)> on_request = {};
  /// Its wall clock dates answers, jobs, client tokens and signatures; its steady clock measures request
  /// rates and standing faults; its random bytes make request ids and draw which requests a standing fault
  /// strikes.
  Platform platform = {};
};

/// What has happened so far.
struct MockServiceCounters {
  /// Requests read to their end.
  std::size_t requests = 0;
  /// Connections accepted.
  std::size_t connections = 0;
  /// Of those, the ones still open on the service's side.
  std::size_t open_connections = 0;
  /// Faults whose point was reached.
  std::size_t faults = 0;
};

/// The mock service. It listens on 127.0.0.1 from its constructor to Stop(), on one thread of its own, for
/// any number of connections. Its members may be called by many threads.
class LOOKOUTVISION_EXPORT MockService {
 public:
  /// Ready for connections when it returns. Throws std::invalid_argument for options that cannot be, and
  /// std::runtime_error where it cannot listen, or cannot write the CA's file.
  explicit MockService(MockServiceOptions options = {});
  ~MockService();
  MockService(const MockService&) = delete;
  MockService& operator=(const MockService&) = delete;

  /// Closes every connection, withheld answers included, and ends the thread. What was recorded stays.
  void Stop();

  /// `http://127.0.0.1:<port><base path>`, or `https://...`.
  std::string endpoint_url() const;
  std::uint16_t port() const;
  /// `http://127.0.0.1:<admin port>`; empty where there is none.
  std::string admin_url() const;

  /// The certificate of the service's CA, which it made for itself; empty without TLS.
  std::string ca_pem() const;
  /// A file with the same text, removed with the service; empty without TLS.
  std::string ca_bundle_path() const;

  /// Puts a fault, or so many of them, at the end of the queue. The first in the queue is taken by the next
  /// connection where its point is kAccept, else by the next request.
  void Enqueue(const Fault& fault, int times = 1);

  /// Has a fault strike again and again. Of several that could strike, the one installed first does. Throws
  /// std::invalid_argument where a member is out of its range.
  void Install(const OngoingFault& fault);

  /// Drops the queue and all standing faults. A fault that has begun to strike goes on.
  void ClearFaults();

  /// Has the service's wall clock run ahead of the platform's, or behind it where negative: 0 at first.
  /// Throws std::invalid_argument beyond 366 days.
  void SetClockSkew(std::chrono::milliseconds skew);

  /// Lets every exchange that a fault now delays or keeps silent go on at once.
  void Release();

  /// The requests so far, in the order they were read: the last `max_recorded_requests` of them.
  std::vector<RecordedRequest> requests() const;
  MockServiceCounters counters() const;

  /// Projects, jobs with their client tokens, faults, counters and recorded requests as one JSON object: see
  /// docs/testing.md. Signatures and session tokens are left out. Not to be called by MockServiceOptions'
  /// `job_progress` and `job_failure`.
  std::string StateAsJson() const;

  /// Blocks until `condition` holds, asked after every change. False where it does not hold and nothing has
  /// changed for as long as `watchdog`.
  bool WaitUntil(const std::function<bool(const MockServiceCounters&)>& condition,
                 std::chrono::seconds watchdog = std::chrono::seconds{60}) const;
  /// WaitUntil at least so many requests were read.
  bool WaitForRequests(std::size_t count, std::chrono::seconds watchdog = std::chrono::seconds{60}) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lookoutvision::testing
