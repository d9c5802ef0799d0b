# The publisher sets both, for the release's archive. Without an address, the checkout that has this file is built.
set(url "")
set(sha512 "")

if(url)
  vcpkg_download_distfile(archive URLS "${url}" FILENAME "lookoutvision-${VERSION}.tar.gz" SHA512 "${sha512}")
  vcpkg_extract_source_archive(SOURCE_PATH ARCHIVE "${archive}")
else()
  cmake_path(SET SOURCE_PATH NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../..")
endif()

vcpkg_check_features(OUT_FEATURE_OPTIONS feature_options FEATURES
  testing LOOKOUTVISION_BUILD_TESTING_LIBRARY
  tools LOOKOUTVISION_BUILD_TOOLS)
vcpkg_cmake_configure(SOURCE_PATH "${SOURCE_PATH}" OPTIONS
  ${feature_options}
  -DLOOKOUTVISION_BUILD_EXAMPLES=OFF
  -DLOOKOUTVISION_BUILD_TESTS=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/lookoutvision)
vcpkg_fixup_pkgconfig()
if("tools" IN_LIST FEATURES)
  vcpkg_copy_tools(TOOL_NAMES mock_service package_model AUTO_CLEAN)
endif()

file(REMOVE_RECURSE
  "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share" "${CURRENT_PACKAGES_DIR}/share/doc")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE" "${SOURCE_PATH}/LICENSES/Unicode-DFS-2016.txt")
