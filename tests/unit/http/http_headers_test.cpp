// Tests of HttpHeaders.
#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <lookoutvision/http_headers.h>

namespace lookoutvision {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields FieldsOf(const HttpHeaders& headers) {
  Fields fields;
  for (const HttpHeaders::Field& field : headers) fields.emplace_back(field.name, field.value);
  return fields;
}

HttpHeaders::Field At(const HttpHeaders& headers, int index) {
  return *std::next(headers.begin(), index);
}

HttpHeaders Sample() {
  HttpHeaders headers;
  headers.Add("Host", "a.example");
  headers.Add("X-Tag", "one");
  headers.Add("x-tag", "two");
  return headers;
}

TEST(HttpHeaders, KeepsOrderCaseAndRepetition) {
  EXPECT_EQ(FieldsOf(Sample()), (Fields{{"Host", "a.example"}, {"X-Tag", "one"}, {"x-tag", "two"}}));
  EXPECT_EQ(Sample().size(), 3U);
  EXPECT_FALSE(Sample().empty());
}

TEST(HttpHeaders, FindsTheFirstFieldIgnoringCase) {
  const HttpHeaders headers = Sample();
  EXPECT_EQ(headers.Find("X-TAG"), "one");
  EXPECT_EQ(headers.Find("host"), "a.example");
  EXPECT_EQ(headers.Find("X-Ta"), std::nullopt);
  EXPECT_EQ(HttpHeaders().Find(""), std::nullopt);
}

TEST(HttpHeaders, KeepsAnEmptyValue) {
  HttpHeaders headers;
  headers.Add("X-Empty", "");
  EXPECT_EQ(headers.Find("x-empty"), "");
}

TEST(HttpHeaders, SetReplacesTheFirstFieldInItsPlace) {
  for (const std::string value : {"1", "ONE", "something that is longer than before"}) {
    HttpHeaders headers = Sample();
    headers.Set("X-TAG", value);
    EXPECT_EQ(FieldsOf(headers), (Fields{{"Host", "a.example"}, {"X-TAG", value}, {"x-tag", "two"}}));
  }
}

TEST(HttpHeaders, SetAppendsAMissingField) {
  HttpHeaders headers = Sample();
  headers.Set("Date", "today");
  EXPECT_EQ(headers.size(), 4U);
  EXPECT_EQ(At(headers, 3), (HttpHeaders::Field{"Date", "today"}));
}

TEST(HttpHeaders, AcceptsViewsIntoItself) {
  HttpHeaders headers;
  headers.Add("First", std::string(40, 'x'));
  // Enough to reallocate several times.
  for (int i = 0; i < 40; ++i) headers.Add(At(headers, 0).name, At(headers, 0).value);
  const Fields fields = FieldsOf(headers);
  EXPECT_EQ(fields.size(), 41U);
  EXPECT_TRUE(
      std::all_of(fields.begin(), fields.end(), [&](const auto& field) { return field == fields[0]; }));

  headers.Add("Last", "short");
  headers.Set(At(headers, 0).name, *headers.Find("Last"));
  headers.Set("Last", At(headers, 1).value);
  EXPECT_EQ(headers.Find("First"), "short");
  EXPECT_EQ(headers.Find("Last"), std::string(40, 'x'));
}

TEST(HttpHeaders, EqualsFieldByFieldAndByteByByte) {
  HttpHeaders changed = Sample();
  changed.Set("Host", "a much longer name.example");
  EXPECT_NE(changed, Sample());
  changed.Set("Host", "a.example");
  EXPECT_EQ(changed, Sample());
  changed.Set("host", "a.example");
  EXPECT_NE(changed, Sample());
}

TEST(HttpHeaders, IsUsableAfterItWasMovedFrom) {
  HttpHeaders from;
  from.Add("Name", "a value that is too long to be kept in the object itself");
  const HttpHeaders to = std::move(from);
  EXPECT_EQ(to.size(), 1U);
  EXPECT_TRUE(from.empty());
  EXPECT_EQ(from.size(), 0U);
  from.Add("A", "1");
  EXPECT_EQ(from.size(), 1U);
  HttpHeaders same;
  same.Add("A", "1");
  EXPECT_EQ(from, same);
}

TEST(HttpHeaders, IsEmptyAfterClear) {
  HttpHeaders headers = Sample();
  headers.clear();
  EXPECT_TRUE(headers.empty());
  EXPECT_EQ(headers, HttpHeaders());
  headers.Add("A", "b");
  EXPECT_EQ(FieldsOf(headers), (Fields{{"A", "b"}}));
}

}  // namespace
}  // namespace lookoutvision
