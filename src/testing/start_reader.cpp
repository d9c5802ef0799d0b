// Reads StartModelPackagingJob; see start_reader.h.
#include "testing/start_reader.h"

#include <cstddef>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "testing/json_document.h"

namespace lookoutvision::testing {
namespace {

using Json = nlohmann::json;

/// Reads members of a JSON object. All readers of a body share one complaint, the first.
class ObjectReader {
 public:
  ObjectReader(const Json& value, std::string path, std::string& complaint)
      : value_(value), path_(std::move(path)), complaint_(complaint) {
    if (!value_.is_object()) Complain(path_.empty() ? "The body" : path_, "must be an object");
  }

  void Read(const char* name, std::optional<std::string>& member) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    if (!found->is_string()) return Complain(PathOf(name), "must be a string");
    member = found->get<std::string>();
  }

  void Read(const char* name, std::string& member) {
    std::optional<std::string> text;
    Read(name, text);
    if (text) member = *std::move(text);
  }

  template <typename E>
  void Read(const char* name, OpenEnum<E>& member) {
    std::optional<std::string> text;
    Read(name, text);
    if (text) member = OpenEnum<E>::FromText(*std::move(text));
  }

  template <typename E>
  void Read(const char* name, std::optional<OpenEnum<E>>& member) {
    OpenEnum<E> value;
    Read(name, value);
    if (Find(name) != nullptr) member = std::move(value);
  }

  /// Calls `read` with a reader of the object, where there is one.
  template <typename Reader>
  void ReadObject(const char* name, Reader read) {
    const Json* const found = Find(name);
    if (found == nullptr) return;
    ObjectReader object(*found, PathOf(name), complaint_);
    read(object);
  }

  /// Calls `read` with a reader of each element, which is an object. Returns whether there is such a list.
  template <typename Reader>
  bool ReadList(const char* name, Reader read) {
    const Json* const found = Find(name);
    if (found == nullptr) return false;
    if (!found->is_array()) {
      Complain(PathOf(name), "must be a list");
      return false;
    }
    for (std::size_t i = 0; i < found->size(); ++i) {
      ObjectReader element((*found)[i], PathOf(name) + '[' + std::to_string(i) + ']', complaint_);
      read(element);
    }
    return true;
  }

  bool Has(const char* name) const { return Find(name) != nullptr; }
  std::string PathOf(std::string_view name) const {
    return path_.empty() ? std::string(name) : path_ + '.' + std::string(name);
  }

 private:
  const Json* Find(const char* name) const {
    if (!value_.is_object()) return nullptr;
    const auto found = value_.find(name);
    return found == value_.end() || found->is_null() ? nullptr : &*found;
  }

  void Complain(const std::string& what, const std::string& why) {
    if (complaint_.empty()) complaint_ = what + ' ' + why + '.';
  }

  const Json& value_;
  std::string path_;
  std::string& complaint_;
};

TargetPlatform ReadPlatform(ObjectReader& object) {
  TargetPlatform platform;
  object.Read("Os", platform.os);
  object.Read("Arch", platform.arch);
  object.Read("Accelerator", platform.accelerator);
  return platform;
}

GreengrassConfiguration ReadGreengrass(ObjectReader& object, std::vector<Violation>& missing) {
  GreengrassConfiguration greengrass;
  object.Read("ComponentName", greengrass.component_name);
  object.ReadObject("S3OutputLocation", [&](ObjectReader& location) {
    location.Read("Bucket", greengrass.s3_output_location.bucket);
    location.Read("Prefix", greengrass.s3_output_location.prefix);
  });
  object.Read("TargetDevice", greengrass.target_device);
  object.ReadObject("TargetPlatform",
                    [&](ObjectReader& platform) { greengrass.target_platform = ReadPlatform(platform); });
  object.Read("CompilerOptions", greengrass.compiler_options);
  object.Read("ComponentVersion", greengrass.component_version);
  object.Read("ComponentDescription", greengrass.component_description);
  std::vector<Tag> tags;
  const bool has_tags = object.ReadList("Tags", [&](ObjectReader& element) {
    Tag tag;
    element.Read("Key", tag.key);
    element.Read("Value", tag.value);
    // An empty value is allowed, so that Validate() cannot tell a missing one.
    if (!element.Has("Value")) {
      missing.push_back({.path = element.PathOf("Value"), .given = "", .message = "is required"});
    }
    tags.push_back(std::move(tag));
  });
  if (has_tags) greengrass.tags = std::move(tags);
  return greengrass;
}

ServiceError Unreadable(std::string message) {
  return {.status = 400, .type = "SerializationException", .message = std::move(message)};
}

}  // namespace

std::variant<ReadStart, ServiceError> ReadStartModelPackagingJob(const RecordedRequest& http,
                                                                 std::string project) {
  std::string complaint;
  // No ?:, since newer nlohmann/json converts both ways between a value and an optional.
  std::optional<Json> body(std::in_place, Json::object());
  if (!http.body.empty()) body = ParseDocument(http.body, complaint);
  if (!body) return Unreadable("The body " + complaint + '.');

  ReadStart result;
  std::string model_version;
  std::optional<std::string> job_name;
  std::optional<std::string> description;
  ObjectReader root(*body, "", complaint);
  root.Read("ModelVersion", model_version);
  root.Read("JobName", job_name);
  root.Read("Description", description);
  root.ReadObject("Configuration", [&](ObjectReader& configuration) {
    configuration.ReadObject("Greengrass", [&](ObjectReader& object) {
      result.request.WithConfiguration({.greengrass = ReadGreengrass(object, result.missing)});
    });
  });
  if (!complaint.empty()) return Unreadable(std::move(complaint));

  std::optional<std::string> token;
  if (const auto header = http.headers.Find("X-Amzn-Client-Token")) token = std::string(*header);
  result.request.WithProjectName(std::move(project))
      .WithModelVersion(std::move(model_version))
      .WithJobName(std::move(job_name))
      .WithDescription(std::move(description))
      .WithClientToken(std::move(token));
  return result;
}

}  // namespace lookoutvision::testing
