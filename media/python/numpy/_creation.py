"""Functions that make arrays."""

import math

from . import _array, _layout
from ._dtypes import dtype as _dtype
from ._dtypes import promote


def _filled(shape, value, kind):
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    kind = _dtype(kind)
    count = math.prod(shape)
    data = [kind.type._plain(value)] * count if count <= _layout.MAX_KNOWN else None
    return _array.make(shape, kind, data)


def array(object, dtype=None, copy=True, order="K", subok=False, ndmin=0):
    """A new array of numbers or nested sequences."""
    made = _array.as_array(object, dtype).copy()
    return made.reshape((1,) * max(0, ndmin - made.ndim) + made.shape)


def asarray(a, dtype=None, order=None):
    """The array itself, or a new one of what is none."""
    return _array.as_array(a, dtype)


ascontiguousarray = asanyarray = asarray


def zeros(shape, dtype=float, order="C"):
    return _filled(shape, 0, dtype)


def ones(shape, dtype=float, order="C"):
    return _filled(shape, 1, dtype)


def empty(shape, dtype=float, order="C"):
    """Unlike numpy's its elements are zeros."""
    return _filled(shape, 0, dtype)


def full(shape, fill_value, dtype=None, order="C"):
    return _filled(shape, fill_value, dtype or _array.as_array(fill_value).dtype)


def zeros_like(a, dtype=None, **kwargs):
    return _filled(_array.as_array(a).shape, 0, dtype or _array.as_array(a).dtype)


def ones_like(a, dtype=None, **kwargs):
    return _filled(_array.as_array(a).shape, 1, dtype or _array.as_array(a).dtype)


def full_like(a, fill_value, dtype=None, **kwargs):
    return _filled(_array.as_array(a).shape, fill_value, dtype or _array.as_array(a).dtype)


empty_like = zeros_like


def arange(start, stop=None, step=1, dtype=None):
    """Numbers at equal steps, without the end."""
    if stop is None:
        start, stop = 0, start
    count = max(0, math.ceil((stop - start) / step))
    kind = _dtype(dtype) if dtype is not None else _array.as_array([start, stop, step]).dtype
    cast = kind.type._plain
    data = [cast(start + i * step) for i in range(count)] if count <= _layout.MAX_KNOWN else None
    return _array.make((count,), kind, data)


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    """`num` numbers at equal distances, with both ends."""
    step = (stop - start) / max(1, num - 1 if endpoint else num)
    data = [start + i * step for i in range(num)] if num <= _layout.MAX_KNOWN else None
    if data and endpoint and num > 1:
        data[-1] = stop
    made = _array.make((num,), float, data and [float(each) for each in data])
    made = made if dtype is None else made.astype(dtype)
    return (made, step) if retstep else made


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None):
    """Powers of `base` at equal distances of their exponents."""
    made = base ** linspace(start, stop, num, endpoint)
    return made if dtype is None else made.astype(dtype)


def geomspace(start, stop, num=50, endpoint=True, dtype=None):
    """Numbers at equal ratios."""
    return logspace(math.log10(start), math.log10(stop), num, endpoint, dtype=dtype)


def eye(N, M=None, k=0, dtype=float):
    """Ones on a diagonal."""
    columns = N if M is None else M
    made = _filled((N, columns), 0, dtype)
    if made._data is not None:
        for row in range(max(0, -k), min(N, columns - k)):
            made._data[row * columns + row + k] = made.dtype.type._plain(1)
    return made


def identity(n, dtype=None):
    return eye(n, dtype=dtype or float)


def _triangle(a, k, upper):
    source = _array.as_array(a)
    columns = source.shape[-1]
    data = source._data
    if data is not None:
        rows = source.shape[-2]
        data = [
            each
            if (i % columns - i // columns % rows >= k if upper else i % columns - i // columns % rows <= k)
            else 0
            for i, each in enumerate(data)
        ]
    return _array.make(source.shape, source.dtype, data)


def triu(m, k=0):
    return _triangle(m, k, True)


def tril(m, k=0):
    return _triangle(m, k, False)


def meshgrid(*xi, indexing="xy", sparse=False, copy=True):
    """Coordinates of a grid."""
    vectors = [_array.as_array(each).ravel() for each in xi]
    order = list(range(len(vectors)))
    if indexing == "xy" and len(order) > 1:
        order[:2] = [1, 0]
    shape = [vectors[axis].size for axis in order]
    grids = []
    for axis, vector in enumerate(vectors):
        lined = vector.reshape([vector.size if axis == each else 1 for each in order])
        from ._shaping import broadcast_to

        grids.append(lined if sparse else broadcast_to(lined, shape))
    return grids


def fromfunction(function, shape, dtype=float, **kwargs):
    """A function of coordinate arrays."""
    axes = [arange(size, dtype=dtype) for size in shape]
    return function(*meshgrid(*axes, indexing="ij"), **kwargs)


def result_type(*arrays):
    kinds = [_array.as_array(each).dtype for each in arrays]
    kind = kinds[0]
    for each in kinds[1:]:
        kind = promote(kind, each)
    return kind
