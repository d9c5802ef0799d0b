// Packages three models in an Asio loop, which handles a timer of its own meanwhile.
// usage: watch_with_asio [POLL_INTERVAL_IN_MILLISECONDS]
#include <chrono>
#include <functional>
#include <iostream>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "poll_interval.h"
#include "three_models.h"

namespace asio = boost::asio;

int main(int argc, char** argv) {  // NOLINT(bugprone-exception-escape): an exception ends the program
  ThreeModels models(PollInterval(argc, argv));
  asio::io_context loop;
  asio::steady_timer tick(loop);
  asio::steady_timer due(loop);
  asio::thread_pool executor(1);

  const std::function<void()> await_tick = [&] {
    tick.expires_after(std::chrono::milliseconds(100));
    tick.async_wait([&](const boost::system::error_code&) {
      std::cerr << "tick\n";  // what the program does besides
      await_tick();
    });
  };
  const std::function<void()> step = [&] {
    std::cerr << "step\n";
    asio::post(executor, [&] {
      const auto next = models.Step();
      asio::post(loop, [&, next] {
        if (!next) return loop.stop();
        due.expires_at(*next);
        due.async_wait([&](const boost::system::error_code&) { step(); });
      });
    });
  };
  await_tick();
  step();
  loop.run();
  return models.exit_status();
}
