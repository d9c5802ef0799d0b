// Error as text, the names of its enumerators, and the exception that holds an error.
#include <array>
#include <ostream>
#include <sstream>

#include <lookoutvision/error.h>
#include <lookoutvision/outcome.h>

#include "base/names.h"
#include "base/text.h"

namespace lookoutvision {
namespace {

using internal::Printable;

constexpr internal::Names<ErrorCode, 7> kErrorCodes{{
    {ErrorCode::kAccessDeniedException, "AccessDeniedException"},
    {ErrorCode::kConflictException, "ConflictException"},
    {ErrorCode::kInternalServerException, "InternalServerException"},
    {ErrorCode::kResourceNotFoundException, "ResourceNotFoundException"},
    {ErrorCode::kServiceQuotaExceededException, "ServiceQuotaExceededException"},
    {ErrorCode::kThrottlingException, "ThrottlingException"},
    {ErrorCode::kValidationException, "ValidationException"},
}};

constexpr internal::Names<ResourceType, 5> kResourceTypes{{
    {ResourceType::kProject, "PROJECT"},
    {ResourceType::kDataset, "DATASET"},
    {ResourceType::kModel, "MODEL"},
    {ResourceType::kTrial, "TRIAL"},
    {ResourceType::kModelPackageJob, "MODEL_PACKAGE_JOB"},
}};

constexpr internal::Names<ErrorKind, 9> kErrorKinds{{
    {ErrorKind::kInvalidRequest, "invalid request"},
    {ErrorKind::kConfiguration, "configuration"},
    {ErrorKind::kCredentials, "credentials"},
    {ErrorKind::kTransport, "transport"},
    {ErrorKind::kTimeout, "timeout"},
    {ErrorKind::kCancelled, "cancelled"},
    {ErrorKind::kUnreadableResponse, "unreadable response"},
    {ErrorKind::kService, "service"},
    {ErrorKind::kJobFailed, "job failed"},
}};

constexpr internal::Names<StopReason, 5> kStopReasons{{
    {StopReason::kNotRetryable, "not retryable"},
    {StopReason::kAttemptsExhausted, "attempts exhausted"},
    {StopReason::kRetryQuotaEmpty, "retry quota empty"},
    {StopReason::kDeadlineTooNear, "deadline too near"},
    {StopReason::kCancelled, "cancelled"},
}};

std::string ToLine(const Error& error) {
  std::ostringstream line;
  line << error;
  return std::move(line).str();
}

}  // namespace

BadOutcomeAccess::BadOutcomeAccess(Error error) : runtime_error(ToLine(error)), error_(std::move(error)) {}

std::string_view ToString(ErrorCode code) {
  return internal::FindName(kErrorCodes, code);
}
std::ostream& operator<<(std::ostream& out, ErrorCode code) {
  return out << (code == ErrorCode::kUnknown ? "unknown" : ToString(code));
}

std::string_view ToString(ResourceType type) {
  return internal::FindName(kResourceTypes, type);
}
std::ostream& operator<<(std::ostream& out, const OpenEnum<ResourceType>& type) {
  return out << Printable(ToString(type));
}

std::string_view ToString(ErrorKind kind) {
  return internal::FindName(kErrorKinds, kind);
}
std::ostream& operator<<(std::ostream& out, ErrorKind kind) {
  return out << ToString(kind);
}

std::string_view ToString(StopReason reason) {
  return internal::FindName(kStopReasons, reason);
}
std::ostream& operator<<(std::ostream& out, StopReason reason) {
  return out << ToString(reason);
}

std::ostream& operator<<(std::ostream& out, const Error& error) {
  if (error.code_name.empty()) {
    out << error.kind;
  } else {
    out << Printable(error.code_name, 128);
  }
  out << ": " << Printable(error.message, 2048);
  const char* separator = " (";
  const auto detail = [&]() -> std::ostream& {
    out << separator;
    separator = ", ";
    return out;
  };
  if (error.http_status != 0) detail() << "HTTP " << error.http_status;
  if (!error.request_id.empty()) detail() << "request id " << Printable(error.request_id, 128);
  if (error.attempts > 0) detail() << error.attempts << (error.attempts == 1 ? " attempt" : " attempts");
  if (error.retryable && error.stop_reason != StopReason::kNotRetryable) detail() << error.stop_reason;
  if (!error.client_token.empty() && error.may_have_taken_effect) {
    detail() << "to repeat it safely use client token " << Printable(error.client_token, 128);
  }
  if (*separator == ',') out << ')';
  return out;
}

}  // namespace lookoutvision
