// The credentials cache: keeps credentials until shortly before they expire; one caller refreshes them.
#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>

#include <lookoutvision/credentials_providers.h>

#include "base/deadline.h"
#include "base/per_process.h"
#include "base/real_platform.h"
#include "base/secrets.h"
#include "base/text.h"
#include "credentials/calls.h"

namespace lookoutvision {
namespace {

using internal::SystemTime;
using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::chrono::minutes kLongestWindow{5};
constexpr int kWindowsPerLife = 4;
// After a refresh that failed, or brought no later expiration.
constexpr std::chrono::minutes kPause{1};

// One refresh, shared by the caller that makes it and the callers that wait for it.
struct Refresh {
  std::stop_source ended = {};
  // Why there are no credentials, for the waiting callers. Absent if there are some, or if another caller
  // must take over the refresh.
  std::optional<LoadResult> failure = {};
};

// The state of the cache, guarded by its mutex, which is held neither across a callback nor across a wait.
struct State {
  std::mutex mutex = {};
  std::optional<internal::SecretCredentials> credentials = {};
  std::string features = {};
  // Absent if the credentials do not expire.
  std::optional<SystemTime> refresh_at = {};
  std::optional<SteadyTime> not_before = {};
  // Whether a service has rejected the credentials.
  bool rejected = false;
  std::shared_ptr<Refresh> refresh = {};
};

bool ExpiresBy(const Credentials& credentials, SystemTime time) {
  return credentials.expiration && *credentials.expiration <= time;
}

bool ExpiresLater(const Credentials& credentials, const Credentials& others) {
  return others.expiration && !ExpiresBy(credentials, *others.expiration);
}

// The last 5 minutes, or the last quarter of a shorter life, which begins now.
std::optional<SystemTime> BeginOfWindow(const Credentials& credentials, SystemTime now) {
  if (!credentials.expiration) return std::nullopt;
  const SystemTime::duration quarter = (*credentials.expiration - now) / kWindowsPerLife;
  return *credentials.expiration - std::min<SystemTime::duration>(kLongestWindow, quarter);
}

Error ExpiredWhenLoaded(SystemTime expiration, SystemTime now) {
  return internal::Broken({"the source returned credentials that expired at ",
                           internal::FormatIso8601(expiration), "; it is ", internal::FormatIso8601(now),
                           " by the clock of this machine: check the source and the clock"});
}

class Cache : public CredentialsProvider {
 public:
  Cache(std::shared_ptr<CredentialsProvider> provider, Platform platform)
      : provider_(std::move(provider)), platform_(internal::WithRealParts(std::move(platform))) {}

  LoadResult Load(const LoadContext& context) override {
    while (true) {
      const auto now = platform_.system_now();
      const auto steady_now = platform_.steady_now();
      State& state = state_.OfThisProcess();
      std::shared_ptr<Refresh> others;
      std::shared_ptr<Refresh> mine;
      {
        const std::lock_guard lock(state.mutex);
        const bool valid = state.credentials && !ExpiresBy(*state.credentials, now);
        const bool paused = state.not_before && steady_now < *state.not_before;
        const bool due = state.refresh_at && *state.refresh_at <= now;
        if (valid && (paused || (!state.rejected && (state.refresh || !due)))) {
          return internal::WithFeatures(*state.credentials, state.features);
        }
        others = state.refresh;
        if (!others) mine = state.refresh = std::make_shared<Refresh>();
      }
      if (mine) return Renew(context, state, *mine);
      Await(context, *others);
      if (internal::IsOver(context, platform_)) return Ended(context);
      if (others->ended.stop_requested() && others->failure) return *others->failure;
    }
  }

  void Reject(const Credentials& credentials) override {
    {
      State& state = state_.OfThisProcess();
      const std::lock_guard lock(state.mutex);
      if (state.credentials && internal::SameKeys(*state.credentials, credentials)) state.rejected = true;
    }
    provider_->Reject(credentials);
  }

 private:
  LoadResult Renew(const LoadContext& context, State& state, Refresh& refresh) {
    // Wakes the waiting callers, whatever the outcome. After an exception of the provider, one takes over.
    struct Ending {
      State& state;
      Refresh& refresh;
      ~Ending() {
        {
          const std::lock_guard lock(state.mutex);
          state.refresh.reset();
        }
        refresh.ended.request_stop();
      }
    } const ending{state, refresh};
    auto loaded = provider_->Load(context);
    const auto now = platform_.system_now();
    const auto steady_now = platform_.steady_now();
    if (const auto* credentials = std::get_if<Credentials>(&loaded);
        credentials != nullptr && ExpiresBy(*credentials, now)) {
      loaded = ExpiredWhenLoaded(*credentials->expiration, now);
    }
    const bool cut_short = WasCutShort(loaded, context);
    const std::lock_guard lock(state.mutex);
    if (const auto* credentials = std::get_if<Credentials>(&loaded)) {
      Keep(*credentials, loaded.user_agent_features, state);
      return loaded;
    }
    const bool valid = state.credentials && !ExpiresBy(*state.credentials, now);
    const bool usable = valid && !state.rejected;
    if (!cut_short) {
      if (valid) state.not_before = steady_now + kPause;
      if (!usable) refresh.failure = loaded;
    }
    if (usable) return internal::WithFeatures(*state.credentials, state.features);
    return loaded;
  }

  // Under the lock.
  void Keep(const Credentials& credentials, const std::string& features, State& state) const {
    const bool same = state.credentials && internal::SameKeys(*state.credentials, credentials);
    const bool longer = !state.credentials || ExpiresLater(credentials, *state.credentials);
    if (longer || !same) state.refresh_at = BeginOfWindow(credentials, platform_.system_now());
    state.not_before.reset();
    if (!longer || state.rejected) state.not_before = platform_.steady_now() + kPause;
    state.rejected = state.rejected && same;
    state.credentials.emplace(credentials);
    state.features = features;
  }

  LoadResult Ended(const LoadContext& context) const {
    const bool cancelled = context.stop_token.stop_requested();
    const char* why = cancelled ? "the caller's stop token requested a stop"
                                : "the call's timeout passed while credentials were refreshed";
    return internal::MarkIfOver({.message = why}, context, platform_);
  }

  bool WasCutShort(const LoadResult& loaded, const LoadContext& context) const {
    if (std::holds_alternative<Credentials>(loaded)) return false;
    const auto* error = std::get_if<Error>(&loaded);
    return internal::IsOver(context, platform_) ||
           (error != nullptr && error->stop_reason == StopReason::kDeadlineTooNear);
  }

  // Waits until the refresh has ended, or the caller is cancelled or timed out.
  void Await(const LoadContext& context, const Refresh& refresh) const {
    std::stop_source wake;
    const auto stop = [&wake] { wake.request_stop(); };
    const std::stop_callback on_end(refresh.ended.get_token(), stop);
    const std::stop_callback on_stop(context.stop_token, stop);
    std::chrono::nanoseconds timeout = internal::kForever;
    if (context.deadline)
      timeout = std::min<std::chrono::nanoseconds>(timeout, *context.deadline - platform_.steady_now());
    if (timeout.count() > 0) platform_.sleep(timeout, wake.get_token());
  }

  const std::shared_ptr<CredentialsProvider> provider_;
  const Platform platform_;
  internal::PerProcess<State> state_;
};

}  // namespace

std::shared_ptr<CredentialsProvider> MakeCachedCredentials(std::shared_ptr<CredentialsProvider> provider,
                                                           Platform platform) {
  return std::make_shared<Cache>(std::move(provider), std::move(platform));
}

}  // namespace lookoutvision
