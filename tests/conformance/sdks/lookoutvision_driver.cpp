// Makes the calls of scenario_test.py with this library: a JSON line in, a JSON line out.
// usage: lookoutvision_driver ENDPOINT_URL
#include <chrono>
#include <iostream>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <lookoutvision/client.h>
#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/json.h>

namespace lfv = lookoutvision;
using Json = nlohmann::json;

namespace {

std::vector<double> waits;
auto now = std::chrono::steady_clock::now();

lfv::Client MakeClient(const std::string& endpoint_url, const Json& key) {
  lfv::ClientConfig config{.region = "eu-west-1",
                           .endpoint_url = endpoint_url,
                           .credentials = lfv::MakeStaticCredentials(
                               {.access_key_id = key.at(0), .secret_access_key = key.at(1)})};
  // Records the back-off instead of sleeping. Nothing else advances the clock, so that the sleep is the whole
  // back-off.
  config.platform.steady_now = [] { return now; };
  config.platform.sleep = [](std::chrono::nanoseconds time, const std::stop_token&) {
    waits.push_back(std::chrono::duration<double>(time).count());
    now += time;
    return true;
  };
  return lfv::Client(config);
}

Json ErrorJson(const lfv::Error& error) {
  Json members = Json::object();
  if (!error.resource_id.empty()) members["ResourceId"] = error.resource_id;
  if (!ToString(error.resource_type).empty()) members["ResourceType"] = ToString(error.resource_type);
  if (!error.quota_code.empty()) members["QuotaCode"] = error.quota_code;
  if (!error.service_code.empty()) members["ServiceCode"] = error.service_code;
  if (error.retry_after) {
    members["RetryAfterSeconds"] =
        std::chrono::duration_cast<std::chrono::seconds>(*error.retry_after).count();
  }
  const bool is_the_services = error.kind == lfv::ErrorKind::kService;
  return {{"error",
           {{"type", is_the_services ? error.code_name : std::string(ToString(error.kind))},
            {"modelled", error.code != lfv::ErrorCode::kUnknown},
            {"status", error.http_status},
            {"request_id", error.request_id},
            {"message", error.message},
            {"members", std::move(members)}}}};
}

template <typename T>
Json Result(const T& result) {
  return {{"result", Json::parse(ToJson(result))}};
}

Json Start(const lfv::Client& client, const Json& input) {
  const auto request = lfv::FromJson<lfv::StartModelPackagingJobRequest>(input.dump()).value();
  const auto started = client.StartModelPackagingJob(request);
  return started ? Result(*started) : ErrorJson(started.error());
}

Json Describe(const lfv::Client& client, const Json& input, bool wait) {
  const auto job = lfv::FromJson<lfv::DescribeModelPackagingJobRequest>(input.dump()).value();
  const lfv::Outcome<lfv::DescribeModelPackagingJobResult> described =
      wait ? client.WaitForModelPackagingJob(job) : client.DescribeModelPackagingJob(job);
  if (!described) return ErrorJson(described.error());
  return Result(*described);
}

Json List(const lfv::Client& client, const Json& input, bool all) {
  const auto request = lfv::FromJson<lfv::ListModelPackagingJobsRequest>(input.dump()).value();
  if (!all) {
    const auto page = client.ListModelPackagingJobs(request);
    return page ? Result(*page) : ErrorJson(page.error());
  }
  lfv::ListModelPackagingJobsResult whole;
  for (const auto& page : client.ListModelPackagingJobsPages(request)) {
    if (!page) return ErrorJson(page.error());
    whole.model_packaging_jobs.insert(whole.model_packaging_jobs.end(), page->model_packaging_jobs.begin(),
                                      page->model_packaging_jobs.end());
  }
  return Result(whole);
}

Json Call(const lfv::Client& client, const std::string& name, const Json& input) {
  if (name == "StartModelPackagingJob") return Start(client, input);
  if (name == "DescribeModelPackagingJob" || name == "WaitUntilSucceeded") {
    return Describe(client, input, name == "WaitUntilSucceeded");
  }
  return List(client, input, name == "ListAllPages");
}

}  // namespace

int main(int, char** argv) {
  std::map<std::string, lfv::Client> clients;
  std::string line;
  while (std::getline(std::cin, line)) {
    const Json step = Json::parse(line);
    const Json& key = step.at("key");
    auto client = clients.find(key.dump());
    if (client == clients.end()) client = clients.emplace(key.dump(), MakeClient(argv[1], key)).first;
    waits.clear();
    Json outcome = Call(client->second, step.at("call"), step.at("input"));
    outcome["waits"] = waits;
    std::cout << outcome.dump() << std::endl;
  }
  return 0;
}
