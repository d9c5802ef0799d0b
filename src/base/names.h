// Tables that connect enumerators with their texts. They hold no text that is unknown; that is OpenEnum's
// business.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace lookoutvision::internal {

template <typename E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

/// The text of `value`, empty where it has none.
template <typename E, std::size_t N>
constexpr std::string_view FindName(const Names<E, N>& names, E value) {
  for (const auto& [candidate, name] : names) {
    if (candidate == value) return name;
  }
  return {};
}

}  // namespace lookoutvision::internal
