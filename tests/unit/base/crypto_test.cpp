// Tests of the digests, with the published vectors (FIPS 180-4, RFC 4231).
#include "base/crypto.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.h"

namespace lookoutvision::internal {
namespace {

TEST(Sha256, MatchesThePublishedDigests) {
  EXPECT_EQ(Hex(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HmacSha256, MatchesThePublishedDigestsForShortAndLongKeys) {
  const std::vector<std::uint8_t> short_key(20, 0x0b);
  EXPECT_EQ(Hex(HmacSha256(short_key, "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  const std::vector<std::uint8_t> long_key(131, 0xaa);
  EXPECT_EQ(Hex(HmacSha256(long_key, "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(Hex(HmacSha256({}, "")), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Cleanse, OverwritesTheBytes) {
  std::vector<std::uint8_t> secret(8, 0x5A);
  Cleanse(secret);
  EXPECT_EQ(secret, std::vector<std::uint8_t>(8, 0));
}

// FIPS 180-2, appendix A.
TEST(Sha1, MatchesThePublishedDigest) {
  EXPECT_EQ(Sha1Hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(Sha1Hex(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

}  // namespace
}  // namespace lookoutvision::internal
