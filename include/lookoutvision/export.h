// LOOKOUTVISION_EXPORT, which marks what a shared library exports, and the check for C++20.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#if defined(_MSVC_LANG) ? _MSVC_LANG < 202002L : __cplusplus < 202002L
#error "lookoutvision needs C++20 or newer: compile with -std=c++20 (Visual C++: /std:c++20)"
#endif

#if defined(__GNUC__) || defined(__clang__)
/// Marks a class or a function that a shared library exports.
#define LOOKOUTVISION_EXPORT __attribute__((visibility("default")))
#else
#define LOOKOUTVISION_EXPORT
#endif
