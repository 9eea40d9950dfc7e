"""A torch that knows shapes, element types and small values, and computes nothing else.

It stands in for PyTorch where LayerCost runs a model's own code to see which operations it is made of.
"""

import importlib
import math as _math

from . import _absent, _dtype, _layouts, _passthrough, _return_types, _tensor_legacy  # noqa: F401
from ._device import device, get_default_device, set_default_device
from ._dtype import finfo, get_default_dtype, iinfo, promote_types, set_default_dtype
from ._grad import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    is_inference_mode_enabled,
    no_grad,
    set_grad_enabled,
)
from ._size import Size
from ._tensor import Tensor
from ._tensor_legacy import set_default_tensor_type
from ._tensor_methods import FUNCTIONS
from ._tensor_copies import Storage

dtype = _dtype.dtype
return_types = type("return_types", (), _return_types.TYPES)
pi, e, inf, nan = _math.pi, _math.e, _math.inf, _math.nan
newaxis = None
has_cuda = has_cudnn = has_mps = has_mkl = has_mkldnn = has_openmp = has_lapack = has_spectral = False
sym_int, sym_float, sym_max, sym_min, sym_not = int, float, max, min, lambda value: not value
FloatStorage = HalfStorage = DoubleStorage = LongStorage = IntStorage = ByteStorage = BoolStorage = Storage
UntypedStorage = TypedStorage = Storage
SymInt, SymFloat, SymBool = int, float, bool
globals().update(_dtype.EXPORTS, **_layouts.EXPORTS, **_tensor_legacy.TYPED, **FUNCTIONS)

__version__ = "2.4.0"


def __getattr__(name):
    """Submodules are imported when they are first named; other unknown names say so."""
    if not name.startswith("__"):
        if name in _passthrough.EXPORTS:
            return _passthrough.find(name)
        try:
            return importlib.import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{__name__}.{name}":
                raise
    raise AttributeError(f"module 'torch' has no attribute '{name}' that LayerCost's stand-in knows")
