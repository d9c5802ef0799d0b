// Tests that secrets are wiped from memory and cannot be printed.
#include "base/secrets.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <new>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

namespace lookoutvision::internal {
namespace {

constexpr std::string_view kSecret = "s3cr3t";
// The part that remains in memory if the text is only cleared, or overwritten by a shorter one.
constexpr std::string_view kEnd = kSecret.substr(4);

// An object whose memory can be inspected after its destruction. It contains short strings.
template <typename T>
class InMemory {
 public:
  template <typename... Arguments>
  explicit InMemory(Arguments&&... arguments)
      : object_(new (memory_) T(std::forward<Arguments>(arguments)...)) {}
  ~InMemory() {
    if (object_ != nullptr) std::destroy_at(object_);
  }
  T& operator*() { return *object_; }
  void Destroy() { std::destroy_at(std::exchange(object_, nullptr)); }
  bool ContainsTheSecret() const {
    return std::string_view(reinterpret_cast<const char*>(memory_), sizeof memory_).find(kEnd) !=
           std::string_view::npos;
  }

 private:
  alignas(T) std::byte memory_[sizeof(T)];
  T* object_;
};

using SecretInMemory = InMemory<SecretString>;

template <typename T>
concept Prints = requires(std::ostream& out, const T& value) {
  out << value;
};

TEST(SecretString, IsWipedWhenItIsDestroyed) {
  SecretInMemory secret(kSecret);
  EXPECT_EQ((*secret).view(), kSecret);
  EXPECT_TRUE(secret.ContainsTheSecret());
  secret.Destroy();
  EXPECT_FALSE(secret.ContainsTheSecret());
}

TEST(SecretString, IsWipedWhenItIsMovedFrom) {
  SecretInMemory secret(kSecret);
  const SecretString other(std::move(*secret));
  EXPECT_EQ(other.view(), kSecret);
  EXPECT_TRUE((*secret).empty());
  EXPECT_FALSE(secret.ContainsTheSecret());

  SecretInMemory second(kSecret);
  SecretString assigned;
  assigned = std::move(*second);
  EXPECT_EQ(assigned.view(), kSecret);
  EXPECT_FALSE(second.ContainsTheSecret());
}

TEST(SecretString, IsWipedWhenItIsAssignedTo) {
  SecretInMemory secret(kSecret);
  *secret = SecretString(std::string_view("new"));
  EXPECT_EQ((*secret).view(), "new");
  EXPECT_FALSE(secret.ContainsTheSecret());
}

TEST(SecretString, SurvivesSelfMove) {
  SecretString secret(kSecret);
  SecretString& same = secret;
  secret = std::move(same);
  EXPECT_EQ(secret.view(), kSecret);
}

TEST(SecretString, WipesTheStringThatItIsMadeFrom) {
  InMemory<std::string> text(kSecret);
  ASSERT_TRUE(text.ContainsTheSecret());
  const SecretString secret(std::move(*text));
  EXPECT_EQ(secret.view(), kSecret);
  EXPECT_FALSE(text.ContainsTheSecret());
}

TEST(SecretString, WipesTheOldMemoryWhenItGrows) {
  SecretInMemory secret(kSecret);
  const std::string more(1000, '.');
  (*secret).Append(more);
  EXPECT_EQ((*secret).view(), std::string(kSecret) + more);
  EXPECT_FALSE(secret.ContainsTheSecret());
}

TEST(SecretString, CanNeitherBePrintedNorCopied) {
  static_assert(!Prints<SecretString>);
  static_assert(!Prints<SecretCredentials>);
  static_assert(Prints<std::string>);
  static_assert(!std::is_copy_constructible_v<SecretString>);
  static_assert(!std::is_copy_assignable_v<SecretString>);
  static_assert(!std::is_convertible_v<SecretString, std::string_view>);
}

TEST(SecretCredentials, AreWipedWhenTheyAreDestroyed) {
  InMemory<SecretCredentials> credentials(Credentials{.access_key_id = "id",
                                                      .secret_access_key = std::string(kSecret),
                                                      .session_token = std::string(kSecret),
                                                      .bearer_token = std::string(kSecret)});
  EXPECT_EQ((*credentials).session_token, kSecret);
  ASSERT_TRUE(credentials.ContainsTheSecret());
  credentials.Destroy();
  EXPECT_FALSE(credentials.ContainsTheSecret());
}

TEST(SameKeys, ComparesAllThreePartsButNotTheExpiration) {
  const Credentials keys{.access_key_id = "id", .secret_access_key = "s", .session_token = "t"};
  Credentials others = keys;
  others.expiration = std::chrono::system_clock::time_point{};
  EXPECT_TRUE(SameKeys(keys, others));
  for (std::string Credentials::*part :
       {&Credentials::access_key_id, &Credentials::secret_access_key, &Credentials::session_token}) {
    others = keys;
    others.*part = "another";
    EXPECT_FALSE(SameKeys(keys, others));
  }
}

TEST(Cleanse, WipesTheRestOfALongerText) {
  InMemory<std::string> text(kSecret);
  (*text).resize(1);
  ASSERT_FALSE((*text).empty());
  Cleanse(*text);
  EXPECT_TRUE((*text).empty());
  const std::string_view memory(reinterpret_cast<const char*>(&*text), sizeof(std::string));
  EXPECT_EQ(memory.find(kEnd), std::string_view::npos);
}

}  // namespace
}  // namespace lookoutvision::internal
