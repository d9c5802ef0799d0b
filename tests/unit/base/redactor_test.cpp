// Tests of Redactor.
#include "base/redactor.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kToken = "IQoJ/b3J+pZ2lu==";

std::string Redacted(std::string text, std::string_view secret = kToken) {
  Redactor redactor;
  redactor.Add(secret);
  redactor.Redact(text);
  return text;
}

TEST(Redactor, ReplacesEveryOccurrence) {
  EXPECT_EQ(Redacted("a IQoJ/b3J+pZ2lu==, IQoJ/b3J+pZ2lu==IQoJ/b3J+pZ2lu=="), "a ***, ******");
  EXPECT_EQ(Redacted("nothing of it"), "nothing of it");
  EXPECT_EQ(Redacted(""), "");
}

TEST(Redactor, FindsASecretInEveryEncodingThatServicesUse) {
  for (const std::string form : {
           "IQoJ%2Fb3J%2BpZ2lu%3D%3D",                  // percent-encoded
           "IQoJ%2fb3J%2bpZ2lu%3d%3d",                  // in lower case
           "IQoJ/b3J%2BpZ2lu==",                        // in part
           "IQoJ%252Fb3J%252BpZ2lu%253D%253D",          // twice
           "IQoJ/b3J pZ2lu==",                          // the space of a form, decoded
           "IQoJ\\/b3J+pZ2lu==",                        // JSON
           "IQoJ\\u002fb3J\\u002BpZ2lu\\u003d\\u003d",  // JSON, all of it
           "IQoJ&#x2F;b3J&#43;pZ2lu&#61;&#X3d;",        // HTML and XML
       }) {
    EXPECT_EQ(Redacted("<" + form + ">"), "<***>") << form;
  }
}

TEST(Redactor, FindsASecretThatLooksEncodedItself) {
  EXPECT_EQ(Redacted("p%2Fw&amp;d\\n", "p%2Fw&amp;d\\n"), "***");
  EXPECT_EQ(Redacted("p%252Fw%26d%5Cn", "p%2Fw&d\\n"), "***");
  EXPECT_EQ(Redacted("100%& \\", "100%& \\"), "***");
  EXPECT_EQ(Redacted("gr%C3%BC%C3%9Fe",
                     "gr\xC3\xBC\xC3\x9F"
                     "e"),
            "***");
  EXPECT_EQ(Redacted("100 pct %41", "100 pct %"), "***41");
}

TEST(Redactor, FindsATruncatedSecret) {
  const std::string token = "0123456789abcdefghij";
  EXPECT_EQ(Redacted("begins: 0123456789abcdefgh...", token), "begins: ***...");
  EXPECT_EQ(Redacted("begins: 0123456789abcdef", token), "begins: ***");
  EXPECT_EQ(Redacted("begins: 0123456789abcde", token), "begins: 0123456789abcde");
}

TEST(Redactor, FindsTheBeginningOfASecretAtAnEllipsis) {
  const std::string key = "0123456789abcdefghij";
  EXPECT_EQ(Redacted("begins: \"012345...\"", key), "begins: \"***...\"");
  EXPECT_EQ(Redacted("begins: \"01234...\"", key), "begins: \"01234...\"");
  EXPECT_EQ(Redacted("begins: \"012345..\"", key), "begins: \"012345..\"");
}

TEST(Redactor, FindsAHeaderWithoutTheSpacesAroundIt) {
  Redactor redactor;
  redactor.AddHeader(" \tkey-of-joe\t ");
  std::string text = "[key-of-joe]";
  redactor.Redact(text);
  EXPECT_EQ(text, "[***]");
}

TEST(Redactor, IgnoresSecretsThatAreTooShort) {
  EXPECT_EQ(Redacted("a test of a test", "test"), "a test of a test");
  EXPECT_EQ(Redacted("a test", ""), "a test");
}

TEST(Redactor, FindsAHeaderWithAndWithoutItsScheme) {
  Redactor redactor;
  redactor.AddHeader("Bearer eyJhbGciOi");
  std::string text = "Bearer eyJhbGciOi, eyJhbGciOi";
  redactor.Redact(text);
  EXPECT_EQ(text, "***, ***");
}

TEST(Redactor, TerminatesOnATextOfSecretsOnly) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += kToken;
  EXPECT_EQ(Redacted(text).size(), 300'000U);
}

TEST(Redactor, RedactsEveryUntrustedMemberOfAnError) {
  const std::string token(kToken);
  Error error{.message = token,
              .code_name = token,
              .request_id = token,
              .resource_id = token,
              .resource_type = OpenEnum<ResourceType>(token),
              .quota_code = token,
              .service_code = token};
  Redactor redactor;
  redactor.Add(token);
  redactor.Redact(error);
  EXPECT_EQ(error, (Error{.message = "***",
                          .code_name = "***",
                          .request_id = "***",
                          .resource_id = "***",
                          .resource_type = OpenEnum<ResourceType>("***"),
                          .quota_code = "***",
                          .service_code = "***"}));
}

}  // namespace
}  // namespace lookoutvision::internal
