// MockService: a local server that implements the packaging-job API and misbehaves on demand.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
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

/// The credentials that the service accepts by default:
/// `AKIAIOSFODNN7EXAMPLE` with `wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`, no session token.
LOOKOUTVISION_EXPORT Credentials MakeTestCredentials();

/// A job advances each time it is described: CREATED, then RUNNING, then SUCCEEDED or FAILED.
struct ProgressByPolls {
  /// The poll, counted from 1, that first reports RUNNING.
  int running_at = 2;
  /// The poll, counted from 1, that first reports SUCCEEDED or FAILED.
  int finished_at = 3;
};

/// A job advances with the service's clock.
struct ProgressByTime {
  /// From the job's start to RUNNING.
  std::chrono::milliseconds running_after{0};
  /// From the job's start to SUCCEEDED or FAILED.
  std::chrono::milliseconds finished_after{0};
};

/// How many requests the service accepts per period.
struct RequestRate {
  /// The maximum number of requests per `period`; at least 1.
  int requests = 10;
  /// The length of a period, which begins with a request; above zero.
  std::chrono::milliseconds period{1'000};
};

/// The certificate that a server with TLS presents.
enum class ServerCertificate {
  kGood,        ///< Signed by the service's own CA, for localhost, 127.0.0.1 and ::1.
  kExpired,     ///< As kGood, but it expired yesterday.
  kSelfSigned,  ///< Signed by itself instead of the CA.
  kWrongHost,   ///< Signed by the CA, for `other.example`.
};

/// How a MockService behaves.
struct MockServiceOptions {
  /// The IPv4 or IPv6 address to listen on, for the admin server, too. `0.0.0.0` and `::` are all addresses
  /// of the machine: everyone who reaches it can then use the service and its admin server.
  std::string host = "127.0.0.1";
  /// The port to listen on; 0 means a free one.
  std::uint16_t port = 0;
  /// The absolute path of a Unix socket to listen on instead of a port; empty: a port. Replaces the socket of
  /// a service that was killed, but no other file. Not together with `port`, `tls` and `base_path`.
  std::string unix_socket = {};
  /// Whether to serve https, with a CA that is made at the start.
  bool tls = false;
  /// The certificate to present if `tls` is set.
  ServerCertificate certificate = ServerCertificate::kGood;
  /// A path before that of every operation, as gateways use: `/vision`, with a slash at its start and none at
  /// its end.
  std::string base_path = {};

  /// Whether requests must have a valid signature.
  bool verify_signatures = true;
  /// The credentials whose signatures are accepted. A session token here must be sent and signed.
  std::vector<Credentials> credentials = {MakeTestCredentials()};
  /// The region that a signature must be made for; absent: any.
  std::optional<std::string> signing_region = {};
  /// The service name that a signature must be made for.
  std::string signing_name = "lookoutvision";

  /// The projects that exist, each with its model versions (none listed: any); absent: every project exists.
  std::optional<std::map<std::string, std::vector<std::string>>> projects = {};
  /// How jobs advance.
  std::variant<ProgressByPolls, ProgressByTime> progress = ProgressByPolls{};
  /// Called when a job starts: how this job advances; absent: as `progress` says.
  std::function<std::optional<ProgressByTime>(const StartModelPackagingJobRequest&)> job_progress = {};
  /// Called when a job starts: a text makes the job end as FAILED, with that text as its StatusMessage.
  std::function<std::optional<std::string>(const StartModelPackagingJobRequest&)> job_failure = {};

  /// The maximum number of jobs on a page of a list, even if a request asks for more; at least 1.
  std::size_t max_page_size = 100;

  /// How many jobs may be CREATED or RUNNING, in all projects together; one more is rejected with
  /// ServiceQuotaExceededException. Absent: unlimited.
  std::optional<std::size_t> max_running_jobs = {};
  /// Requests beyond it are rejected with ThrottlingException, with the time until the next period in
  /// Retry-After, rounded up to seconds. Requests rejected for this, their signature or their key do not
  /// count. Absent: unlimited.
  std::optional<RequestRate> max_request_rate = {};
  /// Access key ids of `credentials` whose requests are rejected with AccessDeniedException.
  std::vector<std::string> denied_access_keys = {};

