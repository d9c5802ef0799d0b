// The floor of calls.cpp: libcurl alone sends the same bytes, with precomputed headers and signature, and
// stores the response. usage: calls_floor MODE REQUEST_FILE CA_BUNDLE THREADS CALLS
//   shared   a handle per thread
//   fresh    a new handle per call
//   hashing  a handle per thread, and before each call the hashes of its signature
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include <curl/curl.h>
#include <openssl/evp.h>

#include "measure.h"
#include "request_file.h"

namespace {

std::size_t Append(char* data, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(data, size * count);
  return size * count;
}

// An easy handle with the options of its transfer.
class Caller {
 public:
  Caller(const bench::RequestFile& request, const char* ca_bundle) : easy_(curl_easy_init()) {
    for (const auto& line : request.header_lines) headers_ = curl_slist_append(headers_, line.c_str());
    headers_ = curl_slist_append(headers_, "Expect:");
    curl_easy_setopt(easy_, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Append);
    curl_easy_setopt(easy_, CURLOPT_WRITEDATA, &response_);
    curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    if (*ca_bundle != '\0') curl_easy_setopt(easy_, CURLOPT_CAINFO, ca_bundle);
  }
  ~Caller() {
    curl_easy_cleanup(easy_);
    curl_slist_free_all(headers_);
  }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  void Call() {
    response_.clear();
    const CURLcode code = curl_easy_perform(easy_);
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK && status == 202) return;
    std::cerr << "calls_floor: " << curl_easy_strerror(code) << ", status " << status << '\n';
    std::exit(1);
  }

 private:
  CURL* easy_;
  curl_slist* headers_ = nullptr;
  std::string response_;
};

// The hashes of one signature with a cached key: those of the body and of a canonical request of the real
// length, and the two of the HMAC of the string to sign. The algorithm is fetched and the context made once.
class Hashes {
 public:
  explicit Hashes(const bench::RequestFile& request) : body_(request.body) {
    std::string names;
    for (const auto& line : request.header_lines) {
      if (line.starts_with("Authorization") || line.starts_with("User-Agent")) continue;
      canonical_request_ += line + '\n';
      names += line.substr(0, line.find(':')) + ';';
    }
    const std::string path = request.url.substr(request.url.find('/', sizeof("https://") - 1));
    canonical_request_ += "POST\n" + path + "\n\n" + names + '\n' + std::string(2 * 32, '0');
  }
  ~Hashes() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(sha256_);
  }
  Hashes(const Hashes&) = delete;
  Hashes& operator=(const Hashes&) = delete;

  void Compute() {
    Hash(body_);
    Hash(canonical_request_);
    Hash(std::string_view(pad_and_string_to_sign_));
    Hash(std::string_view(pad_and_digest_));
  }

 private:
  void Hash(std::string_view text) {
    unsigned char digest[32];
    EVP_DigestInit_ex2(context_, sha256_, nullptr);
    EVP_DigestUpdate(context_, text.data(), text.size());
    EVP_DigestFinal_ex(context_, digest, nullptr);
  }

  EVP_MD* sha256_ = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* context_ = EVP_MD_CTX_new();
  std::string body_;
  std::string canonical_request_;
  std::string pad_and_string_to_sign_ = std::string(64 + 145, '6');
  std::string pad_and_digest_ = std::string(64 + 32, '\\');
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return std::cerr << "usage: calls_floor MODE REQUEST_FILE CA_BUNDLE THREADS CALLS\n", 2;
  const auto request = bench::ReadRequest(argv[2]);
  const char* ca_bundle = argv[3];
  const int threads = std::atoi(argv[4]);
  const int calls = std::atoi(argv[5]);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::string_view mode = argv[1];
  if (mode == "fresh") {
    bench::MeasureCalls(threads, calls, [&] { return [&] { Caller(request, ca_bundle).Call(); }; });
  } else if (mode == "hashing") {
    bench::MeasureCalls(threads, calls, [&] {
      return [hashes = std::make_shared<Hashes>(request),
              caller = std::make_shared<Caller>(request, ca_bundle)] {
        hashes->Compute();
        caller->Call();
      };
    });
  } else {
    bench::MeasureCalls(threads, calls, [&] {
      return [caller = std::make_shared<Caller>(request, ca_bundle)] { caller->Call(); };
    });
  }
}
