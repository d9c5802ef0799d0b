// ReplayTransport: an HttpTransport without a network that plays back what a RecordingTransport wrote.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <lookoutvision/export.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/outcome.h>
#include <lookoutvision/testing/fault.h>
#include <lookoutvision/testing/recorded_request.h>

namespace lookoutvision::testing {

/// Which exchange of a recording a request gets. Requests match if they have the same method, path, query and
/// body. JSON bodies are compared as values, whatever the order of their members and their white space. What
/// differs from run to run is not compared: headers, client tokens, signatures in the query, and the part of
/// the path before that of the API.
enum class ReplayMode {
  /// Each request gets the next exchange, which must match.
  kStrict,
  /// A request gets the first unused exchange that matches. If all that match were used, it gets the last of
  /// them again, so that a program may poll more often than the recorded one.
  kLenient,
};

/// Plays back a recording, without delays. A recorded failure is returned with its kind, message,
/// `retryable` and `unreachable`. Thread-safe; concurrent requests have no order, and need kLenient.
///
///     const auto replay = std::make_shared<ReplayTransport>("boards.jsonl");
///     const auto credentials = MakeStaticCredentials(MakeTestCredentials());
///     const Client client({.region = "eu-west-1", .credentials = credentials, .transport = replay});
///     for (const auto& line : replay->unused()) Report(line);  // after the calls of the recording
///
/// A request that does not match fails with `kConfiguration`, which is not retried; the message shows the
/// first difference. Give the client static credentials: requests for credentials are not recorded.
class LOOKOUTVISION_EXPORT ReplayTransport : public HttpTransport {
 public:
  /// Reads the file. Ignores an incomplete last line, which the recording program was killed in. Throws
  /// std::invalid_argument, which names file and line, if it is not a recording, is of a newer version, or
  /// has an unknown member.
  explicit ReplayTransport(const std::string& path, ReplayMode mode = ReplayMode::kStrict);
  ~ReplayTransport() override;

  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& options) override;

  /// The exchanges that no request got, each as `line 3: GET /2020-11-20/..`; empty if all were played back.
  std::vector<std::string> unused() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// A MockServiceOptions::handler that plays back a recording to any HTTP client. It checks no signatures. A
/// request that does not match gets status 400 with the difference as its message. A recorded failure becomes
/// status 503 with its message, or 400 if it is not retryable. Throws as ReplayTransport does.
LOOKOUTVISION_EXPORT std::function<std::optional<Response>(const RecordedRequest&)> MakeReplayHandler(
    const std::string& path, ReplayMode mode = ReplayMode::kLenient);

}  // namespace lookoutvision::testing
