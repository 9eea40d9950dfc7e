"""Functions that reduce or accumulate along an axis."""

import builtins
import itertools
import math
import operator

from . import _array, _layout
from ._dtypes import bool_, dtype, float64, int64


def _groups(array, axes):
    """Elements of each group that is reduced to one, in the order of the result."""
    steps = _layout.strides(array.shape)
    kept = [
        [i * steps[axis] for i in range(size)] for axis, size in enumerate(array.shape) if axis not in axes
    ]
    inner = _layout.positions([[i * steps[axis] for i in range(array.shape[axis])] for axis in sorted(axes)])
    return [[array._data[start + offset] for offset in inner] for start in _layout.positions(kept)]


def _reduce(function, a, axis, keepdims, kind):
    array = _array.as_array(a)
    rank = array.ndim
    chosen = range(rank) if axis is None else (axis,) if isinstance(axis, int) else axis
    axes = {_layout.axis_index(each, rank) for each in chosen}
    shape = [1 if at in axes else size for at, size in enumerate(array.shape) if keepdims or at not in axes]
    data = None if array._data is None else [function(group) for group in _groups(array, axes)]
    return _array.scalar_or(_array.make(shape, kind(array.dtype), data))


def _same(kind):
    return kind


def _summed(kind):
    return dtype(int64) if kind.kind in "biu" else kind


def _averaged(kind):
    return kind if kind.kind in "fc" else dtype(float64)


def _fixed(kind):
    return lambda _: dtype(kind)


def _variance(group, ddof=0):
    mean_value = sum_list(group) / len(group)
    return sum_list([(each - mean_value) ** 2 for each in group]) / (len(group) - ddof)


def sum_list(group):
    return math.fsum(group) if any(isinstance(each, float) for each in group) else builtins.sum(group)


_TABLE = {
    "sum": (sum_list, _summed),
    "prod": (math.prod, _summed),
    "mean": (lambda group: sum_list(group) / len(group), _averaged),
    "max": (max, _same),
    "min": (min, _same),
    "ptp": (lambda group: max(group) - min(group), _same),
    "any": (any, _fixed(bool_)),
    "all": (all, _fixed(bool_)),
    "argmax": (lambda group: max(range(len(group)), key=group.__getitem__), _fixed(int64)),
    "argmin": (lambda group: min(range(len(group)), key=group.__getitem__), _fixed(int64)),
    "median": (lambda group: _median(sorted(group)), _averaged),
    "count_nonzero": (lambda group: sum_list([int(bool(each)) for each in group]), _fixed(int64)),
}


def _median(ordered):
    middle = len(ordered) // 2
    return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _reduction(function, kind):
    def apply(a, axis=None, dtype=None, out=None, keepdims=False, **ignored):
        result = _reduce(function, a, axis, keepdims, kind)
        return result if dtype is None else result.astype(dtype)

    return apply


FUNCTIONS = {name: _reduction(function, kind) for name, (function, kind) in _TABLE.items()}


def var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    """Mean squared distance from the mean."""
    return _reduce(lambda group: _variance(group, ddof), a, axis, keepdims, _averaged)


def std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
    """Square root of the variance."""
    return _reduce(lambda group: math.sqrt(_variance(group, ddof)), a, axis, keepdims, _averaged)


def _accumulate(function, a, axis, dtype):
    array = _array.as_array(a)
    if axis is None:
        array, axis = array.ravel(), 0
    kind = _summed(array.dtype)
    data = None
    if array._data is not None:
        moved = array.swapaxes(axis, -1)
        size = moved.shape[-1]
        rows = [moved._data[i : i + size] for i in range(0, len(moved._data), size or 1)]
        flat = [each for row in rows for each in itertools.accumulate(row, function)]
        data = _array.make(moved.shape, kind, flat).swapaxes(axis, -1)._data
    result = _array.make(array.shape, kind, data)
    return result if dtype is None else result.astype(dtype)


def cumsum(a, axis=None, dtype=None, out=None):
    """Running sums."""
    return _accumulate(operator.add, a, axis, dtype)


def cumprod(a, axis=None, dtype=None, out=None):
    """Running products."""
    return _accumulate(operator.mul, a, axis, dtype)


FUNCTIONS.update(var=var, std=std, cumsum=cumsum, cumprod=cumprod)


def __getattr__(name):
    if name in FUNCTIONS:
        return FUNCTIONS[name]
    raise AttributeError(name)
