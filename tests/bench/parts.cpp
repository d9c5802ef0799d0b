// Measures the parts of a call: signature, serialisation, parsing, and a whole call with a transport that
// responds from memory. HashesOfOneSignature is the floor of OneSignature: the same hashes by OpenSSL alone.
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <lookoutvision/client.h>

#include "base/crypto.h"
#include "base/text.h"
#include "protocol/rest_json.h"
#include "signing/sigv4.h"
#include "usual_request.h"

namespace {

namespace lfv = lookoutvision;
namespace internal = lookoutvision::internal;

constexpr std::string_view kStarted = R"({"JobName":"circuit-boards-1-job"})";
constexpr std::string_view kDescribed = R"({"ModelPackagingDescription":{"JobName":"circuit-boards-1-job",
  "ProjectName":"circuit-boards","ModelVersion":"1","ModelPackagingConfiguration":{"Greengrass":{
  "ComponentName":"com.example.BoardInspector","ComponentVersion":"1.0.0","TargetDevice":"jetson_xavier",
  "S3OutputLocation":{"Bucket":"my-bucket","Prefix":"models"},"Tags":[{"Key":"line","Value":"7"}]}},
  "ModelPackagingMethod":"GreengrassV2","Status":"SUCCEEDED","StatusMessage":"Model packaging job succeeded.",
  "ModelPackagingOutputDetails":{"Greengrass":{"ComponentName":"com.example.BoardInspector",
  "ComponentVersion":"1.0.0","ComponentVersionArn":"arn:aws:greengrass:eu-west-1:123456789012:components:x"}},
  "CreationTimestamp":1.7e9,"LastUpdatedTimestamp":1700000300.125}})";

lfv::HttpResponse MakeResponse(int status, std::string_view body) {
  lfv::HttpResponse response{.status = status, .body = std::string(body)};
  response.headers.Add("Content-Type", "application/json");
  response.headers.Add("x-amzn-RequestId", "6f1b3f0e-7f5f-4f4e-9b1d-4d2f5a8f0c11");
  return response;
}

class MemoryTransport : public lfv::HttpTransport {
 public:
  lfv::Outcome<lfv::HttpResponse> Send(const lfv::HttpRequest&, const lfv::HttpSendOptions&) override {
    return MakeResponse(202, kStarted);
  }
};

// A request as the pipeline passes it to the signer.
class Signable {
 public:
  Signable() {
    auto serialized = internal::Serialize(bench::UsualRequest());
    body_ = std::move(serialized->body);
    path_ = std::move(serialized->path);
    headers_.Add("Host", "127.0.0.1:8080");
    headers_.Add("Content-Type", "application/json");
    headers_.Add("X-Amzn-Client-Token", "0b0a5d1c-6d0f-4c39-8d4b-2f0d9a1f8a55");
    headers_.Add("amz-sdk-invocation-id", "1f5f1d0a-5f0e-4d8e-b5f0-0c9a7a0f3e21");
    headers_.Add("amz-sdk-request", "attempt=1; max=3");
    headers_.Add("X-Amz-Date", "20261124T000000Z");
  }

  internal::SignableRequest With(std::string_view payload_hash) const {
    return {.method = "POST", .path = path_, .query = "", .headers = &headers_, .payload_hash = payload_hash};
  }
  const std::string& body() const { return body_; }

 private:
  std::string body_;
  std::string path_;
  lfv::HttpHeaders headers_;
};

const internal::SystemTime kSigningTime = std::chrono::sys_days(std::chrono::year(2026) / 11 / 24);
constexpr internal::SigningScope Scope() {
  return {.region = "eu-west-1", .service = "lookoutvision", .time = kSigningTime};
}

void OneSignature(benchmark::State& state) {
  const Signable signable;
  const lfv::Credentials credentials{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"};
  internal::SigningKeyCache cache;
  for (auto _ : state) {
    const std::string payload_hash = internal::Hex(internal::Sha256(signable.body()));
    benchmark::DoNotOptimize(
        internal::Authorization(signable.With(payload_hash), credentials, Scope(), cache));
  }
}

void HashesOfOneSignature(benchmark::State& state) {
  const Signable signable;
  const std::string payload_hash(64, 'a');
  const std::string canonical = internal::MakeCanonicalRequest(signable.With(payload_hash)).text;
  const std::string string_to_sign = internal::StringToSign(Scope(), canonical);
  EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  std::array<unsigned char, 64> inner_pad{};
  std::array<unsigned char, 64> outer_pad{};
  std::array<unsigned char, 32> digest{};
  const auto hash = [&](std::string_view first, std::string_view second) {
    EVP_DigestInit_ex2(context, sha256, nullptr);
    EVP_DigestUpdate(context, first.data(), first.size());
    if (!second.empty()) EVP_DigestUpdate(context, second.data(), second.size());
    EVP_DigestFinal_ex(context, digest.data(), nullptr);
  };
  const auto view = [](const auto& bytes) {
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  for (auto _ : state) {
    hash(signable.body(), "");
    hash(canonical, "");
    hash(view(inner_pad), string_to_sign);
    hash(view(outer_pad), view(digest));
    benchmark::DoNotOptimize(digest);
  }
  EVP_MD_CTX_free(context);
  EVP_MD_free(sha256);
}

void Serialize(benchmark::State& state) {
  const auto request = bench::UsualRequest(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(internal::Serialize(request));
}

void ParseStarted(benchmark::State& state) {
  const auto response = MakeResponse(202, kStarted);
  for (auto _ : state) benchmark::DoNotOptimize(internal::ParseStartModelPackagingJob(response));
}

void ParseDescribed(benchmark::State& state) {
  const auto response = MakeResponse(200, kDescribed);
  for (auto _ : state) benchmark::DoNotOptimize(internal::ParseDescribeModelPackagingJob(response));
}

void WholeCallFromMemory(benchmark::State& state) {
  auto config = bench::UsualConfig("https://vision.example", "");
  config.transport = std::make_shared<MemoryTransport>();
  const lfv::Client client(std::move(config));
  const auto request = bench::UsualRequest();
  for (auto _ : state) {
    const auto outcome = client.StartModelPackagingJob(request);
    if (!outcome) state.SkipWithError(outcome.error().message.c_str());
  }
}

BENCHMARK(HashesOfOneSignature);
BENCHMARK(OneSignature);
BENCHMARK(Serialize)->Arg(0)->Arg(200);
BENCHMARK(ParseStarted);
BENCHMARK(ParseDescribed);
BENCHMARK(WholeCallFromMemory);

}  // namespace

BENCHMARK_MAIN();
