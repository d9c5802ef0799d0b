// What a program does after each error. Without `default`, the compiler warns of an enumerator that is new.
#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

enum class Next {
  kCorrectRequest,  // log the message, which names the member, and change the program or its input
  kCorrectSetup,    // log the message, which names the source, for an operator of the machine or account
  kTryLater,        // repeat the call after a minute; a start with `client_token` of the error
  kFreeQuota,       // let other jobs end, or ask for a higher quota, and then repeat
  kReportJob,       // the job is FAILED: show the service's message; a new try needs a new client token
  kStop,            // the program asked for it
};

Next AfterServiceError(const lfv::Error& error) {
  switch (error.code) {
    case lfv::ErrorCode::kValidationException:        // the request breaks a constraint: see Validate()
    case lfv::ErrorCode::kResourceNotFoundException:  // `resource_id`: a project, model or job
    case lfv::ErrorCode::kConflictException:          // name, component version or token is in use
      return Next::kCorrectRequest;
    case lfv::ErrorCode::kAccessDeniedException:
      return Next::kCorrectSetup;
    case lfv::ErrorCode::kServiceQuotaExceededException:  // `quota_code`
      return Next::kFreeQuota;
    case lfv::ErrorCode::kThrottlingException:  // after all retries of the call
    case lfv::ErrorCode::kInternalServerException:
      return Next::kTryLater;
    case lfv::ErrorCode::kUnknown:  // a gateway's own error: `code_name`, `http_status`, `body`
      return error.retryable ? Next::kTryLater : Next::kCorrectSetup;
  }
  return Next::kCorrectSetup;
}

Next After(const lfv::Error& error) {
  switch (error.kind) {
    case lfv::ErrorKind::kInvalidRequest:
      return Next::kCorrectRequest;
    case lfv::ErrorKind::kConfiguration:
    case lfv::ErrorKind::kUnreadableResponse:  // a proxy or another service responds at the endpoint
      return Next::kCorrectSetup;
    case lfv::ErrorKind::kCredentials:
    case lfv::ErrorKind::kTransport:  // not retryable: TLS, or a server that does not speak HTTP
      return error.retryable ? Next::kTryLater : Next::kCorrectSetup;
    case lfv::ErrorKind::kTimeout:
      return Next::kTryLater;
    case lfv::ErrorKind::kCancelled:
      return Next::kStop;
    case lfv::ErrorKind::kJobFailed:
      return Next::kReportJob;
    case lfv::ErrorKind::kService:
      return AfterServiceError(error);
  }
  return Next::kCorrectSetup;
}
