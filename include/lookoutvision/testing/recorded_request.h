// RecordedRequest: one request that the mock service received, and the status it sent.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <lookoutvision/http_headers.h>

namespace lookoutvision::testing {

/// One request that was read to its end.
struct RecordedRequest {
  /// For example `GET`.
  std::string method;
  /// The request target as on the request line: neither decoded nor normalised.
  std::string target;
  /// In the order they arrived, with spaces around the values removed.
  HttpHeaders headers = {};
  /// Decoded if it came in chunks.
  std::string body = {};
  /// Whether the connection used TLS.
  bool tls = false;
  /// The number of the connection, from 1: two requests with the same number shared one.
  std::size_t connection = 0;
  /// The status of the response, sent or withheld; 0 if it is raw bytes.
  int status = 0;
  /// The error name of the response; empty if it has none.
  std::string error_type = {};
  /// The message of that error; empty if it has none, or if a fault has a body of its own.
  std::string error_message = {};
  /// The id of the fault that applied to it: see MockService::Enqueue(). Absent if none did.
  std::optional<std::uint64_t> fault = {};

  /// Compares all members.
  friend bool operator==(const RecordedRequest&, const RecordedRequest&) = default;
};

}  // namespace lookoutvision::testing
