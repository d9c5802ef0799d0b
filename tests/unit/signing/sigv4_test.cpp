// Tests of the stages of SigV4; the expected values come from Python's hashlib and hmac.
#include "signing/sigv4.h"

#include <chrono>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
constexpr std::string_view kCanonicalRequest =
    "GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n"
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// 2015-08-30T12:36:00Z
constexpr SystemTime kTime{std::chrono::seconds(1440938160)};

SigningScope Scope(SystemTime time = kTime) {
  return {.region = "us-east-1", .service = "service", .time = time};
}

std::string KeyHex(std::string_view secret, const SigningScope& scope) {
  return Hex(DeriveSigningKey(secret, scope));
}

/// A small request, which the tests modify.
struct Example {
  Example() {
    headers.Add("Host", "example.amazonaws.com");
    headers.Add("X-Amz-Date", "20150830T123600Z");
    request = {.method = "GET",
               .path = "/",
               .query = "",
               .headers = &headers,
               .payload_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"};
  }

  std::string Authorize() { return Authorization(request, credentials, Scope(), cache); }

  HttpHeaders headers;
  SignableRequest request;
  Credentials credentials{.access_key_id = "AKIDEXAMPLE", .secret_access_key = std::string(kSecret)};
  SigningKeyCache cache;
};

TEST(CredentialScope, ContainsDayRegionAndService) {
  EXPECT_EQ(CredentialScope(Scope()), "20150830/us-east-1/service/aws4_request");
}

TEST(CredentialScope, UsesTheDayInUtc) {
  using namespace std::chrono_literals;
  const SystemTime midnight{std::chrono::sys_days{std::chrono::year(2024) / 2 / 29}};
  EXPECT_EQ(CredentialScope(Scope(midnight)), "20240229/us-east-1/service/aws4_request");
  EXPECT_EQ(CredentialScope(Scope(midnight + 24h - 1ms)), "20240229/us-east-1/service/aws4_request");
  EXPECT_EQ(CredentialScope(Scope(midnight - 1ms)), "20240228/us-east-1/service/aws4_request");
}

TEST(StringToSign, ContainsAlgorithmTimeScopeAndHash) {
  EXPECT_EQ(StringToSign(Scope(), kCanonicalRequest),
            "AWS4-HMAC-SHA256\n"
            "20150830T123600Z\n"
            "20150830/us-east-1/service/aws4_request\n"
            "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63");
}

TEST(DeriveSigningKey, ChainsDayRegionAndService) {
  EXPECT_EQ(KeyHex(kSecret, Scope()), "938127b5336810ddb6a5d6af445fcac9e371f9ed418ed386b022aed82901be75");
}

TEST(DeriveSigningKey, ChangesWithEachOfItsParts) {
  const std::string key = KeyHex(kSecret, Scope());
  EXPECT_NE(KeyHex("another", Scope()), key);
  EXPECT_NE(KeyHex(kSecret, {.region = "us-east-2", .service = "service", .time = kTime}), key);
  EXPECT_NE(KeyHex(kSecret, {.region = "us-east-1", .service = "sts", .time = kTime}), key);
  EXPECT_NE(KeyHex(kSecret, Scope(kTime + std::chrono::days(1))), key);
}

TEST(DeriveSigningKey, IsTheSameForTheWholeDay) {
  EXPECT_EQ(KeyHex(kSecret, Scope(kTime + std::chrono::hours(11))), KeyHex(kSecret, Scope()));
}

TEST(DeriveSigningKey, AcceptsASecretOfAnyLength) {
  EXPECT_EQ(KeyHex("", Scope()), "d0bdcd9b832ae8778da8e220a86ef22da8806c312d16fed54b3a86747f03e324");
  EXPECT_EQ(KeyHex(std::string(100, 'k'), Scope()),
            "e3fe297d4d3ef92f545dbe1ca29baec84eacdac8b8af084642fc595743199ab6");
}

TEST(Signature, IsTheHmacOfTheStringToSignInLowerCaseHex) {
  const Digest key = DeriveSigningKey(kSecret, Scope());
  EXPECT_EQ(Signature(key, StringToSign(Scope(), kCanonicalRequest)),
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

TEST(Authorization, ContainsCredentialSignedHeadersAndSignature) {
  EXPECT_EQ(Example().Authorize(),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            "SignedHeaders=host;x-amz-date, "
            "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

TEST(Authorization, IsTheSameWithACachedKey) {
  Example example;
  const std::string first = example.Authorize();
  EXPECT_EQ(example.Authorize(), first);
}

TEST(Authorization, CombinesTheFunctionsOfEachStage) {
  Example example;
  example.headers.Add("X-Amz-Security-Token", "token");
  example.request.query = "b=2&a=1";
  const CanonicalRequest canonical = MakeCanonicalRequest(example.request);
  const std::string signature =
      Signature(DeriveSigningKey(kSecret, Scope()), StringToSign(Scope(), canonical.text));
  EXPECT_EQ(example.Authorize(),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" + CredentialScope(Scope()) +
                ", SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=" + signature);
}

TEST(Authorization, ChangesWithEverythingThatIsSigned) {
  const std::string plain = Example().Authorize();
  Example method, path, query, payload, header, secret;
  method.request.method = "POST";
  path.request.path = "/a";
  query.request.query = "a";
  payload.request.payload_hash = "00";
  header.headers.Set("Host", "example.com");
  secret.credentials.secret_access_key += "x";
  for (Example* changed : {&method, &path, &query, &payload, &header, &secret}) {
    EXPECT_NE(changed->Authorize(), plain);
  }
}

TEST(Authorization, DoesNotDependOnUnsignedHeaders) {
  Example example;
  example.headers.Add("User-Agent", "anything");
  example.headers.Add("Authorization", "of an earlier attempt");
  EXPECT_EQ(example.Authorize(), Example().Authorize());
}

TEST(Authorization, NeverContainsTheSecret) {
  EXPECT_EQ(Example().Authorize().find(kSecret), std::string::npos);
}

}  // namespace
}  // namespace lookoutvision::internal
