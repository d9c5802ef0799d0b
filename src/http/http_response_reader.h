// HttpResponseReader: one HTTP/1.1 response from its bytes (RFC 9112). It does no I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <lookoutvision/http_transport.h>

namespace lookoutvision::internal {

/// Rejects whatever two readers could understand differently, and bounds everything that can grow. The result
/// does not depend on how the bytes are divided into pieces. Lenient in two ways that RFC 9112 allows: a
/// header line may end in LF alone (2.2), and a field may be continued on the next line (5.2).
class HttpResponseReader {
 public:
  struct Limits {
    /// For header lines, trailers and chunk extensions together, those of interim (1xx) responses included.
    std::size_t header_bytes;
    std::size_t body_bytes;
  };
  enum class Problem {
    kNone,
    kHeaderTooLarge,
    kBodyTooLarge,  ///< Of a success; the body of any other response is cut off instead.
    kInvalid,       ///< The header is not HTTP/1.1.
    kBroken,        ///< The response ends early, or a chunk is malformed.
  };

  /// Writes to `response`, which outlives the reader. A response to HEAD has no body.
  HttpResponseReader(bool to_head, Limits limits, HttpResponse& response)
      : to_head_(to_head), limits_(limits), response_(response) {}

  /// Takes from the front of `bytes` what belongs to the response.
  void Consume(std::string_view& bytes);
  /// The connection was closed.
  void End();

  /// Whether the response is complete, or has a problem. After End() it is.
  bool is_over() const { return state_ >= State::kComplete; }
  Problem problem() const { return problem_; }
  /// What the problem is, to follow a colon; empty if there is none.
  std::string_view why() const { return why_; }
  /// Whether the connection can carry another request after this response, which is complete.
  bool leaves_connection_open() const { return leaves_connection_open_; }

 private:
  enum class State {
    // These are read line by line.
    kStatusLine,
    kFields,
    kChunkSize,
    kChunkEnd,
    kTrailers,
    // These are not.
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
  void Fail(Problem problem, std::string_view why);

  const bool to_head_;
  const Limits limits_;
  HttpResponse& response_;
  State state_ = State::kStatusLine;
  Problem problem_ = Problem::kNone;
  std::string_view why_;
  bool leaves_connection_open_ = true;
  bool is_http_1_0_ = false;
  int status_ = 0;
  /// What counts towards the limit of the header, of the lines that were read.
  std::size_t header_bytes_ = 0;
  /// The line in progress, if it arrives in pieces; and the field that the next line may continue.
  std::string line_;
  std::string field_;
  /// What is missing of the body, or of the chunk.
  std::uint64_t left_ = 0;
};

}  // namespace lookoutvision::internal