  /// JSON text of the initial state: `jobs`, and `projects`, which if present replace the option of that
  /// name. StateAsJson() returns such a text; docs/testing.md documents its members. Empty: no jobs.
  std::string seed = {};

  /// Seed of what faults draw: whether an ongoing fault with a `share` applies, and delays. With the same
  /// seed and the same faults, the n-th request that a fault could apply to draws the same, whatever the
  /// other faults do. A fault draws by its number since the start or the last ClearFaults().
  std::uint64_t fault_seed = 0;

  /// The port of `host`, 0 for a free one, of the admin server, which reports the state and takes faults
  /// over plain HTTP: see docs/testing.md. It is a separate server with its own thread, so its paths do not
  /// collide with those of the service, and no fault applies to it. Absent: no admin server.
  std::optional<std::uint16_t> admin_port = {};
  /// Host names, without a port, that the admin server accepts in addition to those of loopback. A request
  /// with another Host is rejected, because a web page could reach the server by DNS rebinding.
  std::vector<std::string> admin_hosts = {};

  /// The maximum number of requests that requests() returns: the latest. The counters count all.
  std::size_t max_recorded_requests = 10'000;
  /// The maximum size of their methods, targets, headers, bodies and error messages together, in bytes.
  std::size_t max_recorded_bytes = std::size_t{64} << 20;

  /// Called first, on the service's thread, for every request that no fault responds to, before its path and
  /// signature are checked; the service sends what it returns. With it the service can stand in for other
  /// services. Absent or std::nullopt: the service's own response. Like the other callbacks it must not
  /// throw.
  std::function<std::optional<Response>(const RecordedRequest&)> handler = {};
  /// Called on the service's thread when a request was read and checked, before the response is sent.
  std::function<void(const RecordedRequest&)> on_request = {};
  /// Called with a seed of the current state, `jobs`, `projects` and `clock_advance_ms`, after the start and
  /// after each change of it, before the response to the request that made the change. A service that is
  /// started with the latest one continues where this one ended. Calls follow each other, on the service's
  /// thread, on that of the admin server and on those that call members; it must not call members itself.
  std::function<void(const std::string& seed)> on_change = {};
  /// Its wall clock dates responses, jobs, client tokens and signatures; its steady clock measures request
  /// rates and ongoing faults; its random bytes make request ids. An empty member means the real one.
  Platform platform = {};
};

/// Counts of what has happened so far.
struct MockServiceCounters {
  /// Requests read to their end.
  std::size_t requests = 0;
  /// Connections accepted.
  std::size_t connections = 0;
  /// Connections that are still open on the service's side.
  std::size_t open_connections = 0;
  /// Faults whose point was reached.
  std::size_t faults = 0;
};

/// The mock service. It listens from its constructor to Stop(), on one thread of its own, for any number of
/// connections. It packages nothing and keeps its jobs in memory. Thread-safe.
class LOOKOUTVISION_EXPORT MockService {
 public:
  /// Accepts connections when it returns. Throws std::invalid_argument for invalid options, and
  /// std::runtime_error if it cannot listen or cannot write the CA's file.
  explicit MockService(MockServiceOptions options = {});
  /// Stops the service and removes the CA's file.
  ~MockService();
  MockService(const MockService&) = delete;
  MockService& operator=(const MockService&) = delete;

  /// Closes every connection, drops withheld responses, and ends the thread. The recorded requests remain.
  void Stop();

  /// `http://<host>:<port><base path>`, `https://...`, or `unix:<path>`. For the hosts `0.0.0.0` and `::` it
  /// names 127.0.0.1 and [::1].
  std::string endpoint_url() const;
  /// The port that the service listens on; 0 if it is a Unix socket.
  std::uint16_t port() const;
  /// `http://<host>:<admin port>`, likewise; empty without an admin server.
  std::string admin_url() const;
  /// The variables of a client of this service, as `export` lines for a shell: endpoint, region, CA bundle,
  /// and the first of the credentials; if they are those of MakeTestCredentials(), with the secret, and an
  /// empty session token that replaces that of the shell.
  std::string ExportLines() const;

