// Parses the responses of credentials endpoints and processes, into credentials or an error.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include <lookoutvision/credentials.h>
#include <lookoutvision/error.h>
#include <lookoutvision/http_transport.h>
#include <lookoutvision/outcome.h>

namespace lookoutvision::internal {

/// The error of a response that cannot be parsed: "the response ", and what is wrong. Never quotes the
/// response.
Failure Unreadable(std::initializer_list<std::string_view> message);

/// `{AccessKeyId, SecretAccessKey, Token, Expiration}` of a container's endpoint.
Outcome<Credentials> ReadContainerCredentials(const HttpResponse& response);

/// The same of the instance metadata service, whose `Code`, if present, must be `Success`.
Outcome<Credentials> ReadMetadataCredentials(const HttpResponse& response);

/// `{"roleCredentials":{accessKeyId, secretAccessKey, sessionToken, expiration}}`, milliseconds since 1970.
Outcome<Credentials> ReadSsoCredentials(const HttpResponse& response);

/// `{"Version":1, AccessKeyId, SecretAccessKey, SessionToken?, Expiration?}` of a process.
Outcome<Credentials> ReadProcessCredentials(std::string_view output);

/// `<Action>Response/<Action>Result/Credentials` of STS.
Outcome<Credentials> ReadStsCredentials(std::string_view action, const HttpResponse& response);

/// The error of a response whose status is not 2xx. Code and message come from JSON (`code` and `message`,
/// `error` and `error_description`, also capitalised and inside an `Error`) or from the `Error` element of
/// XML. Of any other text, the message shows the first 200 bytes, printable.
Error ReadErrorResponse(const HttpResponse& response);

}  // namespace lookoutvision::internal
