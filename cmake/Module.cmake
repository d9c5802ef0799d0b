# lookoutvision::module: the library, and the C++20 module lookoutvision, which exports the names of its headers. A target of
# its own, so that only programs that link it compile the module.
function(lookoutvision_require_modules)
  if(CMAKE_VERSION VERSION_LESS 3.28)
    set(missing "CMake 3.28, this is ${CMAKE_VERSION}")
  elseif(NOT CMAKE_GENERATOR MATCHES "^Ninja")
    set(missing "the generator Ninja, this is ${CMAKE_GENERATOR}")
  # g++ 14 compiles the module, but programs that compare requests find no operator== of std::optional.
  elseif(NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang OR CMAKE_CXX_COMPILER_VERSION VERSION_LESS 19)
    set(missing "clang 19, this is ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
  elseif(NOT CMAKE_CXX_COMPILER_CLANG_SCAN_DEPS)
    set(missing "clang-scan-deps of this clang, which Debian has in the package clang-tools")
  else()
    return()
  endif()
  message(FATAL_ERROR "LOOKOUTVISION_BUILD_MODULE needs ${missing}. Without the module, include <lookoutvision/client.h>.")
endfunction()

lookoutvision_require_modules()
add_library(lookoutvision_module STATIC)
add_library(lookoutvision::module ALIAS lookoutvision_module)
# Not the options of the other targets: those of a module are installed, and programs would compile it by them.
target_compile_features(lookoutvision_module PUBLIC cxx_std_20)
set_target_properties(lookoutvision_module PROPERTIES EXPORT_NAME module POSITION_INDEPENDENT_CODE ON)
target_sources(lookoutvision_module PUBLIC FILE_SET CXX_MODULES BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
  ${PROJECT_SOURCE_DIR}/include/lookoutvision/lookoutvision.cppm)
target_link_libraries(lookoutvision_module PUBLIC lookoutvision)
