"""Things that may be built and called without effect: optimizers, writers, profilers, loaders."""

import contextlib


class Inert:
    """Accepts any arguments; its methods take anything and give back the same kind of nothing."""

    def __init__(self, *args, **kwargs):
        """Arguments say how to train or to log, never what a forward pass costs."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        return Inert()

    def __call__(self, *args, **kwargs):
        return Inert()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return None

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0

    def __bool__(self):
        return False


def inert_classes(names, namespace, base=Inert):
    """Adds classes of these names (separated by blanks) to a module's namespace."""
    for name in names.split():
        namespace[name] = type(name, (base,), {"__module__": namespace["__name__"]})


def nothing(*args, **kwargs):
    """Does nothing and returns None."""


def returns(value):
    """A function that gives the same answer whatever it is asked."""

    def answer(*args, **kwargs):
        return value

    return answer


def add_functions(table, namespace):
    """Adds functions with fixed answers: `{answer: "names separated by blanks"}` as pairs."""
    for value, names in table:
        for name in names.split():
            namespace[name] = returns(value)


def passes_through(function=None, *args, **kwargs):
    """A decorator that changes nothing, with or without arguments of its own."""
    if callable(function):
        return function
    return lambda decorated: decorated


class NullContext(contextlib.ContextDecorator):
    """A context, and a decorator, without effect; takes any arguments."""

    def __init__(self, *args, **kwargs):
        """How to run is not what it costs."""

    def __call__(self, function=None, *args, **kwargs):
        return function if callable(function) else self

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        return Inert()


def unsupported(what):
    """A function that cannot be stood in for: calling it says so."""

    def refuse(*args, **kwargs):
        from torch._errors import Unsupported

        raise Unsupported(f"{what} is not supported: it needs a real PyTorch.")

    return refuse
