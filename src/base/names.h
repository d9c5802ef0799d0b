// Tables of enumerators and their names.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace lookoutvision::internal {

template <typename E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

/// The name of `value`. Empty if it has none.
template <typename E, std::size_t N>
constexpr std::string_view FindName(const Names<E, N>& names, E value) {
  for (const auto& [candidate, name] : names) {
    if (candidate == value) return name;
  }
  return {};
}

}  // namespace lookoutvision::internal
