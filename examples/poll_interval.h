// PollInterval: the command line of the examples with an event loop.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string_view>
#include <system_error>

/// The argument in milliseconds, or two seconds without one. Ends the program if it cannot be used.
inline std::chrono::milliseconds PollInterval(int argc, char** argv) {
  if (argc == 1) return std::chrono::seconds(2);
  const std::string_view text = argv[1];
  int milliseconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (argc > 2 || error != std::errc{} || end != text.data() + text.size() || milliseconds <= 0) {
    std::cerr << "usage: " << argv[0] << " [POLL_INTERVAL_IN_MILLISECONDS], a whole number from 1 up\n";
    std::exit(2);
  }
  return std::chrono::milliseconds(milliseconds);
}
