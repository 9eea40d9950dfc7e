"""torch.nn: modules that know the shapes of their parameters."""

import importlib

from torch._absent import absent_attributes

from . import modules, parameter  # noqa: F401
from .modules import *  # noqa: F401,F403
from .modules import __dict__ as _layers
from .parameter import Buffer, Parameter, UninitializedBuffer, UninitializedParameter  # noqa: F401

globals().update({name: value for name, value in _layers.items() if not name.startswith("_")})

from . import functional, init, utils  # noqa: E402,F401
from .parallel import DataParallel  # noqa: E402,F401

_absent = absent_attributes(__name__)


def __getattr__(name):
    """Submodules such as torch.nn.quantized are imported when they are named."""
    if not name.startswith("__"):
        try:
            return importlib.import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{__name__}.{name}":
                raise
    return _absent(name)
