// Third-party tests of the signer, stage by stage: each stage has the suite's input, so that a failure names
// the wrong stage.
#include "signing/sigv4.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "request_text.h"
#include "vectors.h"

namespace lookoutvision::conformance {
namespace {

using internal::SignableRequest;
using internal::SigningKeyCache;
using internal::SigningScope;
using internal::SystemTime;

const std::filesystem::path kSuite = std::filesystem::path(LOOKOUTVISION_CONFORMANCE_DIR) / "sigv4";

/// One case: the request, the keys and scope of its signature, and the expected result of each stage.
struct Case {
  std::string name;
  RequestText request;
  Credentials credentials;
  std::string region;
  std::string service;
  SystemTime time;
  bool normalize = true;
  bool sign_body = false;
  bool omit_session_token = false;

  std::string canonical_request;
  std::string string_to_sign;
  std::string signature;
  RequestText signed_request;

  SigningScope scope() const { return {region, service, time}; }
};

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) ADD_FAILURE() << "cannot read " << path;
  return text;
}

// The expected result of a stage, with LF as line end and without a newline at the end.
std::string ReadExpected(const std::filesystem::path& path) {
  std::string text = ReadFile(path);
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (text.empty()) ADD_FAILURE() << path << " is empty";
  return text;
}

RequestText ReadRequest(const std::filesystem::path& path) {
  auto request = ParseRequestText(ReadFile(path));
  if (request) return *std::move(request);
  ADD_FAILURE() << path << ": " << request.problem();
  return {};
}

SystemTime ParseTimestamp(const std::string& text) {
  using namespace std::chrono;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%dZ", &y, &mo, &d, &h, &mi, &s) != 6) {
    ADD_FAILURE() << "not a timestamp: " << text;
  }
  const year_month_day date{year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))};
  return sys_days(date) + hours(h) + minutes(mi) + seconds(s);
}

void ReadContext(const std::filesystem::path& path, Case& out) {
  const auto context = nlohmann::json::parse(ReadFile(path), nullptr, false);
  if (!context.is_object()) {
    ADD_FAILURE() << path << ": not a JSON object";
    return;
  }
  // The expiration is for presigned URLs, which are out of scope.
  RequireKnown(context, {"credentials", "expiration_in_seconds", "region", "service", "timestamp",
                         "normalize", "sign_body", "omit_session_token"});
  const auto& credentials = context.at("credentials");
  RequireKnown(credentials, {"access_key_id", "secret_access_key", "token"});
  out.credentials = {.access_key_id = credentials.at("access_key_id"),
                     .secret_access_key = credentials.at("secret_access_key"),
                     .session_token = credentials.value("token", "")};
  out.region = context.at("region");
  out.service = context.at("service");
  out.time = ParseTimestamp(context.at("timestamp"));
  out.normalize = context.value("normalize", true);
  out.sign_body = context.value("sign_body", false);
  out.omit_session_token = context.value("omit_session_token", false);
}

// Files of presigned URLs, `query-...`, are out of scope.
void ExpectKnownFiles(const std::filesystem::path& folder) {
  const std::set<std::string> known{"context.json",
                                    "request.txt",
                                    "header-canonical-request.txt",
                                    "header-string-to-sign.txt",
                                    "header-signature.txt",
                                    "header-signed-request.txt"};
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    EXPECT_TRUE(known.contains(name) || name.starts_with("query-")) << entry.path();
  }
}

Case ReadCase(const std::filesystem::path& folder) {
  ExpectKnownFiles(folder);
  SCOPED_TRACE(folder.string());
  Case out;
  out.name = folder.filename().string();
  ReadContext(folder / "context.json", out);
  out.request = ReadRequest(folder / "request.txt");
  out.canonical_request = ReadExpected(folder / "header-canonical-request.txt");
  out.string_to_sign = ReadExpected(folder / "header-string-to-sign.txt");
  out.signature = ReadExpected(folder / "header-signature.txt");
  out.signed_request = ReadRequest(folder / "header-signed-request.txt");
  return out;
}

