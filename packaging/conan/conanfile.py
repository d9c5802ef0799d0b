"""The Conan 2 recipe of the library, which packages the checkout that has it."""

import os
import re
import shutil

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir

required_conan_version = ">=2.1"


class LookoutVision(ConanFile):
    name = "lookoutvision"
    description = "C++20 client for the packaging-job API of Amazon Lookout for Vision"
    license = "Apache-2.0 AND Unicode-DFS-2016"
    topics = ("aws", "lookout-for-vision", "greengrass")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False], "with_testing": [True, False], "with_tools": [True, False]}
    default_options = {"shared": False, "fPIC": True, "with_testing": False, "with_tools": False,
                       "libcurl/*:with_ssl": "openssl", "boost/*:header_only": True}
    implements = ["auto_shared_fpic"]

    def _checkout(self, *names):
        return os.path.join(self.recipe_folder, "..", "..", *names)

    def set_version(self):
        header = load(self, self._checkout("include", "lookoutvision", "version.h"))
        self.version = re.search(r'kVersion = "([0-9.]+)"', header).group(1)

    def export_sources(self):
        for folder in ("LICENSES", "cmake", "examples", "include", "packaging/completions", "packaging/man", "src"):
            copy(self, "*", self._checkout(folder), os.path.join(self.export_sources_folder, folder))
        for file in ("CMakeLists.txt", "LICENSE"):
            shutil.copy(self._checkout(file), self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        self.requires("libcurl/[>=7.88 <9]")
        self.requires("openssl/[>=3.0 <4]")
        # Headers that no user of the library sees, so that a program can have another version.
        self.requires("nlohmann_json/[>=3.11 <4]", visible=False)
        if self.options.with_testing:
            self.requires("boost/[>=1.74 <2]", visible=False)
        if self.options.with_tools:
            self.requires("cli11/[>=2.1 <3]", visible=False)

    def validate(self):
        check_min_cppstd(self, 20)
        if self.settings.os == "Windows":
            raise ConanInvalidConfiguration("lookoutvision does not support Windows")
        if self.options.with_tools and not self.options.with_testing:
            raise ConanInvalidConfiguration("with_tools needs with_testing, because mock_service is one of the tools")

    def package_id(self):
        # The code of the static library is position-independent with either value.
        self.info.options.rm_safe("fPIC")

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["LOOKOUTVISION_BUILD_TESTING_LIBRARY"] = bool(self.options.with_testing)
        toolchain.cache_variables["LOOKOUTVISION_BUILD_TOOLS"] = bool(self.options.with_tools)
        toolchain.cache_variables["LOOKOUTVISION_BUILD_EXAMPLES"] = False
        toolchain.cache_variables["LOOKOUTVISION_BUILD_TESTS"] = False
        toolchain.generate()
        dependencies = CMakeDeps(self)
        # Otherwise libcurl 8 does not satisfy find_package(CURL 7.88).
        dependencies.set_property("libcurl", "cmake_config_version_compat", "AnyNewerVersion")
        dependencies.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        licenses = os.path.join(self.package_folder, "licenses")
        copy(self, "LICENSE", self.source_folder, licenses)
        copy(self, "Unicode-DFS-2016.txt", os.path.join(self.source_folder, "LICENSES"), licenses)
        cmake = CMake(self)
        for component in ("library", "development", "testing", "tools"):
            cmake.install(component=component)
        # Conan's generators write these for the dependencies that it found.
        rmdir(self, os.path.join(self.package_folder, "lib", "cmake"))
        rmdir(self, os.path.join(self.package_folder, "lib", "pkgconfig"))

    def package_info(self):
        self.cpp_info.set_property("cmake_config_version_compat", "SameMinorVersion")
        # Of all components together. By default it would have the name of the first one, and add the others to that.
        self.cpp_info.set_property("cmake_target_name", "lookoutvision::all")
        self.cpp_info.set_property("cmake_components", ["testing"] if self.options.with_testing else [])
        self._add_component("lookoutvision", "lookoutvision", "lookoutvision", ["libcurl::libcurl"])
        if self.options.with_testing:
            self._add_component("testing", "lookoutvision-testing", "lookoutvision_testing", ["lookoutvision"])

    def _add_component(self, name, pkg_config_name, library, requires):
        component = self.cpp_info.components[name]
        component.set_property("cmake_target_name", f"lookoutvision::{name}")
        component.set_property("pkg_config_name", pkg_config_name)
        component.libs = [library]
        component.requires = [*requires, "openssl::ssl", "openssl::crypto"]
        if self.settings.os in ("Linux", "FreeBSD"):
            component.system_libs = ["pthread"]
