// Terminal: a pseudo terminal, for tests of interactive programs.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace lookoutvision::test {

class Terminal {
 public:
  Terminal() : keyboard_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (keyboard_ < 0 || grantpt(keyboard_) != 0 || unlockpt(keyboard_) != 0) {
      throw std::runtime_error("cannot open a pseudo terminal");
    }
    screen_ = ::open(ptsname(keyboard_), O_RDWR | O_NOCTTY | O_CLOEXEC);
  }
  ~Terminal() {
    ::close(screen_);
    ::close(keyboard_);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// Starts a new session with this controlling terminal and the calling process in the foreground; for a
  /// child process.
  bool Control() const { return setsid() >= 0 && ioctl(screen_, TIOCSCTTY, 0) == 0; }
  void Type(std::string_view text) const {
    [[maybe_unused]] const auto size = ::write(keyboard_, text.data(), text.size());
  }
  /// The text on the screen up to `end`, including the echo of typed text.
  std::string ReadUntil(std::string_view end) const {
    std::string text;
    char byte = 0;
    while (!text.ends_with(end) && ::read(keyboard_, &byte, 1) == 1) text += byte;
    return text;
  }
  /// Stops background processes that write to the terminal (`stty tostop`).
  void StopBackgroundWrites() const {
    termios modes = Modes();
    modes.c_lflag |= TOSTOP;
    tcsetattr(screen_, TCSANOW, &modes);
  }
  bool Echoes() const { return (Modes().c_lflag & ECHO) != 0; }

 private:
  termios Modes() const {
    termios modes{};
    tcgetattr(screen_, &modes);
    return modes;
  }

  int keyboard_;
  int screen_;
};

}  // namespace lookoutvision::test
