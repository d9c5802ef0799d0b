#!/usr/bin/env python3
"""Tests packaging/vcpkg and packaging/conan without vcpkg and Conan: with fakes of what these provide, and the real CMake.

usage: packaging_test.py ROOT                  configures the tree as the port and the recipe do
       packaging_test.py ROOT --build FOLDER   also builds and installs it in FOLDER, and tests what is installed
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

import fake_conan

LINUX = {"os": "Linux", "arch": "x86_64", "build_type": "Release",
         "compiler": fake_conan.types.SimpleNamespace(cppstd="gnu20")}
# What CMake calls a package, what Conan calls it, and how a linker finds a component.
CONAN_NAMES = {"CURL": "libcurl", "OpenSSL": "openssl", "nlohmann_json": "nlohmann_json", "Boost": "boost"}
LINK = {"libcurl::libcurl": "-lcurl", "openssl::ssl": "-lssl", "openssl::crypto": "-lcrypto"}

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LICENSE = re.compile(r"[-.A-Za-z0-9]+( (AND|OR|WITH) [-.A-Za-z0-9]+)*")
PLATFORM = re.compile(r"!?[a-z0-9]+( [&|] !?[a-z0-9]+)*")
TEXT = re.compile(r"\S(.*\S)?")
# Of an object of vcpkg.json: its keys, each with a function that returns whether a value has the right form.
FEATURE = {"description": TEXT.fullmatch, "dependencies": lambda value: all(map(is_dependency, value))}
DEPENDENCY = {"name": NAME.fullmatch, "host": lambda value: value is True, "default-features": lambda value: value is False,
              "features": lambda value: all(map(NAME.fullmatch, value)), "platform": PLATFORM.fullmatch}
PORT = FEATURE | {"name": NAME.fullmatch, "version": re.compile(r"\d+\.\d+\.\d+").fullmatch, "license": LICENSE.fullmatch,
                  "supports": PLATFORM.fullmatch,
                  "features": lambda value: all(NAME.fullmatch(name) and has_form(feature, FEATURE, FEATURE)
                                                for name, feature in value.items())}


def has_form(value, form, required):
    return required.keys() <= value.keys() <= form.keys() and all(form[key](value[key]) for key in value)


def is_dependency(value):
    return NAME.fullmatch(value) if isinstance(value, str) else has_form(value, DEPENDENCY, {"name": None})


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def minimum_versions():
    """Returns the versions that the tree requires, by CMake's name of the package."""
    return dict(re.findall(r"find_package\((\w+) ([0-9.]+)", read("CMakeLists.txt") + read("src/CMakeLists.txt")))


