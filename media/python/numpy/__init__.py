"""A small numpy: what model files use of it to compute schedules, sizes and tables. Not a re-implementation.

Arrays know their shape and element type, and their elements while these are few and known.
"""

import math

from . import _elementwise, _reductions
from ._array import ndarray  # noqa: F401
from ._creation import *  # noqa: F401, F403
from ._creation import arange, array, asarray  # noqa: F401
from ._dtypes import *  # noqa: F401, F403

from ._dtypes import complex128, dtype, float16, float32, float64, int64, uint8  # noqa: F401
from ._elementwise import isclose, where  # noqa: F401
from ._helpers import (  # noqa: F401
    allclose,
    array_equal,
    average,
    diff,
    finfo,
    iinfo,
    interp,
    issubdtype,
    isscalar,
    ndim,
    nonzero,
    seterr,
    set_printoptions,
    shape,
    size,
    unique,
)
from ._products import einsum, inner, matmul, outer  # noqa: F401
from ._shaping import (  # noqa: F401
    argsort,
    atleast_1d,
    atleast_2d,
    broadcast_to,
    clip,
    concatenate,
    copy,
    dot,
    expand_dims,
    flip,
    hstack,
    moveaxis,
    ravel,
    repeat,
    reshape,
    roll,
    round,
    sort,
    split,
    squeeze,
    stack,
    swapaxes,
    tile,
    transpose,
    vstack,
)

globals().update(_elementwise.FUNCTIONS, **_reductions.FUNCTIONS)
amax, amin = _reductions.FUNCTIONS["max"], _reductions.FUNCTIONS["min"]
around, row_stack, concat, permute_dims = round, vstack, concatenate, transpose
pow = _elementwise.FUNCTIONS["power"]

__version__ = "1.26.0"
pi, e, inf, nan, newaxis = math.pi, math.e, math.inf, math.nan, None
Inf = Infinity = infty = inf
NaN = NAN = nan
euler_gamma = 0.5772156649015329
float_, double, single, half, int_, intp, longlong = float64, float64, float32, float16, int64, int64, int64
ubyte, complex_ = uint8, complex128

_PYTHON = {"bool": bool, "int": int, "float": float, "complex": complex, "object": object, "str": str}


def __getattr__(name):
    if name in _PYTHON:
        return _PYTHON[name]
    if name in ("random", "linalg", "typing"):
        import importlib

        return importlib.import_module(f"numpy.{name}")
    raise AttributeError(f"numpy.{name} is not part of LayerCost's small numpy")
