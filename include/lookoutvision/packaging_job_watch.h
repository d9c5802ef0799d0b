// PackagingJobWatch: a wait for packaging jobs that is stepped, for programs with an event loop of their own.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lookoutvision/client.h>

namespace lookoutvision {

namespace internal {
class Waiter;
}  // namespace internal

/// A job whose wait has ended.
struct EndedJob {
  std::size_t job;                           ///< The number that `PackagingJobWatch::Add` returned.
  DescribeModelPackagingJobRequest request;  ///< As it was added.
  std::string client_token;                  ///< As it was added.
  WaitOutcome outcome;                       ///< As of WaitForModelPackagingJob; an error has the token, too.
};

/// Waits for packaging jobs in steps, for programs with an event loop. A step blocks for one attempt of each
/// job that is due, and while it loads credentials, but does not sleep until a retry or the next poll: it
/// returns when that is due. A loop that cannot block gives the step to an executor. No thread is started.
///
/// A handle: copies are the same watch. It shares the state of the client, and may outlive it. Not
/// thread-safe: use a watch and its copies on one thread at a time. Callbacks run within `Step`; they may add
/// jobs and drop the watch, but not step it or take outcomes. Throws only what they throw; a job whose end
/// was not reported is then due again.
///
///     PackagingJobWatch watch(client);
///     watch.Add(DescribeModelPackagingJobRequest().WithProjectName("bottles").WithJobName("job-1"));
///     // In an event loop, a timer takes the place of the sleep.
///     while (const auto next = watch.Step()) std::this_thread::sleep_until(*next);
///     for (const EndedJob& ended : watch.TakeOutcomes()) Use(ended.outcome);
class LOOKOUTVISION_EXPORT PackagingJobWatch {
 public:
  /// A watch without jobs. The timeouts of `options.schedule` and `call_options` are those of each job and
  /// begin when it is added; `call_options.stop_token` ends all waits with the next step. Invalid options are
  /// the outcome of each job. If `options.on_end` is set, there are no outcomes to take.
  explicit PackagingJobWatch(const Client& client, WaitForJobsOptions options = {},
                             CallOptions call_options = {});

  /// Is the same watch. There is no move, so that no watch is ever empty.
  PackagingJobWatch(const PackagingJobWatch&) = default;
  PackagingJobWatch& operator=(const PackagingJobWatch&) = default;  ///< @overload
  ~PackagingJobWatch() = default;

  /// A watch with the jobs of a text that `Save` of this or an older version wrote, numbered from 0 in its
  /// order. Their timeouts begin anew. Another text is an error of kind `kInvalidRequest`.
  static Outcome<PackagingJobWatch> Resume(const Client& client, std::string_view text,
                                           WaitForJobsOptions options = {}, CallOptions call_options = {});

  /// Adds a job, which is due at once, and returns its number: 0, 1, ... `client_token`, if any, is that of
  /// its start: with it a program can repeat the start after a restart.
  std::size_t Add(DescribeModelPackagingJobRequest request, std::string client_token = {});

  /// Makes one attempt for each job that is due. Returns when to call again, by the platform's steady clock;
  /// absent if all jobs have ended. It may be called earlier, as after Add and after a stop request.
  std::optional<std::chrono::steady_clock::time_point> Step();

  /// The jobs that have ended since the last call, in the order in which they ended.
  std::vector<EndedJob> TakeOutcomes();

  /// How many jobs have not ended.
  std::size_t remaining() const;

  /// The jobs whose outcome was not taken, nor reported by a Step that has returned: as text, with a version
  /// in its first line and then a line per job. It contains no secret.
  std::string Save() const;

 private:
  std::shared_ptr<internal::Waiter> waiter_;
};

}  // namespace lookoutvision
