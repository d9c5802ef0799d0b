# What every target of this project is compiled and linked with. Not part of what is installed.
include(CheckLinkerFlag)

# Language, warnings and visibility of one target. Sanitizers come from the presets, by CMAKE_CXX_FLAGS.
function(lookoutvision_compile_options target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    # Whatever CMAKE_UNITY_BUILD says: files of the mock service and of the tests give the same names to what is their own.
    UNITY_BUILD OFF
    # Static libraries, too: a user's shared library may link one.
    POSITION_INDEPENDENT_CODE ON)
  string(FIND "${CMAKE_CXX_FLAGS}" -fsanitize=address sanitized)
  math(EXPR sanitized "${sanitized} + 1")
  # On 32-bit systems with glibc, stat would fail otherwise where the number of an inode has 64 bits.
  target_compile_definitions(${target} PRIVATE _FILE_OFFSET_BITS=64)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    # g++ 12, when it optimises, warns of overlaps within std::string that are not there (GCC bug 105651), and, with
    # AddressSanitizer, of members that are not initialised and yet are.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
    $<$<CXX_COMPILER_ID:GNU>:$<$<BOOL:${sanitized}>:-Wno-maybe-uninitialized>>
    $<$<BOOL:${LOOKOUTVISION_WARNINGS_AS_ERRORS}>:-Werror>)
endfunction()

# Makes an installed library of a target: its name lookoutvision::<export_name>, and the version its file
# carries. Until 1.0 the ABI may change with each minor version, so the SONAME holds both numbers.
# The list `exports` keeps to the project's own names: headers of the standard library and of Boost mark for export
# whatever is compiled from them, and what two libraries of a program both export, they share. Where the linker takes no
# such list, as on macOS, more is exported than need be.
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
