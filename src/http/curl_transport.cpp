// The libcurl transport: checks what it is asked, lends a slot to the exchange, and hands on how it ended.
#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <curl/curl.h>

#include <lookoutvision/http_transport.h>

#include "base/crypto.h"
#include "base/process.h"
#include "base/real_platform.h"
#include "base/text.h"
#include "base/url.h"
#include "http/curl_error.h"
#include "http/curl_exchange.h"
#include "http/curl_slot.h"
#include "http/descriptor_shortage.h"
#include "http/slot_pool.h"
#include "http/tls_files.h"

namespace lookoutvision {
namespace internal {
namespace {

// Once a process, and never undone: a static destructor of the user may still make a call. A child of a fork
// in the middle of it would wait for curl's lock for ever.
CURLcode InitialiseCurl() {
  static std::atomic<bool> done{false};
  static CURLcode result = CURLE_OK;
  if (done.load(std::memory_order_acquire)) return result;
  WithoutFork([] {
    if (done.load(std::memory_order_relaxed)) return;
    result = curl_global_init(CURL_GLOBAL_DEFAULT);
    done.store(true, std::memory_order_release);
  });
  return result;
}

bool IsHttps(std::string_view url) {
  return EqualsIgnoreCase(url.substr(0, url.find(':')), "https");
}

class CurlHttpTransport final : public HttpTransport {
 public:
  explicit CurlHttpTransport(HttpTransportOptions options)
      : options_([&] {
          options.platform = WithRealParts(std::move(options.platform));
          return std::move(options);
        }()),
        tls_files_(options_),
        pool_(options_.max_idle_handles) {
    // A transport with static storage duration still closes TLS connections when it is destroyed, and calls
    // of other threads may go on while the process exits.
    KeepCryptoUntilTheEnd();
  }

  Outcome<HttpResponse> Send(const HttpRequest& request, const HttpLimits& limits) override;

 private:
  std::optional<std::string> FindMistake(std::string_view url, const HttpLimits& limits) const;
  Outcome<HttpResponse> SendOn(std::unique_ptr<CurlSlot>& slot, const HttpRequest& request,
                               const HttpLimits& limits);

  const HttpTransportOptions options_;
  TlsFiles tls_files_;
  SlotPool pool_;
};

// What is wrong with the request or the options before anything is tried.
std::optional<std::string> CurlHttpTransport::FindMistake(std::string_view url,
                                                          const HttpLimits& limits) const {
  std::string why;
  const auto parsed = ParseUrl(url, why);
  if (!parsed) return "the URL cannot be used: it " + why;
  if (parsed->has_userinfo()) return "the URL cannot be used: it holds a user name";
  if (!limits.proxy.empty() && !IsProxyUrl(limits.proxy, why)) return "the proxy cannot be used: it " + why;
  if (options_.client_certificate.empty() != options_.client_key.empty()) {
    return "client_certificate and client_key must be set together; only one of them is";
  }
  return std::nullopt;
}

Outcome<HttpResponse> CurlHttpTransport::Send(const HttpRequest& request, const HttpLimits& limits) {
  std::unique_ptr<CurlSlot> slot = pool_.Take();
  if (slot != nullptr && slot->HasUnaskedData()) slot.reset();
  auto outcome = SendOn(slot, request, limits);
  if (slot != nullptr) pool_.Return(std::move(slot));
  if (!outcome) {
    std::string why;
    if (const auto url = ParseUrl(request.url, why)) outcome.error().endpoint = url->Origin();
  }
  return outcome;
}

// `slot` is an idle one or null, and is one that can be kept or null afterwards.
Outcome<HttpResponse> CurlHttpTransport::SendOn(std::unique_ptr<CurlSlot>& slot, const HttpRequest& request,
                                                const HttpLimits& limits) {
  // Reading a URL takes time, and most calls go where the one before went.
  if (slot == nullptr || slot->url != request.url || slot->proxy != limits.proxy) {
    if (auto mistake = FindMistake(request.url, limits)) {
      return Failure(Error{.kind = ErrorKind::kConfiguration, .message = *std::move(mistake)});
    }
  }
  if (limits.stop_token.stop_requested()) {
    return Failure(Error{.kind = ErrorKind::kCancelled, .message = "cancelled before the request was sent"});
  }
  CURLcode ready = InitialiseCurl();
  if (slot == nullptr && ready == CURLE_OK) {
    slot = std::make_unique<CurlSlot>(options_);
    ready = slot->setup_result;
  }
  if (ready != CURLE_OK) {
    slot.reset();
    const std::string text = "libcurl cannot be set up: " + std::string(curl_easy_strerror(ready));
    if (auto shortage = ExplainDescriptorShortage(text)) return Failure(*std::move(shortage));
    return Failure(Error{.kind = ErrorKind::kConfiguration,
                         .message = text + "; it is version " + curl_version_info(CURLVERSION_NOW)->version +
                                    ", and 7.88 or newer is needed"});
  }
  std::optional<HttpLimits> remaining;
  if (!slot->knows_tls_streams && (IsHttps(request.url) || IsHttps(limits.proxy))) {
    remaining = limits;
    if (auto error = tls_files_.SetOn(*slot, *remaining)) return Failure(*std::move(error));
  }
  CurlExchange exchange(*slot, options_, request, remaining ? *remaining : limits);
  const ExchangeEnd end = exchange.Run();
  const bool complete = end.cause == ExchangeEnd::Cause::kCurl && end.code == CURLE_OK;
  // Of an error, status and headers say the most.
  const bool says_enough = end.cause == ExchangeEnd::Cause::kBodyCap && end.status >= 300;
  if (complete || says_enough) return exchange.TakeResponse();
  std::string why;
  const Url url = *ParseUrl(request.url, why);  // no slot is set to a URL that cannot be read
  return Failure(ExplainFailure(end, *slot, url, options_, request, limits));
}

}  // namespace
}  // namespace internal

std::shared_ptr<HttpTransport> CurlTransport(HttpTransportOptions options) {
  return std::make_shared<internal::CurlHttpTransport>(std::move(options));
}

}  // namespace lookoutvision
