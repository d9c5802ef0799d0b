// AWS Signature Version 4 in the Authorization header, as pure functions, and a cache of signing keys.
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

/// The region, service and time for which a signature is valid.
struct SigningScope {
  std::string_view region;
  std::string_view service;
  SystemTime time;
};

/// The parts of a request that a signature covers.
struct SignableRequest {
  /// As sent; upper case.
  std::string_view method;
  /// As sent, with or without percent-encoding; "" means "/".
  std::string_view path;
  /// As sent, without the '?'.
  std::string_view query;
  /// The headers to sign, including `Host` (without a default port) and `X-Amz-Date`; never null. Headers
  /// that are never signed (see IsNeverSigned) are skipped.
  const HttpHeaders* headers = nullptr;
  /// The SHA-256 of the body in lower-case hex.
  std::string_view payload_hash;
  /// Removes `.`, `..` and empty segments from the canonical path, like all services but S3.
  bool normalize_path = true;
  /// Signs all of `headers`, even those that are never signed: to verify the signature of another signer.
  bool sign_every_header = false;
};

/// Whether intermediaries rewrite the header, or it contains the signature itself: Authorization, User-Agent,
/// X-Amzn-Trace-Id, Connection, Expect, Transfer-Encoding, TE, Trailer, Upgrade, Keep-Alive, Proxy-*,
/// Sec-WebSocket-*.
bool IsNeverSigned(std::string_view name);

/// The canonical path: normalised if `normalize`, and percent-encoded except for unreserved characters and
/// '/' (so an encoded path is encoded twice). A normalised path ends in '/' only if `path` does.
std::string CanonicalPath(std::string_view path, bool normalize);

/// The parameters decoded, encoded again, and sorted by encoded name, then encoded value. A '+' is a plus
/// sign; a parameter without '=' has an empty value; empty parameters are skipped.
std::string CanonicalQuery(std::string_view query);

/// The text that is hashed and signed.
struct CanonicalRequest {
  std::string text;
  /// The names of its headers: sorted, lower case, joined with ';'.
  std::string signed_headers;
};

/// Header names are in lower case and sorted; values are trimmed, with runs of spaces and tabs as one space;
/// values of a repeated name are joined with ',' in their order.
CanonicalRequest MakeCanonicalRequest(const SignableRequest& request);

/// `<yyyymmdd>/<region>/<service>/aws4_request`
std::string CredentialScope(const SigningScope& scope);

/// Algorithm, time, scope and the hash of `canonical_request`, one per line.
std::string StringToSign(const SigningScope& scope, std::string_view canonical_request);

/// The key for one secret, day, region and service. A secret itself, and wiped when destroyed.
struct SigningKey : Digest {
  ~SigningKey() { Cleanse(*this); }
};
SigningKey DeriveSigningKey(std::string_view secret_access_key, const SigningScope& scope);

/// Lower-case hex.
std::string Signature(const Digest& signing_key, std::string_view string_to_sign);

/// Caches the signing keys for the last few secrets, days, regions and services; keys and secrets are wiped
/// when evicted. Thread-safe.
///
/// Never blocks: if another thread holds the lock, the key is derived again, which takes microseconds. So a
/// child of fork does not wait for a lock that a thread of its parent held.
class SigningKeyCache {
 public:
  /// The maximum number of keys; the oldest is evicted first.
  static constexpr std::size_t kCapacity = 8;

  /// The cached key; if there is none, derives and caches it.
  SigningKey Get(std::string_view secret_access_key, const SigningScope& scope);

  /// The cached key; absent if there is none.
  std::optional<SigningKey> Find(std::string_view secret_access_key, const SigningScope& scope) const;

 private:
  struct Entry {
    SecretString secret;
    std::string region;
    std::string service;
    std::chrono::sys_days day;
    SigningKey key;
  };

  /// Requires the lock.
  std::deque<Entry>::const_iterator FindEntry(std::string_view secret_access_key,
                                              const SigningScope& scope) const;

  mutable std::mutex mutex_;
  std::deque<Entry> entries_;
};

/// The value of the Authorization header. The `X-Amz-Date` header must be `scope.time`.
std::string Authorization(const SignableRequest& request, const Credentials& credentials,
                          const SigningScope& scope, SigningKeyCache& cache);

}  // namespace lookoutvision::internal
