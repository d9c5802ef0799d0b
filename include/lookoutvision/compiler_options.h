// Compiler options as structs that produce the JSON text of GreengrassConfiguration::compiler_options.
// SPDX-FileCopyrightText: 2026 The lookoutvision authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>

#include <lookoutvision/export.h>

namespace lookoutvision {

/// Options for a target platform with an NVIDIA accelerator, which needs all three. Any other JSON text is
/// allowed instead.
///
///     const NvidiaCompilerOptions options{.gpu_code = "sm_75", .trt_ver = "7.1.3", .cuda_ver = "10.2"};
///     configuration.compiler_options = options.ToJson();
struct LOOKOUTVISION_EXPORT NvidiaCompilerOptions {
  /// The GPU's architecture, for example `sm_75`.
  std::string gpu_code;
  /// The version of TensorRT, for example `7.1.3`.
  std::string trt_ver;
  /// The version of CUDA, for example `10.2`.
  std::string cuda_ver;

  /// `{"gpu-code": "sm_75", "trt-ver": "7.1.3", "cuda-ver": "10.2"}`. Omits empty members, so that Validate()
  /// reports them as missing.
  std::string ToJson() const;

  /// Compares all members.
  friend bool operator==(const NvidiaCompilerOptions&, const NvidiaCompilerOptions&) = default;
};

/// Options for a target platform without an accelerator.
struct LOOKOUTVISION_EXPORT CpuCompilerOptions {
  /// The instruction set, for example `core-avx2`.
  std::string mcpu;

  /// `{"mcpu": "core-avx2"}`; `{}` if `mcpu` is empty.
  std::string ToJson() const;

  /// Compares all members.
  friend bool operator==(const CpuCompilerOptions&, const CpuCompilerOptions&) = default;
};

/// Prints one line for logs.
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const NvidiaCompilerOptions& options);
/// @overload
LOOKOUTVISION_EXPORT std::ostream& operator<<(std::ostream& out, const CpuCompilerOptions& options);

}  // namespace lookoutvision
