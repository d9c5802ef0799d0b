// HttpResponseReader: a strict, incremental parser for one HTTP/1.1 response (RFC 9112).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::internal {

/// Rejects everything that two parsers could interpret differently, and bounds everything that can grow. The
/// result does not depend on how the bytes are split. Lenient in two ways that RFC 9112 allows: a header line
/// may end in LF alone (2.2), and a field may continue on the next line (5.2).
class HttpResponseReader {
 public:
  struct Limits {
    /// For header lines, trailers and chunk extensions together, including those of interim (1xx) responses.
    std::size_t header_bytes;
    std::size_t body_bytes;
  };
  enum class Problem {
    kNone,
    kHeaderTooLarge,
    kBodyTooLarge,  ///< Of a success; the body of any other response is truncated instead.
    kInvalid,       ///< The header is not HTTP/1.1.
    kBroken,        ///< The response ends early, or a chunk is malformed.
  };

  /// Writes to `response`, which must outlive the reader. A response to HEAD has no body.
  HttpResponseReader(bool to_head, Limits limits, HttpResponse& response)
      : to_head_(to_head), limits_(limits), response_(response) {}

  /// Removes the bytes of the response from the front of `bytes`.
  void Consume(std::string_view& bytes);
  /// Reports that the connection was closed.
  void End();

  /// Whether the response is complete, or has a problem. True after End().
  bool is_over() const { return state_ >= State::kComplete; }
  Problem problem() const { return problem_; }
  /// The reason for the problem, worded to follow a colon; empty if there is none.
  std::string_view reason() const { return reason_; }
  /// Whether the connection can carry another request after this response, which must be complete.
  bool leaves_connection_open() const { return leaves_connection_open_; }

 private:
  enum class State {
    // Parsed line by line.
    kStatusLine,
    kFields,
    kChunkSize,
    kChunkEnd,
    kTrailers,
    // Not parsed line by line.
    kCountedBody,
    kChunk,
    kBodyToTheEnd,
    kComplete,
    kFailed,
  };

  bool TakeLine(std::string_view& bytes, std::string_view& line);
  void ReadLine(std::string_view line);
  void ReadStatusLine(std::string_view line);
  void ReadFieldLine(std::string_view line);
  void EndHeader();
  void ReadChunkSize(std::string_view line);
  void BeginBody(State kind, std::uint64_t size);
  void ReadBody(std::string_view& bytes);
  void Fail(Problem problem, std::string_view reason);

  const bool to_head_;
  const Limits limits_;
  HttpResponse& response_;
  State state_ = State::kStatusLine;
  Problem problem_ = Problem::kNone;
  std::string_view reason_;
  bool leaves_connection_open_ = true;
  bool is_http_1_0_ = false;
  int status_ = 0;
  /// The bytes so far that count towards the header limit.
  std::size_t header_bytes_ = 0;
  /// The incomplete line, if it arrives in pieces; and the field that the next line may continue.
  std::string line_;
  std::string field_;
  /// The remaining bytes of the body or the chunk.
  std::uint64_t remaining_ = 0;
};

}  // namespace lookoutvision::internal
