// The answers of those who hand out credentials, read into Credentials. How they are asked is known
// elsewhere. No error says what an answer held.
#pragma once

#include <string>
#include <string_view>

#include <lookoutvision/credentials.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/outcome.h>

namespace lookoutvision::internal {

/// Why an answer is of no use: "the answer ", and what is wrong with it.
Failure Unreadable(std::string message);

/// `{AccessKeyId, SecretAccessKey, Token, Expiration}` of a container's endpoint.
Outcome<Credentials> ReadContainerCredentials(const HttpResponse& response);

/// The same of the instance metadata, whose `Code` must say `Success` where it stands.
Outcome<Credentials> ReadMetadataCredentials(const HttpResponse& response);

/// `{"roleCredentials":{accessKeyId, secretAccessKey, sessionToken, expiration}}`, milliseconds since 1970.
Outcome<Credentials> ReadSsoCredentials(const HttpResponse& response);

/// `{"Version":1, AccessKeyId, SecretAccessKey, SessionToken?, Expiration?}` of a process.
Outcome<Credentials> ReadProcessCredentials(std::string_view output);

/// `<Action>Response/<Action>Result/Credentials` of STS.
Outcome<Credentials> ReadStsCredentials(std::string_view action, const HttpResponse& response);

/// `ErrorResponse/Error/{Code,Message}` of STS.
Error ReadStsError(const HttpResponse& response);

/// The error of any other endpoint: its status, and `code` and `message`, or `error` and
/// `error_description`, where it is JSON that has them.
Error ReadPlainError(const HttpResponse& response);

}  // namespace lookoutvision::internal
