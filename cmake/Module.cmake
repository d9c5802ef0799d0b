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
lookoutvision_compile_options(lookoutvision_module)
set_target_properties(lookoutvision_module PROPERTIES EXPORT_NAME module)
# clang rejects a module that was compiled with another setting than the file that imports it. Programs have the default.
set_property(TARGET lookoutvision_module PROPERTY CXX_EXTENSIONS)
target_sources(lookoutvision_module PUBLIC FILE_SET CXX_MODULES BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES
  ${PROJECT_SOURCE_DIR}/include/lookoutvision/lookoutvision.cppm)
target_link_libraries(lookoutvision_module PUBLIC lookoutvision)
