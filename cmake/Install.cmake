# Installs libraries, headers, the CMake package and the pkg-config files.
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

# Installs one library: its files, its exported target in its own file, and its pkg-config file.
function(lookoutvision_install_library target targets_file pc_file)
  install(TARGETS ${target} EXPORT ${targets_file} FILE_SET HEADERS)
  install(EXPORT ${targets_file} NAMESPACE lookoutvision:: DESTINATION ${package_dir})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/${pc_file}.in ${PROJECT_BINARY_DIR}/${pc_file} @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${pc_file} DESTINATION ${pkgconfig_dir})
endfunction()

lookoutvision_install_library(lookoutvision lookoutvisionTargets lookoutvision.pc)
if(LOOKOUTVISION_BUILD_TESTING_LIBRARY)
  lookoutvision_install_library(lookoutvision_testing lookoutvisionTestingTargets lookoutvision-testing.pc)
endif()

configure_package_config_file(cmake/lookoutvisionConfig.cmake.in ${PROJECT_BINARY_DIR}/lookoutvisionConfig.cmake
  INSTALL_DESTINATION ${package_dir}
  NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/lookoutvisionConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/lookoutvisionConfig.cmake
  ${PROJECT_BINARY_DIR}/lookoutvisionConfigVersion.cmake
  DESTINATION ${package_dir})
