// Tests of the pool of idle slots. None of them connects anywhere.
#include "http/slot_pool.h"

#include <memory>
#include <utility>

#include <gtest/gtest.h>

#include <lookoutvision/http_transport.h>

#include "support/fork.h"

namespace lookoutvision::internal {
namespace {

std::unique_ptr<CurlSlot> NewSlot() {
  return std::make_unique<CurlSlot>(HttpTransportOptions{});
}

TEST(SlotPool, IsEmptyAtFirst) {
  SlotPool pool(2);
  EXPECT_EQ(pool.Take(), nullptr);
}

TEST(SlotPool, GivesTheLastOneFirst) {
  SlotPool pool(2);
  auto cold = NewSlot();
  auto warm = NewSlot();
  const CurlSlot* const cold_address = cold.get();
  const CurlSlot* const warm_address = warm.get();
  pool.Return(std::move(cold));
  pool.Return(std::move(warm));
  const auto first = pool.Take();
  const auto second = pool.Take();
  EXPECT_EQ(first.get(), warm_address);
  EXPECT_EQ(second.get(), cold_address);
  EXPECT_EQ(pool.Take(), nullptr);
}

TEST(SlotPool, KeepsNoMoreThanItMay) {
  SlotPool pool(1);
  auto kept = NewSlot();
  const CurlSlot* const kept_address = kept.get();
  pool.Return(std::move(kept));
  pool.Return(NewSlot());
  EXPECT_EQ(pool.Take().get(), kept_address);
  EXPECT_EQ(pool.Take(), nullptr);
}

TEST(SlotPool, KeepsNothingWhereTheBoundIsZero) {
  SlotPool pool(0);
  pool.Return(NewSlot());
  EXPECT_EQ(pool.Take(), nullptr);
}

TEST(SlotPool, StartsEmptyInAChildAndStaysAsItIsInTheParent) {
  SlotPool pool(2);
  pool.Return(NewSlot());
  EXPECT_TRUE(test::HoldsInChild([&] {
    const bool empty = pool.Take() == nullptr;
    pool.Return(NewSlot());
    return empty && pool.Take() != nullptr;
  }));
  EXPECT_NE(pool.Take(), nullptr);
}

}  // namespace
}  // namespace lookoutvision::internal
