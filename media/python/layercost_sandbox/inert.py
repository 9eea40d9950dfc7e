"""Things that can be imported, called, decorated with and derived from, and do nothing."""

import types


class _InertMeta(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(f"{cls._layercost_name}.{name}")

    def __iter__(cls):
        return iter(())


class Inert(metaclass=_InertMeta):
    """An object of a package that is not there; `touched` collects the packages whose objects were called."""

    touched = set()
    _layercost_name = "?"

    def __init__(self, *args, **kwargs):
        if args and isinstance(args[0], str) and "_layercost_name" not in self.__dict__:
            self.__dict__["_layercost_name"] = args[0]

    def __init_subclass__(cls, **kwargs):
        pass

    def __mro_entries__(self, bases):
        """Deriving from it gives a class of plain attributes."""
        Inert.touched.add(self._layercost_name)
        return (_InertBase,)

    def __call__(self, *args, **kwargs):
        Inert.touched.add(self._layercost_name)
        # A decorator gives back what it decorates.
        if len(args) == 1 and not kwargs and isinstance(args[0], (types.FunctionType, type)):
            return args[0]
        return Inert(f"{self._layercost_name}()")

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert(f"{self._layercost_name}.{name}")

    def __getitem__(self, key):
        return Inert(f"{self._layercost_name}[...]")

    def __setitem__(self, key, value):
        pass

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0

    def __contains__(self, item):
        return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def __or__(self, other):
        return self

    __ror__ = __or__

    def _never(self, other):
        return False

    # No version is newer or older than that of what is not there.
    __lt__ = __le__ = __gt__ = __ge__ = _never

    def __repr__(self):
        return f"<{self._layercost_name}, which is not there>"


class _InertBase:
    """What a class is left with whose base is not there."""

    def __init__(self, *args, **kwargs):
        pass


class InertModule(types.ModuleType):
    """A module that has every attribute."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        found = passing(f"{self.__name__}.{name}")
        setattr(self, name, found)
        return found


def passing(name):
    """What a name of an inert package is: a pass-through where that is what it does, else an Inert."""
    if name in ("tqdm.tqdm", "tqdm.trange", "tqdm.auto.tqdm", "tqdm.notebook.tqdm"):
        return lambda iterable=(), *args, **kwargs: iterable
    return Inert(name)
