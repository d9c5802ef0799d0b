// The W3C trace of the request that a program is serving, sent on with each attempt as a span of its own.
#include <array>
#include <cstdio>
#include <optional>
#include <random>
#include <string>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

// `traceparent` is the header of the request that the program is serving, in the form 00-TRACE-SPAN-FLAGS.
lfv::CallOptions InTrace(const std::string& traceparent) {
  return {.signed_headers = {{"traceparent", traceparent}}};
}

void MakeSpanPerAttempt(lfv::ClientConfig& config) {
  config.before_attempt = [](const lfv::AttemptRequest& request) -> std::optional<lfv::Error> {
    std::random_device random;
    std::array<char, 17> span{};
    std::snprintf(span.data(), span.size(), "%08x%08x", random(), random());
    std::string traceparent(request.headers.Find("traceparent").value_or(""));
    if (traceparent.size() == 55)
      request.headers.Set("traceparent", traceparent.replace(36, 16, span.data()));
    return std::nullopt;
  };
}