/// Chooses the headers and hashes the body, as the pipeline does before it signs.
class Prepared {
 public:
  explicit Prepared(const Case& c) : case_(c), headers_(c.request.headers) {
    payload_hash_ = internal::Hex(internal::Sha256(c.request.body));
    headers_.Set("X-Amz-Date", internal::FormatAmzDate(c.time));
    if (c.sign_body) headers_.Set("X-Amz-Content-Sha256", payload_hash_);
    if (!c.omit_session_token) AddSessionToken(headers_);
  }

  SignableRequest Signable() const {
    return {.method = case_.request.method,
            .path = case_.request.path,
            .query = case_.request.query,
            .headers = &headers_,
            .payload_hash = payload_hash_,
            .normalize_path = case_.normalize};
  }

  /// The headers of the signed request.
  HttpHeaders Signed() const {
    SigningKeyCache cache;
    HttpHeaders headers = headers_;
    if (case_.omit_session_token) AddSessionToken(headers);
    headers.Set("Authorization",
                internal::Authorization(Signable(), case_.credentials, case_.scope(), cache));
    return headers;
  }

 private:
  void AddSessionToken(HttpHeaders& headers) const {
    if (case_.credentials.session_token.empty()) return;
    headers.Set("X-Amz-Security-Token", case_.credentials.session_token);
  }

  const Case& case_;
  HttpHeaders headers_;
  std::string payload_hash_;
};

/// Header fields sorted by their lower-case names; fields of the same name are in their order.
std::vector<std::pair<std::string, std::string>> HeaderSet(const HttpHeaders& headers) {
  std::vector<std::pair<std::string, std::string>> fields;
  for (const auto& field : headers) {
    fields.emplace_back(internal::ToLower(field.name), internal::Trim(field.value));
  }
  std::stable_sort(fields.begin(), fields.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  return fields;
}

class SigV4Conformance : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::is_directory(kSuite)) {
      GTEST_SKIP() << "NOTICE: the SigV4 suite is not checked: there is no folder " << kSuite
                   << " (the CMake cache path LOOKOUTVISION_CONFORMANCE_DIR)";
    }
    for (const auto& entry : std::filesystem::directory_iterator(kSuite)) {
      if (entry.is_directory()) cases_.push_back(ReadCase(entry.path()));
    }
    ASSERT_FALSE(cases_.empty()) << "no case in " << kSuite;
    std::sort(cases_.begin(), cases_.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
  }

  std::vector<Case> cases_;
};

TEST_F(SigV4Conformance, MakesTheCanonicalRequestOfEachCase) {
  for (const Case& c : cases_) {
    EXPECT_EQ(internal::MakeCanonicalRequest(Prepared(c).Signable()).text, c.canonical_request)
        << "case " << c.name << ", stage canonical request";
  }
}

TEST_F(SigV4Conformance, MakesTheStringToSignOfEachCase) {
  for (const Case& c : cases_) {
    EXPECT_EQ(internal::StringToSign(c.scope(), c.canonical_request), c.string_to_sign)
        << "case " << c.name << ", stage string to sign";
  }
}

TEST_F(SigV4Conformance, MakesTheSignatureOfEachCase) {
  for (const Case& c : cases_) {
    const auto key = internal::DeriveSigningKey(c.credentials.secret_access_key, c.scope());
    EXPECT_EQ(internal::Signature(key, c.string_to_sign), c.signature)
        << "case " << c.name << ", stage signature";
  }
}

TEST_F(SigV4Conformance, MakesTheSignedRequestOfEachCase) {
  for (const Case& c : cases_) {
    const RequestText& expected = c.signed_request;
    const std::string where = "case " + c.name + ", stage signed request";
    EXPECT_EQ(HeaderSet(Prepared(c).Signed()), HeaderSet(expected.headers)) << where;
    EXPECT_EQ(c.request.method, expected.method) << where;
    EXPECT_EQ(c.request.path, expected.path) << where;
    EXPECT_EQ(c.request.query, expected.query) << where;
    EXPECT_EQ(c.request.body, expected.body) << where;
  }
}

}  // namespace
}  // namespace lookoutvision::conformance
