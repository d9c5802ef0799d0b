// Calls on threads of the program, here those of an Asio pool.
#include <functional>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <lookoutvision/async.h>

namespace lfv = lookoutvision;

// The pool must outlive the calls.
lfv::AsyncClient OnPool(const lfv::Client& client, boost::asio::thread_pool& pool) {
  return {client, [&pool](std::function<void()> run) { boost::asio::post(pool, std::move(run)); }};
}
