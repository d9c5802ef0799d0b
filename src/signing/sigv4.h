// AWS Signature Version 4, header form: pure functions over a request whose headers are already chosen.
// Which headers a call signs, and when, is the pipeline's business.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <lookoutvision/credentials.h>
#include <lookoutvision/http_headers.h>

#include "base/crypto.h"
#include "base/secrets.h"
#include "base/text.h"

namespace lookoutvision::internal {

/// Where and when a signature counts.
struct SigningScope {
  std::string_view region;
  std::string_view service;
  SystemTime time;
};

/// A request as the signer sees it.
struct SignableRequest {
  /// As it is sent; upper case.
  std::string_view method;
  /// As it is sent, with or without percent-encoding; "" reads as "/".
  std::string_view path;
  /// As it is sent, without the '?'.
  std::string_view query;
  /// What is to be signed, `Host` (without a default port) and `X-Amz-Date` included; never null. Fields that
  /// a signature does not cover (see IsNeverSigned) are passed over.
  const HttpHeaders* headers = nullptr;
  /// Lower-case hex of the body's SHA-256.
  std::string_view payload_hash;
  /// Drops `.`, `..` and empty segments from the canonical path, as all services but S3 do.
  bool normalize_path = true;
  /// Covers all of `headers`, even those that IsNeverSigned names: for checking the signature of a signer
  /// with habits of its own.
  bool sign_every_header = false;
};

/// Headers that intermediaries rewrite, or that carry the signature itself: Authorization, User-Agent,
/// X-Amzn-Trace-Id, Connection, Expect, Transfer-Encoding, TE, Trailer, Upgrade, Keep-Alive, Proxy-*,
/// Sec-WebSocket-*.
bool IsNeverSigned(std::string_view name);

/// The canonical path: normalised if asked, and every byte but unreserved ones and '/' percent-encoded (once
/// more, where the path was encoded already). What is normalised ends in '/' only where `path` does.
std::string CanonicalPath(std::string_view path, bool normalize);

/// Parameters decoded, encoded anew, and sorted by encoded name, then encoded value. A '+' is a plus sign; a
/// parameter without '=' has an empty value; nothing between two '&' is no parameter.
std::string CanonicalQuery(std::string_view query);

/// What is hashed and signed.
struct CanonicalRequest {
  std::string text;
  /// The names of its headers: sorted, lower case, joined with ';'.
  std::string signed_headers;
};

/// Header names in lower case, sorted; values trimmed, inner runs of spaces and tabs folded into one space;
/// values of a repeated name joined with ',' in their order.
CanonicalRequest MakeCanonicalRequest(const SignableRequest& request);

/// `<yyyymmdd>/<region>/<service>/aws4_request`
std::string CredentialScope(const SigningScope& scope);

/// Algorithm, time, scope and the hash of `canonical_request`, a line each.
std::string StringToSign(const SigningScope& scope, std::string_view canonical_request);

/// The key of one secret, day, region and service. As secret as the secret itself, and overwritten when it is
/// destroyed.
struct SigningKey : Digest {
  ~SigningKey() { Cleanse(*this); }
};
SigningKey DeriveSigningKey(std::string_view secret_access_key, const SigningScope& scope);

/// Lower-case hex.
std::string Signature(const Digest& signing_key, std::string_view string_to_sign);

/// Remembers the signing keys of the last few secrets, days, regions and services; keys and secrets are
/// cleansed when dropped. Thread-safe.
///
/// Nobody ever waits here: where another thread is at work in the cache, the key is derived once more, which
/// costs microseconds. So a child process is not stuck on a lock that a thread of its parent held at the
/// fork.
class SigningKeyCache {
 public:
  /// How many keys are remembered; the oldest makes room.
  static constexpr std::size_t kCapacity = 8;

  /// The key, remembered or derived (and remembered from now on).
  SigningKey Get(std::string_view secret_access_key, const SigningScope& scope);

  /// The key, absent if it is not remembered.
  std::optional<SigningKey> Find(std::string_view secret_access_key, const SigningScope& scope) const;

 private:
  struct Entry {
    SecretString secret;
    std::string region;
    std::string service;
    std::chrono::sys_days day;
    SigningKey key;
  };

  /// To be called under the lock.
  std::deque<Entry>::const_iterator FindEntry(std::string_view secret_access_key,
                                              const SigningScope& scope) const;

  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
};

/// The value of the Authorization header. `X-Amz-Date` among the headers must say `scope.time`.
std::string Authorization(const SignableRequest& request, const Credentials& credentials,
                          const SigningScope& scope, SigningKeyCache& cache);

}  // namespace lookoutvision::internal