def run(*command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout
    return done.stdout


def readme(command, *arguments):
    """Runs a command of Bash with the functions that run the lines of README.md."""
    return run("bash", "-euo", "pipefail", "-c", f"source {ROOT}/tests/consumer/readme.sh; {command}", "bash",
               *map(str, arguments))


class Packaging(unittest.TestCase):
    def work(self, name):
        """Returns a folder of this name; what is built is kept for the next run."""
        if BUILD:
            folder = BUILD / name
            folder.mkdir(parents=True, exist_ok=True)
            return folder
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return pathlib.Path(folder.name)


class Vcpkg(Packaging):
    def setUp(self):
        self.port = json.loads(read("packaging/vcpkg/vcpkg.json"))

    def run_portfile(self, work, features, port_folder=None, build=False):
        run("cmake", f"-DPORT_FOLDER={port_folder or ROOT / 'packaging/vcpkg'}", f"-DWORK_FOLDER={work}",
            f"-DFEATURES={';'.join(features)}", f"-DVERSION={self.port['version']}", f"-DBUILD={'ON' if build else 'OFF'}",
            "-P", str(HERE / "fake_vcpkg.cmake"))

    def test_the_manifest_follows_its_grammar(self):
        self.assertTrue(has_form(self.port, PORT, PORT), self.port)

    def test_the_manifest_has_version_and_licence_of_the_tree(self):
        version = re.search(r'kVersion = "([0-9.]+)"', read("include/lookoutvision/version.h")).group(1)
        licences = sorted(set(re.findall(r"[\w.-]+", " ".join(
            re.findall(r"^License: (.*)", read(".reuse/dep5"), re.MULTILINE)))) - {"AND"})
        self.assertEqual((self.port["name"], self.port["version"], self.port["license"]),
                         ("lookoutvision", version, " AND ".join(licences)))

    def test_the_manifest_names_each_part_of_boost_that_is_included(self):
        included = {f"boost-{part}" for path in ROOT.glob("src/**/*.[hc]*")
                    for part in re.findall(r"#include <boost/(\w+)", path.read_text(encoding="utf-8"))}
        self.assertEqual(set(self.port["features"]["testing"]["dependencies"]), included | {"boost-headers"})

    def test_configures_with_each_set_of_features(self):
        for features in ([], ["testing"], ["testing", "tools"]):
            with self.subTest(features):
                work = self.work(f"vcpkg-{'-'.join(features)}")
                self.run_portfile(work, features)
                targets = {name for path in work.glob("build/CMakeFiles/Export/*/*Targets.cmake")
                           for name in re.findall(r"^add_\w+\((lookoutvision::\w+)", path.read_text(), re.MULTILINE)}
                self.assertEqual(targets, {"lookoutvision::lookoutvision"}
                                 | ({"lookoutvision::testing"} if "testing" in features else set())
                                 | ({"lookoutvision::mock_service", "lookoutvision::package_model"} if "tools" in features
                                    else set()))

    def test_takes_the_source_of_an_archive(self):
        work = self.work("vcpkg-archive")
        archive = work / "release.tar.gz"
        with tarfile.open(archive, "w:gz") as tar:
            for name in ("CMakeLists.txt", "LICENSE", "LICENSES", "cmake", "include", "src"):
                tar.add(ROOT / name, f"lookoutvision/{name}")
        (work / "port").mkdir(exist_ok=True)
        portfile = read("packaging/vcpkg/portfile.cmake")
        for line, value in (('set(url "")', f'set(url "file://{archive}")'),
                            ('set(sha512 "")', f'set(sha512 "{hashlib.sha512(archive.read_bytes()).hexdigest()}")')):
            self.assertEqual(portfile.count(line), 1)
            portfile = portfile.replace(line, value)
        (work / "port/portfile.cmake").write_text(portfile, encoding="utf-8")
        (work / "port/usage").touch()
        self.run_portfile(work, [], work / "port")
        cache = (work / "build/CMakeCache.txt").read_text()
        self.assertIn(f"CMAKE_HOME_DIRECTORY:INTERNAL={work}/source/lookoutvision\n", cache)

    def test_the_installed_port_is_usable_and_tidy(self):
        if not BUILD:
            self.skipTest("needs --build")
        work = self.work("vcpkg")
        self.run_portfile(work, ["testing", "tools"], build=True)
        packages = work / "packages"
        names = {path.relative_to(packages).as_posix() for path in packages.rglob("*")}
        self.assertLess({"share/lookoutvision/copyright", "share/lookoutvision/usage",
                         "tools/lookoutvision/mock_service", "tools/lookoutvision/package_model"}, names)
        self.assertEqual(names & {"bin", "debug/bin", "debug/include", "debug/share", "lib/cmake", "debug/lib/cmake",
                                  "share/doc"}, set())
        self.assertEqual([path for path in packages.rglob("*") if path.is_dir() and not any(path.iterdir())], [])
        run("cmake", "-S", str(ROOT / "tests/consumer/find_package"), "-B", str(work / "consumer"), "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={packages}")
        run("cmake", "--build", str(work / "consumer"))
        run(str(work / "consumer/consumer"))
        # README.md has the tools elsewhere.
        (packages / "bin").symlink_to("tools/lookoutvision")
        shutil.rmtree(work / "inspector", ignore_errors=True)
        readme('run_thirty_lines "$@"', packages, work / "inspector")


class Conan(Packaging):
    def recipe(self, name="conan", settings=None, **options):
        spec = importlib.util.spec_from_file_location("recipe", ROOT / "packaging/conan/conanfile.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        recipe = module.LookoutVision(ROOT / "packaging/conan", self.work(name), LINUX | (settings or {}), **options)
        recipe.set_version()
        recipe.export_sources()
        recipe.requirements()
        recipe.validate()
        recipe.layout()
        return recipe

    def test_the_package_is_named_as_the_port(self):
        recipe, port = self.recipe(), json.loads(read("packaging/vcpkg/vcpkg.json"))
        self.assertEqual((recipe.name, recipe.version, recipe.license, recipe.description),
                         (port["name"], port["version"], port["license"], port["description"]))

    def test_requires_what_the_options_need(self):
        self.assertEqual(self.recipe().required.keys(), {"libcurl", "openssl", "nlohmann_json"})
        everything = self.recipe(with_testing=True, with_tools=True).required
        self.assertEqual(everything.keys(), {*CONAN_NAMES.values(), "cli11"})
        self.assertEqual({name for name, (_, visible) in everything.items() if visible}, {"libcurl", "openssl"})
        for package, version in minimum_versions().items():
            reference, _ = everything[CONAN_NAMES[package]]
            self.assertRegex(reference, rf"^{CONAN_NAMES[package]}/\[>={re.escape(version)} <\d+\]$")

    def test_refuses_what_the_library_does_not_support(self):
        old = {"compiler": fake_conan.types.SimpleNamespace(cppstd="gnu17")}
        for arguments in ({"settings": {"os": "Windows"}}, {"settings": old}, {"with_tools": True}):
            with self.subTest(arguments), self.assertRaises(fake_conan.ConanInvalidConfiguration):
                self.recipe(**arguments)

    def test_position_independence_does_not_make_another_package(self):
        recipes = [self.recipe(fPIC=value) for value in (True, False)]
        for recipe in recipes:
            recipe.package_id()
        self.assertEqual(recipes[0].info.options, recipes[1].info.options)

    def configured(self, name, **options):
        """Returns the recipe after its steps before the build, and the libraries that CMake exports, by target."""
        recipe = self.recipe(name, **options)
        recipe.generate()
        fake_conan.CMake(recipe).configure()
        recipe.package_info()
        texts = [path.read_text() for path in pathlib.Path(recipe.build_folder).glob("CMakeFiles/Export/*/*Targets-*.cmake")]
        libraries = {target: (name, suffix) for text in texts for target, name, suffix in re.findall(
            r'set_target_properties\((\S+) PROPERTIES\n(?:  .*\n)*?  IMPORTED_LOCATION_\w+ "[^"]*/lib(\w+)\.(so|a)', text)}
        return recipe, libraries

    def test_describes_what_cmake_exports(self):
        for options in ({}, {"shared": True, "with_testing": True}, {"with_testing": True, "with_tools": True}):
            with self.subTest(options):
                recipe, libraries = self.configured("conan-options", **options)
                self.assertEqual({suffix for _, suffix in libraries.values()}, {"so" if recipe.options.shared else "a"})
                components = recipe.cpp_info.components
                self.assertEqual({each.properties["cmake_target_name"]: each.libs for each in components.values()},
                                 {target: [name] for target, (name, _) in libraries.items()})
                # Those of find_package: a component without a target would be found, and be missing where it is linked.
                self.assertEqual({"lookoutvision", *recipe.cpp_info.properties["cmake_components"]}, components.keys())
                self.assertEqual({each.properties["pkg_config_name"] for each in components.values()},
                                 {path.stem for path in pathlib.Path(recipe.build_folder).glob("*.pc")})
                self.assertEqual({require.partition("::")[0] for each in components.values() for require in each.requires
                                  if "::" in require},
                                 {name for name, (_, visible) in recipe.required.items() if visible})
                self.assertEqual(recipe.properties, {("libcurl", "cmake_config_version_compat"): "AnyNewerVersion"})

    def test_programs_link_the_installed_components(self):
        if not BUILD:
            self.skipTest("needs --build")
        recipe, _ = self.configured("conan", shared=True, with_testing=True, with_tools=True)
        recipe.build()
        recipe.package()
        package = pathlib.Path(recipe.package_folder)
        self.assertEqual({path.name for path in package.iterdir()}, {"bin", "include", "lib", "licenses", "share"})
        self.assertEqual({path.name for path in (package / "bin").iterdir()}, {"mock_service", "package_model"})
        self.assertEqual({path.name for path in (package / "licenses").iterdir()}, {"LICENSE", "Unicode-DFS-2016.txt"})
        self.assertEqual([path for path in (package / "lib").iterdir() if path.is_dir()], [])
        library, testing = (recipe.cpp_info.components[name] for name in ("lookoutvision", "testing"))
        programs = self.work("programs")
        (programs / "inspector.cpp").write_text(readme("readme 'Thirty lines' cpp"), encoding="utf-8")
        started = f"lookoutvision {recipe.version} started"
        uses = ((ROOT / "packaging/conan/test_package/test_package.cpp", [library], started),
                (ROOT / "tests/consumer/main.cpp", [testing, library], started),
                (programs / "inspector.cpp", [library], 'ComponentName: "com.example.BoardInspector"'))
        with self.mock_service(package / "bin/mock_service") as settings:
            environment = os.environ | settings | {"LD_LIBRARY_PATH": f"{package}/lib"}
            for source, components, expected in uses:
                program = programs / source.stem
                flags = [f"-l{name}" for each in components for name in each.libs + each.system_libs]
                flags += [LINK[require] for each in components for require in each.requires if "::" in require]
                run("g++", "-std=c++20", f"-I{package}/include", str(source), "-o", str(program), f"-L{package}/lib", *flags)
                self.assertIn(expected, run(str(program), env=environment))

    @contextlib.contextmanager
    def mock_service(self, program):
        """Runs the service, and yields the settings that it prints, the session token last."""
        with subprocess.Popen([program], stdout=subprocess.PIPE, text=True) as service:
            try:
                settings = {}
                for line in service.stdout:
                    settings.update(word.split("=", 1) for word in shlex.split(line, comments=True)[1:])
                    if "AWS_SESSION_TOKEN" in settings:
                        break
                yield settings
            finally:
                service.terminate()


if __name__ == "__main__":
    HERE, ROOT = pathlib.Path(__file__).resolve().parent, pathlib.Path(sys.argv.pop(1)).resolve()
    BUILD = pathlib.Path(sys.argv.pop(2)).resolve() if sys.argv[1:2] == ["--build"] else None
    unittest.main(argv=[sys.argv[0], *sys.argv[2 if BUILD else 1:]], verbosity=2)
