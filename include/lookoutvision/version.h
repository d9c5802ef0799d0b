// The version of the library, which the build reads from this file.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// The version of the library: major, minor and patch. Until 1.0 each minor version may change the API and
/// the ABI.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace lookoutvision
