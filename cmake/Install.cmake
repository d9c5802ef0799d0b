# Installs what is built, in components:
#   library      the shared library, of a shared build
#   development  headers, the CMake package, the pkg-config file; the static library; the C++20 module
#   testing      the same of lookoutvision::testing
#   tools        package_model and mock_service, their man pages and completions
#   docs         the pages, the licences and the examples
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/lookoutvision)
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# The pkg-config file finds its prefix from its own path, so that the installed files can be moved.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig" OUTPUT_VARIABLE pc_prefix)
cmake_path(APPEND pc_libdir "\${prefix}" "${CMAKE_INSTALL_LIBDIR}")
cmake_path(APPEND pc_includedir "\${prefix}" "${CMAKE_INSTALL_INCLUDEDIR}")
# A static library needs the libraries that it links, also without `--static`; a shared one loads them itself.
if(NOT BUILD_SHARED_LIBS)
  set(pc_requires "libcurl >= 7.88, libssl >= 3.0, libcrypto >= 3.0")
  set(pc_libs " -pthread")
endif()

# Off unless it is asked for: CMake prefers that form to its own package, and then imports no programs, and a static library
# only if its dependencies have that form, too.
if(LOOKOUTVISION_INSTALL_CPS AND (CMAKE_VERSION VERSION_LESS 4.3 OR NOT BUILD_SHARED_LIBS))
  message(FATAL_ERROR "LOOKOUTVISION_INSTALL_CPS needs BUILD_SHARED_LIBS and CMake 4.3, this is ${CMAKE_VERSION}.")
endif()

# Installs one library: its files, its exported target in its own file, and its pkg-config file.
function(lookoutvision_install_library target targets_file pc_file runtime_component component)
  install(TARGETS ${target} EXPORT ${targets_file}
    LIBRARY COMPONENT ${runtime_component} NAMELINK_COMPONENT ${component}
    RUNTIME COMPONENT ${runtime_component}
    ARCHIVE COMPONENT ${component}
    FILE_SET HEADERS COMPONENT ${component})
  install(EXPORT ${targets_file} NAMESPACE lookoutvision:: DESTINATION ${package_dir} COMPONENT ${component})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/${pc_file}.in ${PROJECT_BINARY_DIR}/${pc_file} @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${pc_file} DESTINATION ${pkgconfig_dir} COMPONENT ${component})
endfunction()

lookoutvision_install_library(lookoutvision lookoutvisionTargets lookoutvision.pc library development)
if(LOOKOUTVISION_INSTALL_CPS)
  install(PACKAGE_INFO lookoutvision EXPORT lookoutvisionTargets COMPONENT development
    VERSION ${PROJECT_VERSION} COMPAT_VERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}
    DEFAULT_TARGETS lookoutvision LICENSE "Apache-2.0 AND Unicode-DFS-2016")
endif()
# As source: a program compiles the module itself, with its own compiler and flags.
if(LOOKOUTVISION_BUILD_MODULE)
  install(TARGETS lookoutvision_module EXPORT moduleTargets
    ARCHIVE COMPONENT development
    FILE_SET CXX_MODULES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
  install(EXPORT moduleTargets NAMESPACE lookoutvision:: DESTINATION ${package_dir} CXX_MODULES_DIRECTORY module
    COMPONENT development)
endif()
if(LOOKOUTVISION_BUILD_TESTING_LIBRARY)
  # The shared one loads the shared library from where both are installed.
  set_target_properties(lookoutvision_testing PROPERTIES
    INSTALL_RPATH $<IF:$<PLATFORM_ID:Darwin>,@loader_path,$ORIGIN>)
  lookoutvision_install_library(lookoutvision_testing testingTargets lookoutvision-testing.pc testing testing)
  if(LOOKOUTVISION_INSTALL_CPS)
    install(PACKAGE_INFO lookoutvision EXPORT testingTargets APPENDIX testing COMPONENT testing)
  endif()
endif()

configure_file(cmake/lookoutvisionConfig.cmake.in ${PROJECT_BINARY_DIR}/lookoutvisionConfig.cmake @ONLY)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/lookoutvisionConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/lookoutvisionConfig.cmake
  ${PROJECT_BINARY_DIR}/lookoutvisionConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT development)

if(LOOKOUTVISION_BUILD_TOOLS)
  install(TARGETS package_model mock_service EXPORT toolsTargets RUNTIME COMPONENT tools)
  install(EXPORT toolsTargets NAMESPACE lookoutvision:: DESTINATION ${package_dir} COMPONENT tools)
  install(DIRECTORY packaging/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT tools)
  set(completions packaging/completions)
  install(DIRECTORY ${completions}/bash/ DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT tools)
  install(DIRECTORY ${completions}/zsh/ DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMPONENT tools)
  install(DIRECTORY ${completions}/fish/ DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT tools)
endif()

install(FILES LICENSE README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT docs)
install(DIRECTORY LICENSES DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT docs)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT docs FILES_MATCHING PATTERN *.md)
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT docs FILES_MATCHING PATTERN *.cpp PATTERN *.h)
