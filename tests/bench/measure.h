// Measures calls of the benchmark programs, and prints a line of JSON for run.py.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>

namespace bench {

using Clock = std::chrono::steady_clock;

/// User and system time of all threads, in microseconds.
inline double CpuMicroseconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto microseconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

/// The peak of resident memory, in KiB. The value of getrusage includes that of the parent before exec.
inline long PeakKibibytes() {
  std::ifstream status("/proc/self/status");
  std::string word;
  long kibibytes = 0;
  while (status >> word) {
    if (word == "VmHWM:" && status >> kibibytes) break;
  }
  return kibibytes;
}

/// Makes `calls` calls per thread and prints the cost of one. `make_caller()` runs once per thread and
/// returns a function that makes one call. Calls before the measured ones open connections and fill caches.
template <typename MakeCaller>
void MeasureCalls(int threads, int calls, MakeCaller make_caller) {
  constexpr int kWarmUpCalls = 20;
  std::vector<std::vector<double>> latencies(static_cast<std::size_t>(threads));
  std::latch warm(threads + 1);
  std::latch go(1);
  std::vector<std::jthread> running;
  for (auto& mine : latencies) {
    running.emplace_back([&] {
      mine.reserve(static_cast<std::size_t>(calls));
      auto call = make_caller();
      for (int i = 0; i < kWarmUpCalls; ++i) call();
      warm.arrive_and_wait();
      go.wait();
      for (int i = 0; i < calls; ++i) {
        const auto start = Clock::now();
        call();
        mine.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
      }
    });
  }
  warm.arrive_and_wait();
  const double cpu_before = CpuMicroseconds();
  const auto start = Clock::now();
  go.count_down();
  running.clear();
  const double wall = std::chrono::duration<double, std::micro>(Clock::now() - start).count();
  const double cpu = CpuMicroseconds() - cpu_before;

  std::vector<double> all;
  for (const auto& mine : latencies) all.insert(all.end(), mine.begin(), mine.end());
  std::sort(all.begin(), all.end());
  const auto share = [&](double part) {
    return all[static_cast<std::size_t>(part * static_cast<double>(all.size() - 1))];
  };
  std::cout << "{\"cpu_us\": " << cpu / static_cast<double>(all.size())
            << ", \"wall_us\": " << wall / static_cast<double>(all.size()) << ", \"p50_us\": " << share(0.5)
            << ", \"p99_us\": " << share(0.99) << ", \"peak_kib\": " << PeakKibibytes() << "}\n";
}

}  // namespace bench