  /// The PEM text of the CA certificate that the service made at start; empty without TLS.
  std::string ca_pem() const;
  /// The path of a file with the same text, removed by the destructor; empty without TLS.
  std::string ca_bundle_path() const;

  /// Appends a fault to the queue, `times` times, and returns its id. The first in the queue applies to the
  /// next connection if its point is kAccept, else to the next request. A fault with a match waits for a
  /// request that matches; meanwhile the faults behind it apply to the other requests. Throws
  /// std::invalid_argument if a member is out of range.
  std::uint64_t Enqueue(const Fault& fault, int times = 1);

  /// Installs a fault that applies repeatedly, and returns its id. Of several that could apply, the one
  /// installed first does. Throws std::invalid_argument if a member is out of range.
  std::uint64_t Install(const OngoingFault& fault);

  /// The queued faults, in their order, then the ongoing ones that have not ended.
  std::vector<InstalledFault> faults() const;
  /// Drops the fault with that id; returns false if there is none, for example because it was used up. A
  /// fault that is being applied continues.
  bool RemoveFault(std::uint64_t id);
  /// Drops the queue and all ongoing faults. A fault that is being applied continues.
  void ClearFaults();

  /// Sets how far the service's wall clock runs ahead of the platform's, or behind it if negative; initially
  /// 0. Throws std::invalid_argument beyond 366 days.
  void SetClockSkew(std::chrono::milliseconds skew);

  /// Lets time pass for jobs, client tokens and ongoing faults. The `Date` of responses and the time of
  /// signatures do not change, so clients need not follow. Throws std::invalid_argument if `by` is negative,
  /// or the sum since the start would be beyond 366 days.
  void AdvanceClock(std::chrono::milliseconds by);

  /// Ends a job now, even one that has already ended: as SUCCEEDED, or, with a `failure`, as FAILED with that
  /// text as its StatusMessage; an empty text means a general one. Throws std::invalid_argument if there is
  /// no such job, or if a failed one cannot succeed, because another job has made its component version
  /// since.
  void EndJob(const std::string& project_name, const std::string& job_name,
              std::optional<std::string> failure = {});

  /// Replaces jobs, client tokens and projects as a whole by those of a JSON text as in
  /// MockServiceOptions::seed; without `projects` in it, every project exists. Throws std::invalid_argument
  /// if the text is not valid, and then changes nothing. A request sees either the old state or the new one.
  void ReplaceState(const std::string& seed);

  /// Returns to the state after the start: the jobs and projects of the options and their seed, no faults, no
  /// clock skew, no time that has passed by AdvanceClock(), no recorded requests, and no requests and faults
  /// in the counters. Exchanges that a fault delays or keeps silent continue, as after Release().
  void Reset();

  /// Continues every exchange that a fault now delays or keeps silent.
  void Release();

  /// The latest requests, in the order they were read, as many as MockServiceOptions::max_recorded_requests
  /// and max_recorded_bytes allow.
  std::vector<RecordedRequest> requests() const;
  /// The counters, all taken at the same moment.
  MockServiceCounters counters() const;

  /// Projects, jobs with their client tokens, faults, counters and recorded requests as one JSON object: see
  /// docs/testing.md. Signatures and session tokens are left out. Must not be called by
  /// MockServiceOptions::job_progress and job_failure. Nor must the members that change jobs or the clock.
  std::string StateAsJson() const;

  /// Blocks until `condition` returns true, which it checks after every change. Returns false if nothing has
  /// changed for as long as `watchdog`.
  bool WaitUntil(const std::function<bool(const MockServiceCounters&)>& condition,
                 std::chrono::seconds watchdog = std::chrono::seconds{60}) const;
  /// Blocks until at least `count` requests were read; otherwise as WaitUntil().
  bool WaitForRequests(std::size_t count, std::chrono::seconds watchdog = std::chrono::seconds{60}) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lookoutvision::testing
