// Account: counts the calls of the soak test and their outcomes.
#pragma once

#include <atomic>
#include <cstddef>
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>
#include <string>

#include <lookoutvision/error.h>

namespace lookoutvision::test {

/// Thread-safe, except for Print.
class Account {
 public:
  void Succeed() { ++succeeded_; }
  void Fail(const Error& error) {
    std::ostringstream name;
    name << error.kind << ", " << error.stop_reason;
    const std::lock_guard lock(mutex_);
    ++failed_[name.str()];
  }
  /// Counts and prints a result that no injected fault explains.
  void ReportUnexplained(const std::string& what) {
    const std::lock_guard lock(mutex_);
    ++unexplained_;
    if (unexplained_ <= 20) std::cerr << "unexplained: " << what << '\n';
  }
  void CountFailedAttempt() { ++failed_attempts_; }
  std::size_t failed_attempts() const { return failed_attempts_; }
  void Begin() { ++begun_; }
  std::size_t begun() const { return begun_; }

  /// Prints the numbers of outcomes. Returns whether every call has one and none is unexplained.
  bool Print() const {
    std::size_t failed = 0;
    for (const auto& [name, count] : failed_) failed += count;
    std::cout << begun_ << " calls: " << succeeded_ << " succeeded, " << failed << " failed, "
              << begun_ - succeeded_ - failed << " unaccounted for\n";
    for (const auto& [name, count] : failed_) std::cout << "  " << count << " failed: " << name << '\n';
    std::cout << unexplained_ << " unexplained\n";
    return unexplained_ == 0 && begun_ == succeeded_ + failed && succeeded_ > 0 && failed > 0;
  }

 private:
  std::atomic<std::size_t> begun_{0};
  std::atomic<std::size_t> succeeded_{0};
  std::atomic<std::size_t> failed_attempts_{0};
  std::mutex mutex_;
  std::map<std::string, std::size_t> failed_;
  std::size_t unexplained_ = 0;
};

}  // namespace lookoutvision::test
