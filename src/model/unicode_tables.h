// Classes of Unicode code points, as far as patterns of the service ask for them. The standard library's own
// classes follow the locale; these do not.
#pragma once

namespace lookoutvision::internal {

/// Whether `c` is in the general category L (letters), Z (separators) or N (numbers) of Unicode 14.0: what a
/// pattern writes as `[\p{L}\p{Z}\p{N}]`.
bool IsLetterSeparatorOrNumber(char32_t c);

}  // namespace lookoutvision::internal
