// Includes and declarations for the C++ blocks of the pages and the examples in the comments of headers;
// check_pages.py compiles each of them after it.
#include <atomic>
#include <chrono>
#include <coroutine>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

#include <lookoutvision/async.h>
#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/json.h>
#include <lookoutvision/packaging_job_watch.h>
#include <lookoutvision/testing/mock_service.h>
#include <lookoutvision/testing/recording_transport.h>
#include <lookoutvision/testing/replay_transport.h>
#include <lookoutvision/testing/scripted_transport.h>

namespace lfv = lookoutvision;

extern lfv::ClientConfig config;
extern const lfv::Client client;
extern lfv::StartModelPackagingJobRequest request;
extern const lfv::Outcome<lfv::StartModelPackagingJobResult> started;
extern const lfv::Outcome<lfv::DescribeModelPackagingJobResult> finished;
extern std::stop_source stop;

// Of examples in headers.
extern const lfv::DescribeModelPackagingJobRequest describe_request;
extern const lfv::ListModelPackagingJobsRequest list_request;
extern lfv::GreengrassConfiguration configuration;
extern const lfv::Executor executor;
extern lfv::testing::MockService service;
extern lfv::testing::Fault fault;
extern const std::string text;

// A snippet with co_await is a coroutine.
template <>
struct std::coroutine_traits<void> {
  struct promise_type {
    void get_return_object() {}
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

// Functions of the reader's program.
template <typename... T>
void Report(const T&...) {}
template <typename... T>
void Use(const T&...) {}
template <typename... T>
void Deploy(const T&...) {}
