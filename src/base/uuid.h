// UUIDs of version 4: idempotency tokens and invocation ids.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace lookoutvision::internal {

/// `xxxxxxxx-xxxx-4xxx-[89ab]xxx-xxxxxxxxxxxx`, lower case, without memory from the heap.
class Uuid {
 public:
  explicit Uuid(std::span<const std::byte, 16> random);

  // NOLINTNEXTLINE(google-explicit-constructor): it is a text.
  operator std::string_view() const { return {text_.data(), text_.size()}; }

 private:
  std::array<char, 36> text_;
};

/// The same as a text, from 16 bytes of `random_bytes`.
std::string MakeUuid(const std::function<void(std::span<std::byte>)>& random_bytes);

}  // namespace lookoutvision::internal
