// Includes and declarations for the C++ blocks of the pages; check_pages.py compiles each block after it.
#include <atomic>
#include <chrono>
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

// Functions of the reader's program.
template <typename... T>
void Report(const T&...) {}
template <typename... T>
void Deploy(const T&...) {}
