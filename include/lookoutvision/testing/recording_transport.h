// RecordingTransport: an HttpTransport that writes the exchanges of another one to a file, for
// ReplayTransport.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <lookoutvision/export.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/outcome.h>

namespace lookoutvision::testing {

/// Sends requests through another transport, and appends each exchange to a file, without secrets:
/// docs/testing.md says what is removed. Thread-safe.
///
///     const auto recorder = std::make_shared<RecordingTransport>("boards.jsonl", MakeCurlTransport());
///     const Client client({.region = "eu-west-1", .transport = recorder});
///
/// It writes exchanges of the packaging-job API only. Those of credentials providers, which use the transport
/// of their client, pass through it and are never written.
///
/// An exchange is one line, written and flushed when it is complete: lines are in the order in which the
/// exchanges end, and a process that is killed leaves whole exchanges.
class LOOKOUTVISION_EXPORT RecordingTransport : public HttpTransport {
 public:
  /// Replaces the file. Throws std::runtime_error if it cannot be written, and std::invalid_argument if
  /// `transport` is null.
  RecordingTransport(const std::string& path, std::shared_ptr<HttpTransport> transport);
  ~RecordingTransport() override;

  /// Returns what the other transport returns, unchanged, even if the exchange cannot be written: see
  /// error().
  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpSendOptions& options) override;
  std::size_t idle_connections() override;

  /// How many exchanges were written.
  std::size_t recorded() const;
  /// Why the recording is incomplete: a write failed, and nothing was written since. Empty if all was
  /// written. A program should check it at its end.
  std::string error() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lookoutvision::testing
