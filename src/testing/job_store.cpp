// Stores jobs, client tokens and page tokens.
#include "testing/job_store.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "base/crypto.h"
#include "testing/job_progress.h"
#include "testing/responses.h"
#include "testing/seed.h"

namespace lookoutvision::testing {
namespace {

using Status = ModelPackagingJobStatus;

constexpr std::chrono::hours kTokenLifetime{8};
constexpr const char* kFailureMessage = "The model packaging job failed.";

std::string ComponentVersionOf(const StartModelPackagingJobRequest& request) {
  const auto& given = request.configuration().greengrass.component_version;
  if (given) return *given;
  const std::string& model = request.model_version();
  return (model == "latest" ? "1" : model) + ".0.0";
}

std::string ArnOf(const JobStore::Job& job) {
  return "arn:aws:greengrass:" + job.region +
         ":123456789012:components:" + job.request.configuration().greengrass.component_name +
         ":versions:" + ComponentVersionOf(job.request);
}

[[noreturn]] void RefuseAsConflict(std::string message, std::string job_name) {
  throw ServiceError{.status = 409,
                     .type = "ConflictException",
                     .message = std::move(message),
                     .resource_id = std::move(job_name),
                     .resource_type = "MODEL_PACKAGE_JOB"};
}

[[noreturn]] void RefuseAsNotFound(std::string message, std::string id, std::string type) {
  throw ServiceError{.status = 404,
                     .type = "ResourceNotFoundException",
                     .message = std::move(message),
                     .resource_id = std::move(id),
                     .resource_type = std::move(type)};
}

[[noreturn]] void RefuseJobAsNotFound(std::string name) {
  RefuseAsNotFound("The model packaging job does not exist in the project.", std::move(name),
                   "MODEL_PACKAGE_JOB");
}

// The token of the page that continues with the `jobs` oldest jobs of all projects.
std::string PageToken(const std::string& project, std::size_t jobs) {
  return internal::Base64(project + '/' + std::to_string(jobs));
}

std::string MessageOf(const JobStore::Job& job) {
  if (job.status == Status::kFailed) return *job.failure;
  if (job.status == Status::kSucceeded) return "The model packaging job succeeded.";
  return job.status == Status::kRunning ? "The model packaging job is running."
                                        : "The model packaging job is created.";
}

// The members that a description and an item of a list have in common.
template <typename Shape>
Shape CommonMembers(const JobStore::Job& job) {
  return {.job_name = job.name,
          .project_name = job.request.project_name(),
          .model_version = job.request.model_version(),
          .model_packaging_job_description = job.request.description(),
          .model_packaging_method = "GREENGRASS",
          .status = job.status,
          .status_message = MessageOf(job),
          .creation_timestamp = job.created,
          .last_updated_timestamp = job.updated};
}

}  // namespace

std::string JobStore::Start(const StartModelPackagingJobRequest& request, std::string_view region,
                            SystemTime now) {
  const std::string& project = request.project_name();
  CheckProject(project);
  CheckModel(project, request.model_version());

  // Before every other conflict: the job that the token started has the same name and component.
  if (request.client_token()) {
    const auto used = tokens_.find(*request.client_token());
    if (used != tokens_.end() && now - used->second.first_used < kTokenLifetime) {
      if (used->second.request == request) return used->second.job_name;
      RefuseAsConflict("The client token was used with other input before.", used->second.job_name);
    }
  }

  if (request.job_name() && Find(project, *request.job_name()) != nullptr) {
    RefuseAsConflict("A model packaging job of this name exists in the project.", *request.job_name());
  }
  Advance(now);
  CheckComponentVersion(request);
  CheckJobQuota(project);
  Add({.request = request,
       .name = request.job_name() ? *request.job_name() : GenerateName(project),
       .region = std::string(region),
       .progress = ProgressOf(request),
       .failure = FailureOf(request),
       .created = now,
       .updated = now});
  return jobs_.back().name;
}

ModelPackagingDescription JobStore::Describe(const DescribeModelPackagingJobRequest& request,
                                             SystemTime now) {
  CheckProject(request.project_name());
  Job* const job = Find(request.project_name(), request.job_name());
  if (job == nullptr) RefuseJobAsNotFound(request.job_name());
  if (!HasEnded(*job)) {
    if (job->polls < std::numeric_limits<int>::max()) ++job->polls;
    changed_ = true;
  }
  Advance(*job, now);

  auto description = CommonMembers<ModelPackagingDescription>(*job);
  description.model_packaging_configuration = job->request.configuration();
  if (job->status == Status::kSucceeded) {
    description.model_packaging_output_details = ModelPackagingOutputDetails{
        .greengrass =
            GreengrassOutputDetails{.component_version_arn = ArnOf(*job),
                                    .component_name = job->request.configuration().greengrass.component_name,
                                    .component_version = ComponentVersionOf(job->request)}};
  }
  return description;
}

ListModelPackagingJobsResult JobStore::List(const ListModelPackagingJobsRequest& request, SystemTime now) {
  const std::string& project = request.project_name();
  CheckProject(project);
  std::size_t remaining = jobs_.size();
  if (const auto& token = request.next_token()) {
    while (remaining > 0 && PageToken(project, remaining) != *token) --remaining;
    if (remaining == 0) {
      throw ServiceError{.status = 400,
                         .type = "ValidationException",
                         .message = "NextToken: was not returned by a list of this project."};
    }
  }

  const auto page_size =
      std::min(static_cast<std::size_t>(request.max_results().value_or(100)), options_.max_page_size);
  ListModelPackagingJobsResult page;
  for (; remaining > 0; --remaining) {
    Job& job = jobs_[remaining - 1];
    if (job.request.project_name() != project) continue;
    if (page.model_packaging_jobs.size() == page_size) {
      page.next_token = PageToken(project, remaining);
      break;
    }
    Advance(job, now);
    page.model_packaging_jobs.push_back(CommonMembers<ModelPackagingJobMetadata>(job));
  }
  return page;
}

void JobStore::AddSeed(Seed seed) {
  if (seed.projects) options_.projects = std::move(seed.projects);
  clock_advance_ = seed.clock_advance;
  for (Job& job : seed.jobs) {
    const std::string& project = job.request.project_name();
    if (job.name.empty()) job.name = job.request.job_name() ? *job.request.job_name() : GenerateName(project);
    if (Find(project, job.name) != nullptr) {
      throw std::invalid_argument("the seed has two jobs named " + job.name + " in the project " + project);
    }
    if (!HasEnded(job) && !job.progress) {
      job.progress = ProgressOf(job.request);
      job.failure = FailureOf(job.request);
    } else if (job.status == Status::kFailed && job.failure.value_or("").empty()) {
      job.failure = kFailureMessage;
    }
    Add(std::move(job));
  }
}

void JobStore::End(std::string_view project, std::string_view name, std::optional<std::string> failure,
                   SystemTime now) {
  Job* const job = Find(project, name);
  if (job == nullptr) RefuseJobAsNotFound(std::string(name));
  Advance(now);
  if (!failure && job->status == Status::kFailed) CheckComponentVersion(job->request);
  if (failure && failure->empty()) failure = kFailureMessage;
  job->status = failure ? Status::kFailed : Status::kSucceeded;
  job->failure = std::move(failure);
  job->updated = now;
  changed_ = true;
}

void JobStore::AdvanceClock(std::chrono::milliseconds by) {
  if (by.count() < 0 || by > kMaxClockAdvance - clock_advance_) {
    throw std::invalid_argument("the clock cannot be advanced by " + std::to_string(by.count()) +
                                " ms: it can be ahead by at most 366 days, and not go back");
  }
  clock_advance_ += by;
  changed_ = true;
}

void JobStore::Add(Job job) {
  if (const auto& token = job.request.client_token()) {
    tokens_.insert_or_assign(*token,
                             Token{.request = job.request, .job_name = job.name, .first_used = job.created});
  }
  jobs_.push_back(std::move(job));
  changed_ = true;
}

void JobStore::CheckProject(const std::string& project) const {
  if (!projects() || projects()->contains(project)) return;
  RefuseAsNotFound("The project does not exist.", project, "PROJECT");
}

void JobStore::CheckModel(const std::string& project, const std::string& model) const {
  if (!projects() || model == "latest") return;
  const auto& models = projects()->at(project);
  if (models.empty() || std::ranges::find(models, model) != models.end()) return;
  RefuseAsNotFound("The model version does not exist in the project.", model, "MODEL");
}

// This and the next check require jobs that were advanced to now.
void JobStore::CheckComponentVersion(const StartModelPackagingJobRequest& request) const {
  const auto& component = request.configuration().greengrass.component_name;
  const std::string version = ComponentVersionOf(request);
  for (const Job& job : jobs_) {
    if (job.request.configuration().greengrass.component_name == component &&
        ComponentVersionOf(job.request) == version && job.status != Status::kFailed) {
      RefuseAsConflict("Version " + version + " of the component " + component + " exists.", job.name);
    }
  }
}

void JobStore::CheckJobQuota(const std::string& project) const {
  if (!options_.max_running_jobs) return;
  const auto running = std::ranges::count_if(jobs_, [](const Job& job) { return !HasEnded(job); });
  if (static_cast<std::size_t>(running) < *options_.max_running_jobs) return;
  throw ServiceError{
      .status = 402,
      .type = "ServiceQuotaExceededException",
      .message = std::to_string(running) + " model packaging jobs are running, which is the maximum.",
      .resource_id = project,
      .resource_type = "PROJECT",
      .quota_code = "L-MOCKJOBS",
      .service_code = "lookoutvision"};
}

JobStore::Job* JobStore::Find(std::string_view project, std::string_view name) {
  const auto job = std::ranges::find_if(jobs_, [&](const Job& candidate) {
    return candidate.request.project_name() == project && candidate.name == name;
  });
  return job == jobs_.end() ? nullptr : &*job;
}

std::string JobStore::GenerateName(std::string_view project) {
  std::string name;
  do {
    name = "model-packaging-job-" + std::to_string(++generated_names_);
  } while (Find(project, name) != nullptr);
  return name;
}

JobStore::Progress JobStore::ProgressOf(const StartModelPackagingJobRequest& request) const {
  if (options_.job_progress) {
    if (const auto progress = options_.job_progress(request)) return *progress;
  }
  return options_.progress;
}

std::optional<std::string> JobStore::FailureOf(const StartModelPackagingJobRequest& request) const {
  return options_.job_failure ? options_.job_failure(request) : std::nullopt;
}

void JobStore::Advance(SystemTime now) {
  for (Job& job : jobs_) Advance(job, now);
}

void JobStore::Advance(Job& job, SystemTime now) {
  if (testing::Advance(job, now)) changed_ = true;
}

}  // namespace lookoutvision::testing
