"""A stand-in for PyTorch Lightning: its modules are modules; trainers, callbacks and data are inert."""

from torch._absent import absent_attributes
from torch._inert import Inert, inert_classes

from ._module import LightningModule  # noqa: F401

__version__ = "2.4.0"
inert_classes("Trainer Callback Fabric LightningDataModule", globals())


def seed_everything(seed=None, workers=False, verbose=True):
    """The seed; no random number is drawn."""
    return seed


class _Submodules:
    """Finds pytorch_lightning.callbacks and its like: names that are absent until somebody calls them."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        from importlib.machinery import ModuleSpec

        if not name.startswith(("pytorch_lightning.", "lightning.")):
            return None
        return ModuleSpec(name, _Submodules, is_package=True)

    @staticmethod
    def create_module(spec):
        from types import ModuleType

        module = ModuleType(spec.name)
        module.__getattr__ = inert_attributes(spec.name)
        return module

    @staticmethod
    def exec_module(module):
        """Nothing to run."""


def inert_attributes(module):
    """A module's `__getattr__`: classes of callbacks, loggers and strategies that accept anything."""

    def module_getattr(name):
        if name == "LightningModule":
            return LightningModule
        if name.startswith("_"):
            raise AttributeError(f"module '{module}' has no attribute '{name}'")
        return (
            type(name, (Inert,), {"__module__": module})
            if name[0].isupper()
            else absent_attributes(module)(name)
        )

    return module_getattr


def _install():
    import sys

    if _Submodules not in sys.meta_path:
        sys.meta_path.append(_Submodules)


_install()


def __getattr__(name):
    if name in ("callbacks", "loggers", "strategies", "plugins", "profilers", "utilities", "core", "tuner"):
        import importlib

        return importlib.import_module(f"{__name__}.{name}")
    return inert_attributes(__name__)(name)
