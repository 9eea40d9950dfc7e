"""What user code changed in the stand-ins is put back, so that one file cannot change another's figures."""

import builtins
import os
import sys


class Interpreter:
    """How imports and built-in names were before the user's code ran."""

    def __init__(self):
        self._finders, self._path, self._hooks = list(sys.meta_path), list(sys.path), list(sys.path_hooks)
        self._builtins, self._os = dict(vars(builtins)), dict(vars(os))
        self._modules = dict(sys.modules)

    def restore(self):
        sys.meta_path[:], sys.path[:], sys.path_hooks[:] = self._finders, self._path, self._hooks
        sys.settrace(None)
        sys.setprofile(None)
        sys.argv = [""]
        for module, saved in ((builtins, self._builtins), (os, self._os)):
            vars(module).update(saved)
        for name, module in self._modules.items():
            if sys.modules.get(name) is not module:
                sys.modules[name] = module


class Guard:
    """Remembers the names of modules and classes of the stand-ins as they are first seen."""

    def __init__(self, prefixes):
        self._prefixes = prefixes
        self._saved = {}
        self.remember()

    def remember(self):
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] not in self._prefixes or module in self._saved:
                continue
            self._saved[module] = dict(vars(module))
            for value in list(vars(module).values()):
                if isinstance(value, type) and value.__module__.partition(".")[0] in self._prefixes:
                    self._saved.setdefault(value, dict(vars(value)))

    def restore(self):
        for owner, saved in self._saved.items():
            now = vars(owner)
            if _same(now, saved):
                continue
            for key in [key for key in now if key not in saved]:
                if not isinstance(owner, type) and getattr(now[key], "__name__", "").startswith(f"{owner.__name__}."):
                    continue  # a submodule that was imported meanwhile
                _drop(owner, key)
            for key, value in saved.items():
                if now.get(key) is not value:
                    _put(owner, key, value)
        self.remember()


def _same(now, saved):
    """Whether nothing was changed; comparing whole dictionaries looks at identity first."""
    try:
        return bool(now == saved)
    except Exception:
        return False  # a value that cannot be compared is not the one that was there


def _drop(owner, key):
    try:
        delattr(owner, key)
    except (AttributeError, TypeError):
        pass


def _put(owner, key, value):
    try:
        setattr(owner, key, value)
    except (AttributeError, TypeError):
        pass
