// The names of points and actions in the JSON of a fault.
#pragma once

#include <lookoutvision/testing/fault.h>

#include "base/names.h"

namespace lookoutvision::testing {

inline constexpr internal::Names<FaultPoint, 6> kFaultPoints{{
    {FaultPoint::kAccept, "accept"},
    {FaultPoint::kRequestStart, "request_start"},
    {FaultPoint::kRequestRead, "request_read"},
    {FaultPoint::kResponseHeaders, "response_headers"},
    {FaultPoint::kResponseBody, "response_body"},
    {FaultPoint::kResponseEnd, "response_end"},
}};

inline constexpr internal::Names<FaultAction, 5> kFaultActions{{
    {FaultAction::kContinue, "continue"},
    {FaultAction::kClose, "close"},
    {FaultAction::kReset, "reset"},
    {FaultAction::kCloseWithoutNotify, "close_without_notify"},
    {FaultAction::kSilence, "silence"},
}};

}  // namespace lookoutvision::testing
