# Options of all targets of this project. They are not installed.
include(CheckLinkerFlag)

# Language, warnings and visibility of one target. Sanitizers come from the presets, by CMAKE_CXX_FLAGS.
function(lookoutvision_compile_options target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    # Regardless of CMAKE_UNITY_BUILD: files of the mock service and of the tests use the same names in unnamed namespaces.
    UNITY_BUILD OFF
    # Also for static libraries: a user's shared library may link one.
    POSITION_INDEPENDENT_CODE ON)
  string(FIND "${CMAKE_CXX_FLAGS}" -fsanitize=address sanitized)
  math(EXPR sanitized "${sanitized} + 1")
  # Otherwise stat fails on 32-bit systems with glibc if the number of an inode has 64 bits.
  target_compile_definitions(${target} PRIVATE _FILE_OFFSET_BITS=64)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    # False warnings of g++ 12 when it optimises: overlaps within std::string (GCC bug 105651) and, with AddressSanitizer,
    # members that are not initialised.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
    $<$<CXX_COMPILER_ID:GNU>:$<$<BOOL:${sanitized}>:-Wno-maybe-uninitialized>>
    $<$<BOOL:${LOOKOUTVISION_WARNINGS_AS_ERRORS}>:-Werror>)
endfunction()

# Makes an installed library of a target, with the name lookoutvision::<export_name> and a version. Until 1.0 the ABI may
# change with each minor version, so the SONAME has both numbers.
# The list `exports` limits exported names to those of the project: headers of the standard library and of Boost mark names
# for export, and libraries of a program share names that they export. If the linker does not support such a list, as on
# macOS, more names are exported.
function(lookoutvision_library target export_name exports)
  lookoutvision_compile_options(${target})
  add_library(lookoutvision::${export_name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${export_name}
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  if(BUILD_SHARED_LIBS)
    set(option LINKER:--version-script=${PROJECT_SOURCE_DIR}/${exports})
    check_linker_flag(CXX ${option} LOOKOUTVISION_LINKER_TAKES_VERSION_SCRIPTS)
    if(LOOKOUTVISION_LINKER_TAKES_VERSION_SCRIPTS)
      target_link_options(${target} PRIVATE ${option})
      set_target_properties(${target} PROPERTIES LINK_DEPENDS ${PROJECT_SOURCE_DIR}/${exports})
    endif()
  endif()
endfunction()
