"""numpy.linalg: norms."""

from . import _array
from ._elementwise import FUNCTIONS as _functions


def norm(x, ord=None, axis=None, keepdims=False):
    """The Euclidean norm."""
    if ord not in (None, 2, "fro"):
        raise AttributeError(f"numpy.linalg.norm with ord={ord!r} is not part of LayerCost's small numpy")
    squares = _functions["square"](_array.as_array(x, float))
    return _functions["sqrt"](
        squares.sum(axis=axis, keepdims=keepdims) if isinstance(squares, _array.ndarray) else squares
    )


def __getattr__(name):
    raise AttributeError(f"numpy.linalg.{name} is not part of LayerCost's small numpy")
