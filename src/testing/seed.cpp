// Reads a seed; see seed.h. What a job was started with has the form of the operation's own input.
#include "testing/seed.h"

#include <chrono>
#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include <lookoutvision/validation.h>

#include "testing/json_document.h"
#include "testing/start_reader.h"

namespace lookoutvision::testing {
namespace {

using Json = nlohmann::json;

[[noreturn]] void Refuse(const std::string& path, const std::string& why) {
  throw std::invalid_argument("the seed" + (path.empty() ? path : "'s " + path) + ' ' + why);
}

/// Null where there is none.
const Json* Find(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::string> ReadText(const Json& object, const char* name, const std::string& path) {
  const Json* const found = Find(object, name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_string()) Refuse(path + '.' + name, "must be a string");
  return found->get<std::string>();
}

/// Epoch seconds, as the service writes them.
std::optional<internal::SystemTime> ReadTime(const Json& object, const char* name, const std::string& path) {
  const Json* const found = Find(object, name);
  if (found == nullptr) return std::nullopt;
  constexpr double kLast = 9e9;
  if (!found->is_number() || !(found->get<double>() >= 0 && found->get<double>() <= kLast)) {
    Refuse(path + '.' + name, "must be epoch seconds");
  }
  const std::chrono::duration<double> since_epoch{found->get<double>()};
  return internal::SystemTime(std::chrono::round<std::chrono::milliseconds>(since_epoch));
}

StartModelPackagingJobRequest ReadStart(const Json& job, const std::string& path) {
  const Json* const start = Find(job, "Start");
  if (start == nullptr || !start->is_object()) {
    Refuse(path + ".Start", "must be an object: the input of StartModelPackagingJob");
  }
  RecordedRequest http{.method = "POST", .target = "/", .body = start->dump()};
  if (const auto token = ReadText(*start, "ClientToken", path + ".Start")) {
    http.headers.Add("X-Amzn-Client-Token", *token);
  }
  auto read = ReadStartModelPackagingJob(http, ReadText(*start, "ProjectName", path + ".Start").value_or(""));
  if (const auto* error = std::get_if<ServiceError>(&read)) Refuse(path + ".Start:", error->message);
  auto& [request, missing] = std::get<testing::ReadStart>(read);
  auto violations = Validate(request);
  violations.insert(violations.end(), missing.begin(), missing.end());
  if (!violations.empty()) {
    std::ostringstream why;
    why << "breaks the service's model: " << violations.front();
    Refuse(path + ".Start", why.str());
  }
  return std::move(request);
}

SeedJob ReadJob(const Json& value, const std::string& path) {
  if (!value.is_object()) Refuse(path, "must be an object");
  SeedJob job{.request = ReadStart(value, path)};
  job.name = ReadText(value, "JobName", path).value_or("");
  if (auto region = ReadText(value, "Region", path)) job.region = *std::move(region);
  if (const auto status = ReadText(value, "Status", path)) {
    FromName(*status, job.status);
    if (job.status == ModelPackagingJobStatus::kUnknown) {
      Refuse(path + ".Status", "must be CREATED, RUNNING, SUCCEEDED or FAILED");
    }
  }
  job.status_message = ReadText(value, "StatusMessage", path).value_or("");
  job.created = ReadTime(value, "CreationTimestamp", path);
  job.updated = ReadTime(value, "LastUpdatedTimestamp", path);
  return job;
}

std::map<std::string, std::vector<std::string>> ReadProjects(const Json& value) {
  constexpr const char* kForm =
      "must be an object of project names, each with a list of model versions as strings";
  if (!value.is_object()) Refuse("projects", kForm);
  std::map<std::string, std::vector<std::string>> projects;
  for (const auto& [name, models] : value.items()) {
    if (!models.is_array()) Refuse("projects", kForm);
    for (const Json& model : models) {
      if (!model.is_string()) Refuse("projects", kForm);
    }
    projects.emplace(name, models.get<std::vector<std::string>>());
  }
  return projects;
}

}  // namespace

Seed ReadSeed(std::string_view text) {
  std::string why;
  const auto root = ParseDocument(text, why);
  if (!root) Refuse("", why);
  if (!root->is_object()) Refuse("", "must be a JSON object");
  Seed seed;
  if (const Json* const projects = Find(*root, "projects")) seed.projects = ReadProjects(*projects);
  if (const Json* const jobs = Find(*root, "jobs")) {
    if (!jobs->is_array()) Refuse("jobs", "must be a list");
    for (std::size_t i = 0; i < jobs->size(); ++i) {
      seed.jobs.push_back(ReadJob((*jobs)[i], "jobs[" + std::to_string(i) + ']'));
    }
  }
  return seed;
}

}  // namespace lookoutvision::testing
