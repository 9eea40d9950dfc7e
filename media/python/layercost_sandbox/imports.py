"""Imports of the user's code: Python's library and our stand-ins, the project, installed packages, else inert."""

import importlib.machinery
import sys
import types

from .inert import InertModule
from .policy import is_inert, is_own

# The opened file where its own name cannot be a module's.
LONELY = "layercost_opened_file"
# Of a package's special names those that its __init__ sets.
_OF_INIT = frozenset(("__version__", "__all__"))


class Finder:
    """A meta path finder over the host's files. `missing` maps packages that are nowhere to their first import."""

    def __init__(self, sources):
        self._sources = sources
        self.project, self.packages = (), ()
        self.opened = self.lonely = ""
        self.loaded, self.missing = {}, {}

    def find_spec(self, name, path=None, target=None):
        if name == LONELY:
            return self._spec(name, self.lonely, None, False)
        if is_own(name):
            return None
        if is_inert(name):
            return importlib.machinery.ModuleSpec(name, InertLoader(), is_package=True)
        place = self._place(name, path)
        if place is None:
            parent = name.rpartition(".")[0]
            if parent and not isinstance(sys.modules.get(parent), InertModule):
                return None
            return self._absent(name)
        return self._spec(name, *place)

    def _spec(self, name, file, folder, installed):
        lazy = folder is not None and (installed or f"{self.opened}.".startswith(f"{name}."))
        loader = SourceLoader(self._sources, file, lazy)
        spec = importlib.machinery.ModuleSpec(name, loader, origin=file, is_package=folder is not None)
        if folder is not None:
            spec.submodule_search_locations = [folder]
        spec.has_location = file is not None
        self.loaded[name] = (file or folder, installed)
        return spec

    def _place(self, name, path):
        """(file or None for a namespace package, folder or None for a plain module, whether installed)."""
        tail = name.rpartition(".")[2]
        if path is not None:
            roots = [(root, self._is_installed(name)) for root in path]
        else:
            roots = [(root, False) for root in self.project] + [(root, True) for root in self.packages]
        namespace = None
        for root, installed in roots:
            folder = f"{root.rstrip('/')}/{tail}"
            if self._sources.kind(f"{folder}/__init__.py") == "file":
                return f"{folder}/__init__.py", folder, installed
            if self._sources.kind(f"{folder}.py") == "file":
                return f"{folder}.py", None, installed
            if namespace is None and self._sources.kind(folder) == "folder":
                namespace = (None, folder, installed)
        return namespace

    def _is_installed(self, name):
        return self.loaded.get(name.rpartition(".")[0], (None, False))[1]

    def _absent(self, name):
        top = name.partition(".")[0]
        if top not in self.missing:
            self.missing[top] = _importer()
        return importlib.machinery.ModuleSpec(name, InertLoader(), is_package=True)


def _importer():
    """(file, line) of the import statement that is being run."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if name != __file__ and not name.startswith("<") and "importlib" not in name:
            return name, frame.f_lineno
        frame = frame.f_back
    return "", 1


class InertLoader:
    def create_module(self, spec):
        return InertModule(spec.name)

    def exec_module(self, module):
        pass


class SourceLoader:
    """Runs a file of the host; a lazy package runs its __init__ when something is asked that is no submodule."""

    def __init__(self, sources, file, lazy):
        self._sources, self._file, self._lazy = sources, file, lazy

    def create_module(self, spec):
        if not self._lazy or self._file is None:
            return None
        return LazyPackage(spec.name, self)

    def exec_module(self, module):
        if self._file is None:
            return
        module.__file__ = self._file
        if isinstance(module, LazyPackage):
            module.__dict__["_layercost_state"] = "waiting"
        else:
            self.run(module)

    def run(self, module):
        exec(self._sources.code(self._file), module.__dict__)

    def is_submodule(self, module, name):
        folder = module.__path__[0]
        return "file" in (
            self._sources.kind(f"{folder}/{name}.py"),
            self._sources.kind(f"{folder}/{name}/__init__.py"),
        )


class LazyPackage(types.ModuleType):
    """A package whose __init__ may never have to run: a file of it is opened, or one submodule is wanted."""

    def __init__(self, name, loader):
        super().__init__(name)
        self.__dict__["_layercost_loader"] = loader
        self.__dict__["_layercost_state"] = "new"

    def __getattr__(self, name):
        state = self.__dict__
        special = name.startswith("__") and name not in _OF_INIT
        if special or state["_layercost_state"] in ("new", "done"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        whole = f"{self.__name__}.{name}"
        if is_inert(whole) or (name not in _OF_INIT and state["_layercost_loader"].is_submodule(self, name)):
            return importlib.import_module(whole)
        if state["_layercost_state"] == "running":
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        state["_layercost_state"] = "running"
        try:
            state["_layercost_loader"].run(self)
        except BaseException:
            state["_layercost_state"] = "waiting"
            raise
        state["_layercost_state"] = "done"
        return getattr(self, name)
