// The Unicode classes that patterns of the service use, independent of the locale.
#pragma once

namespace lookoutvision::internal {

/// Whether `c` is in the general category L (letters), Z (separators) or N (numbers) of Unicode 14.0:
/// `[\p{L}\p{Z}\p{N}]` in a pattern.
bool IsLetterSeparatorOrNumber(char32_t c);

}  // namespace lookoutvision::internal
