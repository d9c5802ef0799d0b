"""A fake of Conan 2, of what the recipe uses and no more: a wrong name is an error. Its CMake really runs."""

import collections
import fnmatch
import pathlib
import shutil
import subprocess
import sys
import types


class ConanInvalidConfiguration(Exception):
    pass


class Options(types.SimpleNamespace):
    def rm_safe(self, name):
        vars(self).pop(name, None)


class Component:
    def __init__(self):
        self.properties, self.libs, self.requires, self.system_libs = {}, [], [], []

    def set_property(self, name, value):
        self.properties[name] = value


class CppInfo(Component):
    def __init__(self):
        super().__init__()
        self.components = collections.defaultdict(Component)


class ConanFile:
    """The recipe that inherits this gets options as NAME=VALUE, as Conan does for the package itself."""

    def __init__(self, recipe_folder, work, settings, **options):
        wrong = [name for name, value in options.items() if value not in self.options[name]]
        assert not wrong, f"options {wrong} do not have such values"
        own = {name: value for name, value in self.default_options.items() if "/" not in name}
        assert own.keys() == self.options.keys(), "each option needs a default"
        self.recipe_folder = str(recipe_folder)
        self.export_sources_folder = self.source_folder = str(work / "source")
        self.build_folder, self.package_folder = str(work / "build"), str(work / "package")
        self.settings = types.SimpleNamespace(**{name: settings[name] for name in self.settings})
        self.options = Options(**own | options)
        # What `auto_shared_fpic` does.
        if self.options.shared:
            self.options.rm_safe("fPIC")
        self.info = types.SimpleNamespace(options=Options(**vars(self.options)))
        self.cpp_info, self.required, self.cache_variables, self.properties = CppInfo(), {}, {}, {}

    def requires(self, reference, visible=True):
        self.required[reference.partition("/")[0]] = (reference, visible)


class CMakeToolchain:
    def __init__(self, recipe):
        self.recipe, self.cache_variables = recipe, {}

    def generate(self):
        values = self.cache_variables | {"BUILD_SHARED_LIBS": self.recipe.options.shared}
        self.recipe.cache_variables = {
            name: {True: "ON", False: "OFF"}.get(value, value) for name, value in values.items()}


class CMakeDeps:
    def __init__(self, recipe):
        self.recipe, self.properties = recipe, {}

    def set_property(self, dependency, name, value):
        assert dependency in self.recipe.required, f"{dependency} is not required"
        self.properties[dependency, name] = value

    def generate(self):
        self.recipe.properties = self.properties


class CMake:
    def __init__(self, recipe):
        self.recipe = recipe

    def run(self, *arguments):
        done = subprocess.run(["cmake", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def configure(self):
        recipe = self.recipe
        output = self.run("-G", "Ninja", "-S", recipe.source_folder, "-B", recipe.build_folder, "-DCMAKE_BUILD_TYPE=Release",
                          f"-DCMAKE_INSTALL_PREFIX={recipe.package_folder}", "-DCMAKE_INSTALL_LIBDIR=lib",
                          *(f"-D{name}={value}" for name, value in recipe.cache_variables.items()))
        assert "Manually-specified variables were not used" not in output, output

    def build(self):
        self.run("--build", self.recipe.build_folder)

    def install(self, component):
        self.run("--install", self.recipe.build_folder, "--component", component)


def cmake_layout(_recipe):
    pass


def check_min_cppstd(recipe, standard):
    if int(recipe.settings.compiler.cppstd.removeprefix("gnu")) < standard:
        raise ConanInvalidConfiguration(f"needs C++{standard}")


def copy(_recipe, pattern, src, dst):
    """Copies the files whose path below `src` matches; in a pattern, `*` also matches a slash."""
    src = pathlib.Path(src)
    for file in src.rglob("*"):
        name = file.relative_to(src)
        if file.is_file() and fnmatch.fnmatch(str(name), pattern):
            (dst / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, dst / name)


def load(_recipe, path):
    return pathlib.Path(path).read_text(encoding="utf-8")


def rmdir(_recipe, path):
    shutil.rmtree(path, ignore_errors=True)


MODULES = {
    "conan": [ConanFile],
    "conan.errors": [ConanInvalidConfiguration],
    "conan.tools": [],
    "conan.tools.build": [check_min_cppstd],
    "conan.tools.cmake": [CMake, CMakeDeps, CMakeToolchain, cmake_layout],
    "conan.tools.files": [copy, load, rmdir],
}
for module, members in MODULES.items():
    sys.modules[module] = types.ModuleType(module)
    for member in members:
        setattr(sys.modules[module], member.__name__, member)
