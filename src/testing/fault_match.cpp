// Compares requests with what a fault matches.
#include "testing/fault_match.h"

#include <algorithm>
#include <charconv>

namespace lookoutvision::testing {
namespace {

bool MatchesContent(const FaultMatch& match, const RequestFacts& request) {
  const auto fits = [](std::string_view wanted, std::string_view actual) {
    return wanted.empty() || wanted == actual;
  };
  return fits(match.operation, request.subject.operation) && fits(match.project, request.subject.project) &&
         fits(match.component, request.subject.component) && fits(match.access_key, request.signer) &&
         std::ranges::all_of(match.header, [&](const auto& header) {
           return request.headers.Find(header.first) == std::string_view(header.second);
         });
}

// `attempt=2; max=3`, possibly with members before it.
int AttemptOf(const RequestFacts& request) {
  constexpr std::string_view kAttempt = "attempt=";
  const std::string_view text = request.headers.Find("amz-sdk-request").value_or("");
  int attempt = 1;
  if (const std::size_t at = text.find(kAttempt); at != text.npos) {
    const std::string_view number = text.substr(at + kAttempt.size());
    std::from_chars(number.data(), number.data() + number.size(), attempt);
  }
  return attempt;
}

}  // namespace

bool FaultMatcher::Matches(const FaultMatch& match, const RequestFacts& request) {
  if (!MatchesContent(match, request)) return false;
  // First, so that a call counts whichever of its attempts is wanted.
  const bool is_nth_call = match.nth_call == 0 || IsNthCall(match.nth_call, request);
  return is_nth_call && (match.nth_attempt == 0 || AttemptOf(request) == match.nth_attempt);
}

bool FaultMatcher::IsNthCall(int nth, const RequestFacts& request) {
  const std::string_view id = request.headers.Find("amz-sdk-invocation-id").value_or("");
  if (calls_ < nth && (id.empty() || seen_.emplace(id).second) && ++calls_ == nth) {
    nth_call_ = id;
    return true;
  }
  return !id.empty() && id == nth_call_;
}

}  // namespace lookoutvision::testing
