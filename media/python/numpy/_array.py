"""ndarray: a shape, an element type, and the elements as a flat list where they are few and known."""

import math
import operator

from . import _layout, _methods
from ._dtypes import bool_, dtype, float64, generic, int64, promote
from ._errors import depends


class ndarray(_methods.Methods):
    """An array; `_data` is None where the elements are unknown."""

    def __init__(self, shape, dtype=float, buffer=None):
        make(tuple(shape), dtype, buffer, self)

    ndim = property(lambda self: len(self.shape))
    size = property(lambda self: math.prod(self.shape))
    itemsize = property(lambda self: self.dtype.itemsize)
    nbytes = property(lambda self: self.size * self.dtype.itemsize)
    T = property(lambda self: self.transpose())
    flat = property(lambda self: iter(self.ravel()))

    def known(self, what):
        """The elements; DependsOnData names `what` where they are not known."""
        if self._data is None:
            raise depends(f"{what} of a numpy array of shape {list(self.shape)}")
        return self._data

    def tolist(self):
        data = self.known("The list")
        for size in reversed(self.shape[1:]):
            data = [data[i : i + size] for i in range(0, len(data), size)] if size else []
        return list(data) if self.shape else data[0]

    def item(self, *index):
        data = self.known("The value")
        if index:
            return self[index if len(index) > 1 else index[0]].item()
        if len(data) != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return data[0]

    def __len__(self):
        if not self.shape:
            raise TypeError("len() of unsized object")
        return self.shape[0]

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __bool__(self):
        return bool(self.item())

    def __int__(self):
        return int(self.item())

    def __float__(self):
        return float(self.item())

    def __index__(self):
        return operator.index(self.item())

    def __repr__(self):
        told = self.tolist() if self._data is not None else f"shape={self.shape}"
        return f"array({told}, dtype={self.dtype})"

    __hash__ = None

    def __getitem__(self, index):
        if (
            isinstance(index, ndarray)
            and index.dtype.kind == "b"
            and index.shape == self.shape
            and self.ndim > 1
        ):
            return self.ravel()[index.ravel()]
        shape, offsets, start = _layout.select(self.shape, index)
        data = self._data
        if data is not None:
            data = [data[at] for at in _layout.positions(offsets, start)]
        return scalar_or(make(shape, self.dtype, data))

    def __setitem__(self, index, value):
        shape, offsets, start = _layout.select(self.shape, index)
        value = as_array(value)
        _layout.broadcast(value.shape, shape)
        if self._data is None or value._data is None:
            self._data = None
            return
        trimmed = value.reshape(value.shape[max(0, len(value.shape) - len(shape)) :])
        cast = self.dtype.type._plain
        for at, each in zip(
            _layout.positions(offsets, start), _layout.expand(trimmed._data, trimmed.shape, shape)
        ):
            self._data[at] = cast(each)


def make(shape, kind, data=None, into=None):
    """An array of these elements (a flat list), of unknown ones where `data` is None or too long."""
    array = object.__new__(ndarray) if into is None else into
    array.shape = tuple(operator.index(size) for size in shape)
    array.dtype = kind if isinstance(kind, dtype) else dtype(kind)
    array._data = data if data is not None and len(data) <= _layout.MAX_KNOWN else None
    return array


def scalar_or(array):
    """A known array without axes becomes a scalar, as in numpy."""
    if array.shape or array._data is None:
        return array
    return array.dtype.type(array._data[0])


def as_array(value, kind=None):
    """The array of a number, nested lists, an array or a tensor."""
    if isinstance(value, ndarray):
        return value if kind is None else value.astype(kind)
    if hasattr(value, "_ref"):
        value = value.numpy()
        return value if kind is None else value.astype(kind)
    shape, data, found = _flatten(value)
    made = make(shape, found, data)
    return made if kind is None else made.astype(kind)


def _flatten(value):
    """(shape, flat elements, dtype) of a scalar or nested sequence."""
    if isinstance(value, ndarray) or hasattr(value, "_ref"):
        value = as_array(value)
        return value.shape, value._data, value.dtype
    if isinstance(value, generic):
        return (), [value.item()], value.dtype
    if not hasattr(value, "__iter__") or isinstance(value, str):
        return (), [value], dtype(_kind_of(value))
    parts = [_flatten(each) for each in value]
    if not parts:
        return (0,), [], dtype(float64)
    if any(part[0] != parts[0][0] for part in parts):
        raise ValueError(
            "setting an array element with a sequence. The requested array has an inhomogeneous shape."
        )
    kind = parts[0][2]
    for part in parts[1:]:
        kind = promote(kind, part[2])
    known = all(part[1] is not None for part in parts)
    cast = kind.type._plain
    data = [cast(each) for part in parts for each in part[1]] if known else None
    return (len(parts), *parts[0][0]), data, kind


def _kind_of(value):
    if isinstance(value, bool):
        return bool_
    if isinstance(value, int):
        return int64
    if isinstance(value, (float, complex)):
        return type(value)
    raise TypeError(f"LayerCost's small numpy makes no arrays of {type(value).__name__}")
